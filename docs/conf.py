"""How the documentation is built: Markdown pages, the API from docstrings, tables from the code itself."""

from __future__ import annotations

from importlib import metadata

project = "widgetql"
author = "the widgetql authors"
copyright = author
release = version = metadata.version("widgetql")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.viewcode"]
nitpicky = True

html_theme = "furo"
html_title = "widgetql"

myst_heading_anchors = 3
# `name` in a docstring is code, as in Markdown.
default_role = "code"
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
# Forty words are no signature; the page of errors lists them.
autodoc_type_aliases = {"Code": "Code"}
# Names of the standard library and of SQLAlchemy are not resolved: the build fetches nothing.
nitpick_ignore_regex = [("py:.*", r"(?!widgetql\.).*")]
# Not public, though a signature shows it.
nitpick_ignore = [
    ("py:class", name) for name in ("widgetql.paths.Found", "widgetql.charts.columns.AnswerColumn", "Code")
]
