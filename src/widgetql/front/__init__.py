"""What a front end, a notebook or a tool asks of a dataset: its content, its form, its values."""
