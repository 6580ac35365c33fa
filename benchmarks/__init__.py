"""What widgetql costs: its answers timed against the SQL that an expert writes by hand for the same question.

`python -m benchmarks` runs it, from the root of the repository.

`data`    the tables, their dataset, deterministic rows, and how each database takes them
`cases`   the questions: asked of widgetql, and written by hand
`timing`  both sides in turn, and what is left when the database's own time is taken off
"""
