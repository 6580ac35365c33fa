"""What people ask: a metric's values, keys of JSON, text search, pages, tenants, each beside SQL by hand."""
