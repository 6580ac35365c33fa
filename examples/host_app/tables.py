"""The host's own tables. widgetql stores nothing: dashboards and widgets are documents of the host."""

from __future__ import annotations

from typing import Final

from sqlalchemy import JSON, Column, DateTime, ForeignKey, Integer, MetaData, String, Table

TABLES: Final = MetaData()

dashboards: Final = Table(
    "app_dashboards",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("organisation_id", Integer, nullable=False, index=True),
    Column("name", String(255), nullable=False),
    Column("filters", JSON(none_as_null=True)),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
)
widgets: Final = Table(
    "app_widgets",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("dashboard_id", ForeignKey(dashboards.c.id), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    # The widget as widgetql takes it; the front end's own data stands apart.
    Column("body", JSON, nullable=False),
    Column("config", JSON(none_as_null=True)),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
)
