"""What a command works on: the host's dataset and scope, the database, the documents."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from pkgutil import resolve_name
from typing import Any, Final, cast

from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.sql.elements import ClauseElement

from widgetql.cli.arguments import Arguments
from widgetql.dataset import Dataset
from widgetql.documents import is_list, is_mapping, read_document
from widgetql.errors import Pointer, Problems, printable
from widgetql.limits import Limits

STDIN: Final = "-"
_ANY_LENGTH: Final = Limits(max_json_length=2**31)


class Stop(Exception):
    """The command cannot go on: its message says why, `code` is how it ends."""

    def __init__(self, message: str, code: int = 2) -> None:
        self.code: Final = code
        super().__init__(printable(message))


@dataclass(frozen=True, slots=True)
class Document:
    """A widget or a dashboard, and where it was found: a file or a row, and the place in it."""

    data: Any
    source: str
    at: Pointer

    @property
    def is_dashboard(self) -> bool:
        """Tell whether it has widgets of its own."""
        return is_mapping(self.data) and "widgets" in self.data

    def place(self, pointer: str = "") -> str:
        """Return a place in it, as a reference to it: `dashboards.json#/0/widgets/1/field`."""
        return printable(f"{self.source}#{self.at}{pointer}")


def dataset_of(given: Arguments) -> Dataset:
    """Return the dataset that is named."""
    found = _called(_named(given.dataset, "--dataset"))
    if not isinstance(found, Dataset):
        raise Stop(f"--dataset: {given.dataset} is no Dataset, but a {type(found).__name__}")
    return found


def options_of(given: Arguments) -> dict[str, Any]:
    """Return the options of every call, the scope among them."""
    scope = {} if given.scope is None else {"scope": _called(_named(given.scope, "--scope"))}
    return given.options | scope


def engine_of(given: Arguments) -> Engine:
    """Return the engine of the database; it is not asked yet."""
    assert given.url is not None
    try:
        return create_engine(make_url(given.url))
    except (ArgumentError, NoSuchModuleError) as error:
        raise Stop(f"--url: {error}") from error
    except ImportError as error:
        raise Stop(f"--url: its driver is not installed: {error}") from error


def documents_in(files: Sequence[str]) -> list[Document]:
    """Return the documents of files, one by one; a list's are each its own."""
    return [one for name in files or (STDIN,) for one in _in_file(name)]


def documents_of(data: Any, source: str, at: Pointer) -> Iterator[Document]:
    """Yield a document, or those of a list."""
    if not is_list(data):
        yield Document(data, source, at)
        return
    for index, one in enumerate(data):
        yield Document(one, source, at / index)


def _in_file(name: str) -> Iterator[Document]:
    source = "<stdin>" if name == STDIN else name
    try:
        text = sys.stdin.read() if name == STDIN else Path(name).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Stop(f"{source}: {error}") from error
    if not text.strip():
        raise Stop(f"{source}: there is no document in it")
    problems = Problems()
    data = read_document(text, Pointer(source), _ANY_LENGTH, problems)
    if problems:
        raise Stop(f"{source}: {problems[0].message}")
    # Of `{}` it is to be said what lacks.
    yield from documents_of({} if data is None else data, source, Pointer(source))


def _named(path: str, option: str) -> Any:
    """Return what `pkg.module:name` names. The current directory is searched too, as Python does."""
    module, colon, name = path.partition(":")
    if not (module and colon and name):
        raise Stop(f"{option}: expected pkg.module:name, got {path!r}")
    if "" not in sys.path:
        sys.path.insert(0, "")
    try:
        return resolve_name(path)
    # Whatever a host's module does when it is imported.
    except Exception as error:
        raise Stop(f"{option}: no {path}: {type(error).__name__}: {error}") from error


def _called(found: Any) -> Any:
    """Return what a function returns; anything else as it is."""
    is_function = callable(found) and not isinstance(found, ClauseElement | Dataset)
    return cast("Callable[[], Any]", found)() if is_function else found
