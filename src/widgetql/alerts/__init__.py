"""Alerts: what a rule says of the rows at one moment. Nothing is scheduled, and nothing is kept."""
