"""SQL constructs by subject; all databases of one construct stand side by side."""
