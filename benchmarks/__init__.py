"""What widgetql costs: its answers timed against the SQL that an expert writes first for the same question.

`make bench` runs it over 1,000,000 calls, `make bench-full` over 10,000,000 as well; both write
`docs/performance.md`. `python -m benchmarks --help` tells what can be chosen.

`rows`       the calls and their evaluations, made by arithmetic: the same in every run
`tables`     their tables and datasets, once with an index on the timestamp and once without
`databases`  each database opened and loaded, and its raw driver
`questions`  what is asked, as JSON
`floors`     the same as SQL by hand, in each database's own words
`cases`      the rows of the table: a question, its floor, the target
`timing`     sides in turn, so that what else the machine does falls on all alike
`running`    one database: loaded, checked, timed
`overhead`   what is left when the database's own time is taken off
`peers`      what users would pick instead, each in an environment of its own
`report`     the table, the chart, the page
"""
