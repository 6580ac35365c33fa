"""Text: exact comparison, matching that ignores case."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import bindparam
from sqlalchemy import types as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import BindParameter, ColumnClause, ColumnElement, Grouping, TypeCoerce

from widgetql.sql.constructs import (
    MARIADB,
    BooleanConstruct,
    Construct,
    bare,
    everywhere,
    mariadb_text,
    sql_type_of,
    written,
)
from widgetql.sql.values import Text
from widgetql.storage import undecorated

_ESCAPE: Final = "!"
_LIKE: Final = {"contains": "%{}%", "startswith": "{}%", "endswith": "%{}"}
_ESCAPED: Final = re.compile(r"!(.)|\\")
_GLOB: Final = {"contains": "*{}*", "startswith": "{}*", "endswith": "*{}"}
# For PCRE; a server may be set to read patterns in other ways unless they say otherwise.
_PYTHON: Final = {"contains": "{}", "startswith": r"\A{}", "endswith": r"{}\Z"}
_PCRE: Final = {"contains": "(?-imsx){}", "startswith": r"(?-imsx)\A{}", "endswith": r"(?-imsx){}\z"}


class exact_text(Construct):  # noqa: N801 - reads as SQL
    """A text that compares, groups and sorts by code point, whatever the column's collation."""

    inherit_cache = True
    result = Text()


@everywhere(exact_text)
def _exact_text(element: exact_text, compiler: Any, **options: Any) -> str:
    return written(element, compiler, **options)[0]


@compiles(exact_text, "sqlite")
def _exact_text_sqlite(element: exact_text, compiler: Any, **options: Any) -> str:
    # The table may have been made with NOCASE or RTRIM, which its SQLAlchemy type need not say.
    return f"{written(element, compiler, **options)[0]} COLLATE BINARY"


@compiles(exact_text, "postgresql")
def _exact_text_postgresql(element: exact_text, compiler: Any, **options: Any) -> str:
    value = written(element, compiler, **options)[0]
    declared = undecorated(sql_type_of(element))
    # CITEXT ignores case, CHAR(n) trailing blanks.
    if declared.__visit_name__ in ("CITEXT", "CHAR"):
        return f'CAST({value} AS TEXT) COLLATE "C"'
    # Only a nondeterministic collation makes "=" inexact there; without one the index stays usable.
    return f'{value} COLLATE "C"' if getattr(declared, "collation", None) else value


@compiles(exact_text, "duckdb")
def _exact_text_duckdb(element: exact_text, compiler: Any, **options: Any) -> str:
    # The table, or the session, may have another collation, which its SQLAlchemy type need not say.
    return f'{written(element, compiler, **options)[0]} COLLATE "binary"'


@compiles(exact_text, *MARIADB)
def _exact_text_mariadb(element: exact_text, compiler: Any, **options: Any) -> str:
    return mariadb_text(written(element, compiler, **options)[0], compiler)


class _narrowed(BooleanConstruct):  # noqa: N801 - reads as SQL
    """A condition, and one that it implies and that an index serves where it serves not the first."""

    inherit_cache = True

    def self_group(self, against: Any = None) -> Any:
        """Stand under NOT in parentheses: it may be written as an AND."""
        return Grouping(self) if getattr(against, "__name__", "") == "inv" else super().self_group(against)


@everywhere(_narrowed)
def _narrowed_by_itself(element: _narrowed, compiler: Any, **options: Any) -> str:
    condition: str = compiler.process(bare(next(iter(element.clauses))), **options)
    return condition


@compiles(_narrowed, *MARIADB)
def _narrowed_mariadb(element: _narrowed, compiler: Any, **options: Any) -> str:
    condition, implied = (compiler.process(part, **options) for part in element.clauses)
    return f"({implied} AND {condition})"


def equals(value: ColumnElement[Any], operand: BindParameter[Any]) -> ColumnElement[bool]:
    """Return the condition that a text is the operand, exactly. NULL on NULL."""
    exact = exact_text(value) == operand
    return _narrowed(exact, value == operand) if _is_column(value) else exact


def _is_column(value: ColumnElement[Any]) -> bool:
    """Tell whether an index may be on a value: on a column, whatever type it is read as."""
    return isinstance(value.clause if isinstance(value, TypeCoerce) else value, ColumnClause)


def is_one_of(value: ColumnElement[Any], operands: BindParameter[Any]) -> ColumnElement[bool]:
    """Return the condition that a text is one of the operands, exactly. NULL on NULL."""
    exact = exact_text(value).in_(operands)
    return _narrowed(exact, value.in_(operands)) if _is_column(value) else exact


