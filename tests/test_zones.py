"""What is a zone, and what it is called."""

from __future__ import annotations

import io
import struct
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

import pytest
from dateutil import tz

from widgetql.relative_time import zone_name, zone_of

AT: Final = datetime(2025, 10, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("UTC", "UTC"),
        ("Europe/Paris", "Europe/Paris"),
        ("Etc/UTC", "Etc/UTC"),
        ("+02:00", "+02:00"),
        ("-0330", "-03:30"),
        ("+00:00", "UTC"),
        (UTC, "UTC"),
        (ZoneInfo("UTC"), "UTC"),
        (timezone(timedelta(hours=-8), "PST"), "-08:00"),
        (tz.UTC, "UTC"),
        (tz.tzoffset(None, 3600), "+01:00"),
    ],
    ids=repr,
)
def test_a_zone_is_read_and_named(value: str | tzinfo, name: str) -> None:
    zone = zone_of(value)
    assert zone_name(zone) == name
    assert AT.astimezone(zone_of(name)).utcoffset() == AT.astimezone(zone).utcoffset()


class PytzLike(tzinfo):
    """A zone whose offsets are not those of PEP 495, but that has a name."""

    zone = "Asia/Tokyo"


def test_a_zone_of_pytz_is_read_by_its_name() -> None:
    assert zone_of(PytzLike()) == ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(
    "value",
    [
        *["", " ", "utc+2", "Europe/Pariss", "Europe", "../../etc/passwd", "/etc/passwd", "\0", "\ud800"],
        *["+2", "+24:00", "+02:60", "zone.tab", "a" * 5_000],
        *[
            "localtime",
            "posixrules",
            "Factory",
            "right/Europe/Paris",
            "posix/Europe/Paris",
        ],  # files of systems
        *[ZoneInfo(name) for name in ("localtime", "Factory") if name in available_timezones()],
        *[tz.gettz("Europe/Paris"), timezone(timedelta(seconds=30))],
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_no_zone(value: str | tzinfo) -> None:
    with pytest.raises(ValueError, match="is no time zone: give an IANA name"):
        zone_of(value)


def test_a_zone_without_a_name_is_refused() -> None:
    # The smallest file there may be: one local time type, an hour ahead of UTC, called "X".
    file = io.BytesIO(struct.pack(">4s16x6lxxxxBxB2s", b"TZif", 0, 0, 0, 0, 1, 2, 0, 0, b"X\0"))
    with pytest.raises(ValueError, match="is no time zone"):
        zone_of(ZoneInfo.from_file(file))
