"""PNG pictures as arrays of pixels, to compare them: of the few kinds that are drawn here."""

from __future__ import annotations

import struct
import zlib
from typing import Any

import numpy


def _read(picture: bytes) -> tuple[int, int, bytes]:
    """Return width, height and the lines of a PNG with eight bits a channel and transparency."""
    chunks: dict[bytes, bytes] = {}
    at = 8
    while at < len(picture):
        (length,) = struct.unpack(">I", picture[at : at + 4])
        kind = picture[at + 4 : at + 8]
        chunks[kind] = chunks.get(kind, b"") + picture[at + 8 : at + 8 + length]
        at += 12 + length
    width, height, depth, colours = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    assert (depth, colours) == (8, 6), "eight bits of red, green, blue and alpha"
    return width, height, zlib.decompress(chunks[b"IDAT"])


def pixels(width: int, height: int, lines: bytes) -> Any:
    """Return rows of pixels of four bytes."""
    raw = numpy.frombuffer(lines, dtype=numpy.uint8).reshape(height, -1)
    above = numpy.zeros((width, 4), dtype=numpy.int64)
    rows = []
    for line in raw:
        above = _unfiltered(int(line[0]), line[1:].reshape(width, 4).astype(numpy.int64), above)
        rows.append(above)
    return numpy.stack(rows)


def _unfiltered(kind: int, line: Any, above: Any) -> Any:
    """Undo what a PNG does to a line: it tells what a pixel differs by from those before it."""
    if kind == 0:
        return line
    if kind == 2:
        return (line + above) % 256
    if kind == 1:
        return numpy.cumsum(line, axis=0) % 256
    found = numpy.zeros_like(line)
    left = corner = numpy.zeros(4, dtype=numpy.int64)
    for place in range(len(line)):
        up = above[place]
        guess = (left + up) // 2 if kind == 3 else _nearest(left, up, corner)
        left = found[place] = (line[place] + guess) % 256
        corner = up
    return found


def _nearest(left: Any, up: Any, corner: Any) -> Any:
    """Return the one of three neighbours that is nearest to left + up - corner."""
    by_left, by_up, by_corner = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
    others = numpy.where(by_up <= by_corner, up, corner)
    return numpy.where((by_left <= by_up) & (by_left <= by_corner), left, others)


def share_apart(one: bytes, other: bytes) -> float:
    """Return the share of pixels that the eye would tell apart; 1 where the sizes differ.

    The eye sees a pixel with its neighbours: fonts of two machines put the edges of letters a bit apart.
    """
    of_one, of_other = _read(one), _read(other)
    # Most often nothing differs: then nothing is to be undone.
    if of_one == of_other:
        return 0.0
    first, second = pixels(*of_one), pixels(*of_other)
    if first.shape != second.shape:
        return 1.0
    return float((abs(_seen(first) - _seen(second)).max(axis=2) > 24).mean())


def _seen(rows: Any) -> Any:
    """Return each pixel as the mean of the nine around it."""
    around = numpy.pad(rows, ((1, 1), (1, 1), (0, 0)), mode="edge")
    height, width = rows.shape[:2]
    return (
        sum(around[down : down + height, right : right + width] for down in range(3) for right in range(3))
        / 9
    )