@compiles(exact_text, "hive")
def _exact_text_hive(element: exact_text, compiler: Any, **options: Any) -> str:
    value = written(element, compiler, **options)[0]
    return f"{value} COLLATE UTF8_BINARY" if getattr(sql_type_of(element), "collation", None) else value


@compiles(exact_text, "clickhousedb")
def _exact_text_clickhouse(element: exact_text, compiler: Any, **options: Any) -> str:
    value = written(element, compiler, **options)[0]
    if isinstance(undecorated(sql_type_of(element)), sa.Enum):
        # A type of its own, or a text.
        return f"toString({value})"
    # Its driver's type: bytes, with NULs after the text.
    is_fixed = type(undecorated(sql_type_of(element))).__name__ == "FixedString"
    return f"toStringCutToZero({value})" if is_fixed else value


class by_code_point(Construct):  # noqa: N801 - reads as SQL
    """A text to sort by: code point order, also where the database sorts by language."""

    inherit_cache = True
    result = Text()


@everywhere(by_code_point)
def _by_code_point(element: by_code_point, compiler: Any, **options: Any) -> str:
    return written(element, compiler, **options)[0]


@compiles(by_code_point, "sqlite")
def _by_code_point_sqlite(element: by_code_point, compiler: Any, **options: Any) -> str:
    return f"{written(element, compiler, **options)[0]} COLLATE BINARY"


@compiles(by_code_point, "duckdb")
def _by_code_point_duckdb(element: by_code_point, compiler: Any, **options: Any) -> str:
    return f'{written(element, compiler, **options)[0]} COLLATE "binary"'


@compiles(by_code_point, "postgresql")
def _by_code_point_postgresql(element: by_code_point, compiler: Any, **options: Any) -> str:
    # Its type "char", which SQLAlchemy reflects as a String, has no collation; CITEXT ignores case under any.
    return f'CAST({written(element, compiler, **options)[0]} AS TEXT) COLLATE "C"'


@compiles(by_code_point, *MARIADB)
def _by_code_point_mariadb(element: by_code_point, compiler: Any, **options: Any) -> str:
    return mariadb_text(written(element, compiler, **options)[0], compiler)


@compiles(by_code_point, "hive")
def _by_code_point_hive(element: by_code_point, compiler: Any, **options: Any) -> str:
    return f"{written(element, compiler, **options)[0]} COLLATE UTF8_BINARY"


class _LikeText(Text):
    """A LIKE pattern whose escape character is `!`; ClickHouse knows none but the backslash."""

    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        """Write the pattern with the database's escape character."""
        if value is None or dialect.name != "clickhousedb":
            return super().process_bind_param(value, dialect)
        return _ESCAPED.sub(lambda found: "\\" + (found[1] or found[0]), value).replace("\\!", "!")


class matches_folded(BooleanConstruct):  # noqa: N801 - reads as SQL
    """`contains`, `startswith`, `endswith` for an operand with letters beyond ASCII.

    Arguments: the text, the LIKE pattern in lower case, the upper-case letters to fold and their lower-case
    partners, SQLite's GLOB pattern, a pattern for PCRE, and the operand in lower case. Only the operand's
    own letters are folded, so that no database's idea of case, nor its locale, can match more.
    """

    inherit_cache = True


class matches_whole(matches_folded):  # noqa: N801 - reads as SQL
    """The same for what may hold a NUL, where SQLite's GLOB ends: the last is a pattern for Python's re."""

    inherit_cache = True


class contains_ascii(matches_folded):  # noqa: N801 - reads as SQL
    """The same for ASCII, which SQLite folds by itself; not with LIKE, whose case is a setting."""

    inherit_cache = True


class startswith_ascii(matches_folded):  # noqa: N801 - reads as SQL
    """The same at the start."""

    inherit_cache = True


class endswith_ascii(matches_folded):  # noqa: N801 - reads as SQL
    """The same at the end."""

    inherit_cache = True


_OF_ASCII: Final[Mapping[str, type[matches_folded]]] = {
    "contains": contains_ascii,
    "startswith": startswith_ascii,
    "endswith": endswith_ascii,
}


@everywhere(matches_folded)
def _matches_folded(element: matches_folded, compiler: Any, **options: Any) -> str:
    value, like, upper, lower = written(element, compiler, of=(0, 1, 2, 3), **options)
    return f"translate({value}, {upper}, {lower}) LIKE {like} ESCAPE '{_ESCAPE}'"


@compiles(matches_folded, "sqlite")
def _matches_folded_sqlite(element: matches_folded, compiler: Any, **options: Any) -> str:
    value, glob = written(element, compiler, of=(0, 4), **options)
    return f"{value} GLOB {glob}"


