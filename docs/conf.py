"""How the documentation is built: Markdown pages, the API from docstrings, tables from the code itself."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

from sphinx.application import Sphinx

# The tables are made from what the code says and the tests ask.
sys.path.insert(0, str(Path(__file__).parents[1]))

from docs import generate

project = "widgetql"
author = "the widgetql authors"
copyright = author
release = version = metadata.version("widgetql")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.viewcode"]
# For pages to include, not pages.
exclude_patterns = ["_generated", "databases-matrix.md"]
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
nitpick_ignore = [("py:class", "widgetql.paths.Found"), ("py:class", "Code")]


def setup(app: Sphinx) -> None:
    """Write the generated tables before any page is read."""
    app.connect("builder-inited", lambda app: generate.write_all(Path(app.srcdir, "_generated")))
