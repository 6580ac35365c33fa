"""Django's ORM: `TruncDay` and `annotate`, on a model of the table."""

from __future__ import annotations

from typing import Any

import django
from django.conf import settings

from benchmarks.peers.asking import Rows, Task, answer

task = Task.read()


def _database() -> dict[str, Any]:
    if task.database == "sqlite":
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": task.address["file"]}
    # libpq takes a URL as the name of a database; Django looks for its own keys alone.
    from psycopg.conninfo import conninfo_to_dict

    given = conninfo_to_dict(task.address["url"])
    options = {"options": task.address["options"]}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": given.pop("dbname"),
        "USER": given.pop("user", None),
        "PASSWORD": given.pop("password", None),
        "HOST": given.pop("host", None),
        "PORT": given.pop("port", None),
        "OPTIONS": options | given,
    }


settings.configure(DATABASES={"default": _database()}, USE_TZ=True, TIME_ZONE="UTC")
django.setup()

from django.db import connection, models  # noqa: E402
from django.db.models import Avg, Count  # noqa: E402
from django.db.models.functions import TruncDay  # noqa: E402


class Call(models.Model):
    timestamp = models.DateTimeField()
    duration = models.IntegerField(null=True)
    success = models.BooleanField(null=True)
    topic = models.TextField(null=True)

    class Meta:
        app_label = "benchmarks"
        db_table = task.table


def bar() -> Rows:
    start, end = task.range
    found = (
        Call.objects.filter(timestamp__gte=start, timestamp__lt=end, success=True)
        .annotate(day=TruncDay("timestamp"))
        .values("day")
        .annotate(value=Avg("duration"), number=Count("duration"))
        .order_by("day")
    )
    return [(row["day"], row["value"], row["number"]) for row in found]


def pie() -> Rows:
    start, end = task.range
    found = (
        Call.objects.filter(timestamp__gte=start, timestamp__lt=end, topic__isnull=False)
        .values("topic")
        .annotate(number=Count("id"))
        .order_by("-number", "topic")
    )
    return [(row["topic"], row["number"]) for row in found]


connection.ensure_connection()
driver = connection.connection
answer(
    task,
    f"Django {django.get_version()}",
    lambda statement: driver.cursor().execute(statement).fetchall(),
    {"bar": bar, "pie": pie},
)
