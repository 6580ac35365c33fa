"""Times of a text format of the host's own, on SQLite: the text that SQLAlchemy writes by itself."""

from __future__ import annotations

from collections.abc import Iterator

from widgetql.formats import WIDTHS, Part, TextFormat


def in_format(value: str, form: TextFormat, *, is_date: bool) -> str:
    """Write the text that SQLAlchemy writes of the time that a text of a format is, else NULL.

    A part is read up to the text behind it, or as long as it is; it is digits, blanks before them aside.
    """
    steps = list(_steps(value, form))
    named = ", ".join(f"wq_{number} AS ({step})" for number, step in enumerate(steps))
    is_time = "date(d, '+0 days') = d AND time(t, '+0 days') = t"
    found = "d" if is_date else "d || ' ' || t || f"
    return f"(WITH {named} SELECT CASE WHEN {is_time} THEN {found} END FROM wq_{len(steps) - 1})"


def _steps(value: str, form: TextFormat) -> Iterator[str]:
    # One after the other, as in `respelled`. `r` is what is left.
    yield f"SELECT CASE WHEN typeof({value}) = 'text' THEN {value} END AS r"
    step, read = 0, ""
    following = [*(part.before for part in form.parts[1:]), form.after]
    for number, (part, behind) in enumerate(zip(form.parts, following, strict=True)):
        yield f"SELECT {read}{_without(part.before)} AS r FROM wq_{step}"
        taken, left = _taken(part, behind)
        yield f"SELECT {read}ltrim({taken}) AS p{number}, {left} AS r FROM wq_{step + 1}"
        read, step = f"{read}p{number}, ", step + 2
    is_whole = [f"{_without(form.after)} = ''", *(_is_part(n, part) for n, part in enumerate(form.parts))]
    places = {part.name: f"p{number}" for number, part in enumerate(form.parts)}
    day, clock = (
        f"printf({shape}, {', '.join(places.get(name, '0') for name in names)})"
        for shape, names in (("'%04d-%02d-%02d'", _DAY), ("'%02d:%02d:%02d'", _CLOCK))
    )
    fraction = f"printf('.%06d', {places.get('microsecond', '0')})"
    yield (f"SELECT {day} AS d, {clock} AS t, {fraction} AS f FROM wq_{step} WHERE {' AND '.join(is_whole)}")


_DAY = ("year", "month", "day")
_CLOCK = ("hour", "minute", "second")


def _without(text: str) -> str:
    """Write what is left behind a text, NULL where it is not there."""
    return f"CASE WHEN substr(r, 1, {len(text)}) = {_quoted(text)} THEN substr(r, {len(text) + 1}) END"


def _taken(part: Part, behind: str) -> tuple[str, str]:
    if part.width is not None:
        taken = f"CASE WHEN length(r) >= {part.width} THEN substr(r, 1, {part.width}) END"
        return taken, f"substr(r, {part.width + 1})"
    if not behind:
        return "r", "''"
    place = f"instr(r, {_quoted(behind)})"
    return f"substr(r, 1, {place} - 1)", f"substr(r, {place})"


def _is_part(number: int, part: Part) -> str:
    name = f"p{number}"
    return f"length({name}) BETWEEN 1 AND {WIDTHS[part.name]} AND {name} NOT GLOB '*[^0-9]*'"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
