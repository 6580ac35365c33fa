"""The charts: their rules, their SELECTs and their shapes."""
