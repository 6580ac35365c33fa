"""The one shape of our SQL constructs: a function of its arguments, with no state beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

from sqlalchemy import types as sa
from sqlalchemy.exc import CompileError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import ClauseElement, ColumnElement, Grouping
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

from widgetql.sql import profile
from widgetql.sql.profile import PROFILES

# Both names of SQLAlchemy's dialect for MariaDB: `mysql+pymysql://` reaches it as well.
MARIADB: Final = profile.MARIADB.dialects
# The dialect of `str()`, which is for people.
_NONE: Final = "default"


_Write = TypeVar("_Write", bound=Callable[..., str])


class Construct(FunctionElement[Any]):
    """SQL that databases spell differently. Arguments are all it has, so its cache key is honest."""

    inherit_cache = True
    result: TypeEngine[Any] = sa.NullType()

    def __init__(self, *arguments: Any) -> None:
        # SQLAlchemy asks for a name with each argument: to find none takes as long as all else.
        self.__dict__["name"] = None
        super().__init__(*arguments)
        del self.__dict__["name"]
        self.type = self.result


def everywhere(construct: type[ClauseElement]) -> Callable[[_Write], _Write]:
    """Register how a construct is written on every database that has no spelling of its own.

    One that nothing is known of is refused: what is right on all others may be wrong there.
    """

    def register(write: _Write) -> _Write:
        def known(element: Any, compiler: Any, **options: Any) -> str:
            if compiler.dialect.name not in PROFILES and compiler.dialect.name != _NONE:
                raise _unknown(element, compiler)
            return write(element, compiler, **options)

        compiles(construct)(known)
        return write

    return register


@compiles(Construct)
def _as_a_function(element: Construct, compiler: Any, **options: Any) -> str:
    """Write a construct for `str()`; refuse it, by name, on a database for which none is written."""
    if compiler.dialect.name != _NONE:
        raise _unknown(element, compiler)
    return f"{_name(element)}({', '.join(written(element, compiler, **options))})"


def _unknown(element: ClauseElement, compiler: Any) -> CompileError:
    return CompileError(f"no {_name(element)} on {compiler.dialect.name}")


def _name(element: ClauseElement) -> str:
    return type(element).__name__.strip("_")


class BooleanConstruct(Construct):
    """A construct that is a condition."""

    inherit_cache = True
    result = sa.Boolean()

    def self_group(self, against: Any = None) -> Any:
        """Stand in AND, OR, NOT as a condition, which SQLAlchemy would compare with 1 on SQLite."""
        # "_asbool", for what is the whole of a WHERE, is private to SQLAlchemy.
        name = getattr(against, "__name__", "and_")
        return self if name in ("and_", "or_", "inv", "_asbool") else Grouping(self)


def written(
    element: Construct, compiler: Any, *, of: Sequence[int] | None = None, **options: Any
) -> list[str]:
    """Compile the arguments of a construct, each to be put into SQL text as it is.

    `of` names those that are used: where parameters have positions, compiling one more is sending it.
    """
    arguments = list(element.clauses)
    used = range(len(arguments)) if of is None else of
    return [compiler.process(arguments[index].self_group(), **options) for index in used]


def bare(condition: ColumnElement[Any]) -> Any:
    """Return a condition without an argument's parentheses, but for those that it needs in an AND."""
    inner: Any = condition.element if isinstance(condition, Grouping) else condition
    return inner.self_group(against=operators.and_)


def sql_type_of(element: Construct, index: int = 0) -> TypeEngine[Any]:
    """Return the SQLAlchemy type of one argument of a construct."""
    arguments: list[ColumnElement[Any]] = list(element.clauses)
    return arguments[index].type


def refuse_mysql(feature: str, compiler: Any) -> None:
    """Raise a CompileError where the server is known to be MySQL's own, which has others of a feature."""
    dialect = compiler.dialect
    if getattr(dialect, "server_version_info", None) and not dialect.is_mariadb:
        raise CompileError(f"no {feature} on mysql: of this dialect's servers only MariaDB is known")


def mariadb_text(value: str, compiler: Any) -> str:
    """Write a text that MariaDB compares, groups and sorts by code point, blanks at its end included.

    Converted first: a column of another character set has no such collation.
    """
    refuse_mysql("exact text", compiler)
    return f"CONVERT({value} USING utf8mb4) COLLATE utf8mb4_nopad_bin"
