"""A date-time as anybody may have written it into SQLite: the text SQLAlchemy would have written.

Read is `YYYY-MM-DD`, or with one blank or `T` and `HH:MM[:SS[.f…]]` and at most `Z` or `±HH:MM`. What else
lies in the column, a number or bytes too, is NULL.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final

# Neither is a number, to which SQLite would turn a text that is compared with a column of times. All texts
# of years 1 to 9999 lie between them; numbers sort before, bytes and words after.
LOWEST: Final = "'0001-'"
HIGHEST: Final = "':'"
# Zones are known by their offsets in these years.
_FIRST: Final = datetime(1900, 1, 1, tzinfo=UTC)
_LAST: Final = datetime(2100, 1, 1, tzinfo=UTC)
_STRIDE: Final = timedelta(days=5)
# As many digits of a second as programs write, and what they write after an instant in UTC.
_FRACTIONS: Final = (0, 6, 3)
_IN_UTC: Final = ("", "Z", "+00:00")
# Before all times.
_ALWAYS: Final = -(10**12)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def respelled(value: str, zone: tzinfo, answer: str) -> str:
    """Write an answer about `w`: a text of another shape as SQLAlchemy would have written it, else NULL.

    It is the time that clocks of the column's zone show. Of the two runs of a repeated hour that can only
    mean the first.
    """
    offset = (
        f"CASE WHEN {value} GLOB '*Z' THEN 'Z' WHEN substr({value}, 12) GLOB '*[+-][0-2][0-9]:[0-5][0-9]' "
        f"THEN substr({value}, -6) ELSE '' END"
    )
    time = "CASE length(b) WHEN 0 THEN '00:00:00' WHEN 5 THEN b || ':00' ELSE substr(b, 1, 8) END"
    fraction = "CASE WHEN length(b) > 8 THEN substr(b, 9) ELSE '.' END"
    # "+" is 43 and "-" 45: an offset is taken away.
    minutes = "iif(length(o) = 6, (44 - unicode(o)) * (-60 * substr(o, 2, 2) - substr(o, 5, 2)), 0)"
    has_time = (
        "s IN (' ', 'T') AND length(b) >= 5 AND rtrim(f, '0123456789') = '.' "
        "AND (length(b) <= 8 OR length(f) > 1) AND substr(o, 2, 2) <= '23'"
    )
    is_time = f"date(d, '+0 days') = d AND time(t, '+0 days') = t AND (s = '' OR {has_time})"
    changes = zone is not UTC and not isinstance(zone, timezone)
    clocks = "datetime(u, z || ' seconds')" if changes else _on_clocks("u", zone)
    shown = f"CASE o WHEN '' THEN d || ' ' || t ELSE {clocks} END"
    # One after the other, not one in the other: SQLite's parser has a stack of a hundred.
    steps = [
        f"SELECT substr({value}, 1, 10) AS d, substr({value}, 11, 1) AS s, {offset} AS o, "
        f"substr({value}, 12) AS r",
        "SELECT d, s, o, substr(r, 1, length(r) - length(o)) AS b FROM wq_0",
        f"SELECT d, s, o, b, {time} AS t, {fraction} AS f FROM wq_1",
        f"SELECT d, s, o, b, t, f, datetime(d || ' ' || t, {minutes} || ' minutes') AS u FROM wq_2",
        *([f"SELECT d, s, o, b, t, f, u, {_offset_at('u', zone)} AS z FROM wq_3"] if changes else []),
    ]
    last = f"SELECT CASE WHEN {is_time} THEN {shown} || substr(f || '000000', 1, 7) END AS w FROM wq_"
    steps.append(f"{last}{len(steps) - 1}")
    named = ", ".join(f"wq_{number} AS ({step})" for number, step in enumerate(steps))
    return f"(WITH {named} SELECT {answer} FROM wq_{len(steps) - 1})"


def plainly(value: str, zone: tzinfo) -> Iterator[tuple[str, str]]:
    """Yield the shapes that most programs write, as conditions, each with what SQLAlchemy would have written.

    They are read without the many steps of `respelled`, which take twenty times as long.
    """
    whole = f"substr({value}, 1, 10) || ' ' || substr({value}, 12, 8)"
    possible = f"{value} > '0001-01-03' AND {value} < '9999-12-30' AND datetime({whole}, '+0 days') = {whole}"
    for digits in _FRACTIONS:
        fraction = (
            f" || substr({value}, 20, {digits + 1}) || '{'0' * (6 - digits)}'" if digits else " || '.000000'"
        )
        for end in _IN_UTC if zone is UTC else _IN_UTC[:1]:
            shape = "????-??-??[ T]??:??:??" + ("." + "[0-9]" * digits if digits else "") + end
            yield f"{value} GLOB '{shape}' AND {possible}", whole + fraction


def _on_clocks(utc: str, zone: tzinfo) -> str:
    if zone is UTC:
        return utc
    assert isinstance(zone, timezone)
    return f"datetime({utc}, '{int(zone.utcoffset(None).total_seconds())} seconds')"


def _offset_at(utc: str, zone: tzinfo) -> str:
    """Write the seconds that a zone is from UTC, where a text has an offset of its own."""
    offset = (
        f"(SELECT json_extract(value, '$[1]') FROM json_each('{_as_json(zone)}') "
        f"WHERE json_extract(value, '$[0]') <= unixepoch({utc}) ORDER BY key DESC LIMIT 1)"
    )
    return f"iif(o = '', 0, {offset})"


def _as_json(zone: tzinfo) -> str:
    return json.dumps(offsets(zone), separators=(",", ":"))


def offsets(zone: tzinfo) -> Sequence[tuple[int, int]]:
    """Return a zone's offsets in seconds, each with the second since 1970 from which on it holds."""
    if isinstance(zone, timezone):
        return [(_ALWAYS, _offset(_FIRST, zone))]
    try:
        return _known_offsets(zone)
    except TypeError:
        # A zone of the host's own may not be hashable.
        return _known_offsets.__wrapped__(zone)


@lru_cache(maxsize=64)
def _known_offsets(zone: tzinfo) -> Sequence[tuple[int, int]]:
    at, offset = _FIRST, _offset(_FIRST, zone)
    found = [(_ALWAYS, offset)]
    while at < _LAST:
        following = at + _STRIDE
        if (changed := _offset(following, zone)) != offset:
            low, high = at, following
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) // 2
                middle = middle.replace(microsecond=0)
                low, high = (middle, high) if _offset(middle, zone) == offset else (low, middle)
            found.append((int((high - _EPOCH).total_seconds()), changed))
            offset = changed
        at = following
    return found


def _offset(at: datetime, zone: tzinfo) -> int:
    return int((at.astimezone(zone).utcoffset() or timedelta(0)).total_seconds())
