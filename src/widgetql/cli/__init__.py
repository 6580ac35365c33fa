"""The command line: `python -m widgetql check | explain | data | describe --dataset pkg.module:name`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from widgetql.cli.answering import compute, described, explained
from widgetql.cli.arguments import Arguments, parsed
from widgetql.cli.checking import checked
from widgetql.cli.loading import Stop
from widgetql.cli.terminal import Terminal
from widgetql.errors import QueryTimeout, printable

FINE: Final = 0
PROBLEMS: Final = 1
USAGE: Final = 2
DATABASE: Final = 3
"""How a command ends: 0, or what is wrong (the documents; the usage, the dataset or a file; the database)."""

_COMMANDS: Final[Mapping[str, Callable[[Arguments, Terminal], int]]] = MappingProxyType(
    {"check": checked, "explain": explained, "data": compute, "describe": described}
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command, by default that of the command line, and return its exit code.

    0 fine, 1 problems in documents, 2 usage, dataset or file, 3 database. Answers go to the standard output,
    what is wrong with the call and the progress of long work to the standard error.

    >>> main(["describe", "--dataset", "nowhere:dataset"])
    2
    """
    terminal = Terminal(sys.stdout, sys.stderr)
    try:
        return _run(arguments, terminal)
    except Stop as stop:
        terminal.complain(str(stop))
        return stop.code
    except (SQLAlchemyError, QueryTimeout, NotImplementedError) as error:
        terminal.complain(printable(f"{type(error).__name__}: {error}"))
        return DATABASE
    # What the library says of a host's own mistake: an option, a scope, a dataset.
    except (TypeError, ValueError) as error:
        terminal.complain(printable(str(error)))
        return USAGE
    except BrokenPipeError:
        # Whoever read the answer has enough; Python would complain again when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE


def _run(arguments: Sequence[str] | None, terminal: Terminal) -> int:
    try:
        given = parsed(arguments)
    # argparse has said what is wrong, or has shown the help.
    except SystemExit as ended:
        return FINE if not ended.code else USAGE
    code = _COMMANDS[given.command](given, terminal)
    sys.stdout.flush()
    return code
