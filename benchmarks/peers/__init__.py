"""What users would pick instead: one script each, run in an environment of its own, that prints JSON.

`environments` makes the environments, `asking` is what the scripts share, `running` runs them all.
"""
