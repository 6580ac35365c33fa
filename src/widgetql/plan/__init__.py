"""A question to the rows as a value, the other questions that answer it, and how they are run."""
