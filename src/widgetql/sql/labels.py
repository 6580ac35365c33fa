"""Enums: their labels as text."""

from __future__ import annotations

from typing import Any

from sqlalchemy import cast
from sqlalchemy import types as sa
from sqlalchemy.ext.compiler import compiles

from widgetql.sql.constructs import Construct, everywhere, written
from widgetql.sql.values import Text


class label_text(Construct):  # noqa: N801 - reads as SQL
    """An enum's label as text."""

    inherit_cache = True
    result = Text()


@everywhere(label_text)
def _label_text(element: label_text, compiler: Any, **options: Any) -> str:
    text: str = compiler.process(cast(next(iter(element.clauses)), sa.Text()), **options)
    return text


@compiles(label_text, "sqlite")
def _label_text_sqlite(element: label_text, compiler: Any, **options: Any) -> str:
    # It has no other, and a cast would make a text of bytes.
    return written(element, compiler, **options)[0]


@compiles(label_text, "clickhousedb")
def _label_text_clickhouse(element: label_text, compiler: Any, **options: Any) -> str:
    # A cast of NULL is an error there.
    return f"toString({written(element, compiler, **options)[0]})"


class plain_label(label_text):  # noqa: N801 - reads as SQL
    """The label of an enum that is stored as text."""

    inherit_cache = True


@everywhere(plain_label)
def _plain_label(element: plain_label, compiler: Any, **options: Any) -> str:
    return written(element, compiler, **options)[0]


@compiles(plain_label, "clickhousedb")
def _plain_label_clickhouse(element: plain_label, compiler: Any, **options: Any) -> str:
    return _label_text_clickhouse(element, compiler, **options)
