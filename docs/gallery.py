"""The gallery: a widget of each kind over the calls of the examples, as JSON and as a picture.

`python -m docs.gallery` draws the pictures anew; `python -m docs.generate` writes the page.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, create_engine

from examples.call_centre import calls, generate, load, scope_of
from examples.call_centre.generate import END
from widgetql import Limits, WidgetData, compute_widget_data, verdict

EXHIBITS: Final[Mapping[str, dict[str, Any]]] = {
    one["name"]: one for one in json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
}
PICTURES: Final = Path(__file__).with_name("images") / "gallery"
OPTIONS: Final[dict[str, Any]] = {
    "dashboard_filters": {"field": "timestamp", "op": "gte", "value": "today-28d"},
    "scope": scope_of(1),
    "now": END,
}
_WIDTH: Final = 480
# Of a line of JSON.
_LONGEST: Final = 86


@contextmanager
def connect() -> Iterator[Connection]:
    """Yield a connection to two months of calls."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        load(connection, generate(calls=2_000, days=60))
        yield connection
    engine.dispose()


def answer(connection: Connection, exhibit: Mapping[str, Any]) -> WidgetData:
    """Compute an exhibit; of an alert the list of its evidence."""
    if "rule" not in exhibit:
        return compute_widget_data(connection, exhibit["widget"], calls, **OPTIONS)
    own = {"filters": told(connection, exhibit["rule"])["evidence"], "limits": Limits().lifted()}
    return compute_widget_data(connection, exhibit["widget"], calls, **OPTIONS | own)


def told(connection: Connection, rule: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an alert's rule makes of the calls."""
    return verdict(connection, rule, calls, scope=OPTIONS["scope"], now=OPTIONS["now"]).to_dict()


def picture(connection: Connection, exhibit: Mapping[str, Any]) -> bytes:
    """Draw an exhibit as a PNG."""
    drawn = answer(connection, exhibit).to_png(width=_WIDTH, height=_WIDTH // 2, scale=1)
    return _packed(drawn)


def _packed(png: bytes) -> bytes:
    """Return the same picture in as few bytes as its pixels take: it is stored here once and for all."""
    at, pixels = 8, b""
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            pixels += png[at + 8 : at + 8 + length]
        at += 12 + length
    chunk = b"IDAT" + zlib.compress(zlib.decompress(pixels), 9)
    body = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    # The signature and the head come first, the end is twelve bytes.
    return png[:33] + body + png[-12:]


def page() -> str:
    """Write the exhibits under their kinds: what each is, its JSON, its picture."""
    parts: list[str] = []
    for exhibit in EXHIBITS.values():
        heading = f"## {_kind(exhibit)}"
        if heading not in parts:
            parts.append(heading)
        parts += [f"### {exhibit['title']}", exhibit["says"], *_shown(exhibit)]
        parts.append(f"![{exhibit['title']}](images/gallery/{exhibit['name']}.png)")
    return "\n\n".join(parts)


def _kind(exhibit: Mapping[str, Any]) -> str:
    return "Verdict" if "rule" in exhibit else str(exhibit["widget"]["chart_type"]).capitalize()


def _shown(exhibit: Mapping[str, Any]) -> list[str]:
    """Return the documents of an exhibit, of an alert with what comes of them."""
    if "rule" not in exhibit:
        return [_code(exhibit["widget"])]
    with connect() as connection:
        found = told(connection, exhibit["rule"])
    return [_code(exhibit["rule"]), "It says:", _code(found), "and the list:", _code(exhibit["widget"])]


def _code(document: Any) -> str:
    return f"```json\n{written(document)}\n```"


def written(value: Any, indent: int = 0) -> str:
    """Write JSON, on one line what fits on one.

    >>> written({"x": [1, 2]})
    '{"x": [1, 2]}'
    """
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or (indent + len(flat) <= _LONGEST and (indent or len(flat) < 60)):
        return flat
    deeper = indent + 2
    if isinstance(value, dict):
        inner = [f"{json.dumps(key)}: {written(one, deeper)}" for key, one in value.items()]
    else:
        inner = [written(one, deeper) for one in value]
    start, end = "{}" if isinstance(value, dict) else "[]"
    lines = f",\n{' ' * deeper}".join(inner)
    return f"{start}\n{' ' * deeper}{lines}\n{' ' * indent}{end}"


def main() -> None:
    """Draw every picture anew."""
    PICTURES.mkdir(exist_ok=True)
    for old in PICTURES.glob("*.png"):
        old.unlink()
    with connect() as connection:
        for name, exhibit in EXHIBITS.items():
            (PICTURES / f"{name}.png").write_bytes(picture(connection, exhibit))


if __name__ == "__main__":
    main()