@compiles(matches_whole, "sqlite")
def _matches_whole_sqlite(element: matches_whole, compiler: Any, **options: Any) -> str:
    value, pattern, glob = written(element, compiler, of=(0, 6, 4), **options)
    # As bytes, which need be no text: a REGEXP that cannot read its argument is an error.
    whole = f"CAST({value} AS BLOB) REGEXP CAST({pattern} AS BLOB)"
    return f"CASE WHEN instr({value}, char(0)) THEN {whole} ELSE {value} GLOB {glob} END"


@compiles(matches_folded, "clickhousedb")
def _matches_folded_clickhouse(element: matches_folded, compiler: Any, **options: Any) -> str:
    value, like, upper, lower = written(element, compiler, of=(0, 1, 2, 3), **options)
    # LIKE has no ESCAPE there: the pattern comes with its own escape character, see _LikeText.
    return f"translateUTF8({value}, {upper}, {lower}) LIKE {like}"


@compiles(contains_ascii, "sqlite")
def _contains_ascii_sqlite(element: contains_ascii, compiler: Any, **options: Any) -> str:
    value, needle = written(element, compiler, of=(0, 6), **options)
    return f"instr(lower({value}), {needle}) > 0"


# As bytes: a text ends at a NUL for substr().


@compiles(startswith_ascii, "sqlite")
def _startswith_ascii_sqlite(element: startswith_ascii, compiler: Any, **options: Any) -> str:
    value, needle, again = written(element, compiler, of=(0, 6, 6), **options)
    return f"substr(CAST(lower({value}) AS BLOB), 1, length({needle})) = CAST({again} AS BLOB)"


@compiles(endswith_ascii, "sqlite")
def _endswith_ascii_sqlite(element: endswith_ascii, compiler: Any, **options: Any) -> str:
    value, needle, length, again = written(element, compiler, of=(0, 6, 6, 6), **options)
    return (
        f"substr(CAST(lower({value}) AS BLOB), -length({needle}), length({length})) = CAST({again} AS BLOB)"
    )


@compiles(matches_folded, *MARIADB)
def _matches_folded_mariadb(element: matches_folded, compiler: Any, **options: Any) -> str:
    # There is no translate(); a pattern takes as long as a LIKE.
    value, pattern = written(element, compiler, of=(0, 5), **options)
    return f"{value} REGEXP {pattern}"


def matches_text(
    value: ColumnElement[Any], place: str, needle: str, *, may_hold_nul: bool = True
) -> ColumnElement[bool]:
    """Return the condition that a text has `needle` at a place, ignoring case. NULL on NULL.

    `place` is `contains`, `startswith` or `endswith`. Case is that of one-to-one pairs of letters.
    """
    folded = "".join(map(fold, needle))
    letters = sorted({char for char in folded if upper_of(char) != char})
    # A "%" typed by a customer is text, not a wildcard.
    escaped = "".join(_ESCAPE + c if c in "%_" + _ESCAPE else c for c in folded)
    of_others = matches_whole if may_hold_nul else matches_folded
    # Of nothing SQLite has no part, not even at the start: nothing stands anywhere in a text.
    place = place if needle else "contains"
    construct = _OF_ASCII[place] if needle.isascii() else of_others
    like = bindparam(None, _LIKE[place].format(escaped), _LikeText(), unique=True)
    texts = (
        "".join(map(upper_of, letters)),
        "".join(letters),
        _GLOB[place].format("".join(map(_glob, folded))),
        _PCRE[place].format("".join(map(_pcre, folded))),
        _PYTHON[place].format("".join(map(_either, folded))) if construct is matches_whole else folded,
    )
    return construct(value, like, *(bindparam(None, text, Text(), unique=True) for text in texts))


def fold(char: str) -> str:
    """Return the lower-case partner of a letter that has exactly one, else the character itself.

    >>> fold("É"), fold("ß"), fold("İ"), fold("\\u212a") == "\\u212a"
    ('é', 'ß', 'İ', True)
    """
    lower = char.lower()
    return lower if len(lower) == 1 and lower.upper() == char else char


def upper_of(char: str) -> str:
    """Return the upper-case partner of a folded letter, else the character itself.

    >>> upper_of("é"), upper_of("ß"), upper_of("\\u017f") == "\\u017f"
    ('É', 'ß', True)
    """
    upper = char.upper()
    return upper if len(upper) == 1 and upper.lower() == char else char


def _glob(char: str) -> str:
    upper = upper_of(char)
    return f"[{char}]" if char in "*?[" else char if upper == char else f"[{char}{upper}]"


def _either(char: str) -> str:
    # Of bytes there is no class: a letter is several.
    return f"(?:{char}|{upper_of(char)})" if upper_of(char) != char else re.escape(char)


def _pcre(char: str) -> str:
    upper = upper_of(char)
    if upper != char:
        return f"[{char}{upper}]"
    return char if char.isalnum() or not char.isascii() else f"\\{char}"
