"""A host application: dashboards over the call centre's calls, with an HTTP API and a page.

`python -m examples.host_app` (`make app`) serves both. What a host writes around widgetql is in:

`tables`     the host's own tables: dashboards and widgets
`tenants`    who asks, and so which rows there are: the `scope`, never from JSON
`incoming`   request bodies as untrusted data, and the 400s of what the host itself refuses
`store`      dashboards and widgets read and written, for one tenant
`running`    a call in a thread, ended where its client is gone; errors as HTTP answers
`asked`      what the routes ask of widgetql: data, previews, the records behind a row
`routes`     the endpoints that store
`data`       the endpoints that answer
`sample`     what a new tenant finds
`serving`    the application, with the page's files
"""
