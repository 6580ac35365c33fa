"""The filter language: written tree, vocabulary, bound tree, SQL."""
