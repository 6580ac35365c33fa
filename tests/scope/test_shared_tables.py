"""A scope that speaks of ORM classes which share a table: it means what it means in the ORM's statements."""

from __future__ import annotations

from typing import Any, Final

import pytest
import sqlalchemy
from sqlalchemy import Engine, MetaData, String, exists, inspect, or_, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, aliased, mapped_column

from widgetql import Count, Dataset, Field, ToMany, compile_filter
from widgetql.testing import NOW
from widgetql.testing.databases import filled


class Base(DeclarativeBase):
    pass


class Doc(Base):
    __tablename__ = "docs"
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "private"}
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(12))
    tenant: Mapped[int]
    folder: Mapped[int]


class Public(Doc):
    __mapper_args__ = {"polymorphic_identity": "public"}


class Notice(Public):
    __mapper_args__ = {"polymorphic_identity": "notice"}


class Folder(Base):
    __tablename__ = "folders"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tenant: Mapped[int]


_KINDS: Final = ("private", "public", "public", "notice", "private", "notice")
_TENANTS: Final = (1, 1, 2, 1, 2, 2)
ROWS: Final[dict[Any, list[dict[str, Any]]]] = {
    Doc.__table__: [
        {"id": id, "kind": kind, "tenant": tenant, "folder": tenant}
        for id, (kind, tenant) in enumerate(zip(_KINDS, _TENANTS, strict=True), 1)
    ],
    Folder.__table__: [{"id": 1, "tenant": 1}, {"id": 2, "tenant": 2}],
}
_DOC: Final[Any] = Doc.__table__
_IS_STRICT: Final = not sqlalchemy.__version__.startswith("2.0.")
DOCS: Final = Dataset(Doc, id=Doc.id, fields={"kind": Field(Doc.kind)}, stats={"n": Count()})
PUBLIC: Final = Dataset(Public, id=Public.id, fields={"kind": Field(Public.kind)})
FOLDERS: Final = Dataset(
    Folder,
    id=Folder.id,
    fields={"docs": ToMany(Doc, on=Doc.folder == Folder.id, fields={"kind": Field(Doc.kind)})},
)
# A scope, and the records that are seen of all, and of those that are public.
SCOPES: Final[dict[str, tuple[Any, list[int], list[int]]]] = {
    "the base's": (Doc.tenant == 1, [1, 2, 4], [2, 4]),
    "a class's": (Public.tenant == 1, [2, 4], [2, 4]),
    "a class's, by the class": ({Public: Public.tenant == 1}, [2, 4], [2, 4]),
    "a class's, by the base": ({Doc: Public.tenant == 1}, [2, 4], [2, 4]),
    "the table's, by the class": ({Public: _DOC.c.tenant == 1}, [2, 4], [2, 4]),
    "the base's, or a class's": (or_(Doc.tenant == 1, Public.id == 3), [2, 3, 4], [2, 3, 4]),
    "a class's below": (Notice.tenant == 1, [4], [4]),
    "two classes'": (or_(Notice.tenant == 1, Public.tenant == 2), [4, 6], [4, 6]),
    "a class's in a subquery": (
        Doc.tenant.in_(select(Notice.tenant).where(Notice.tenant == 1)), [1, 2, 4], [2, 4],
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return Base.metadata


@pytest.mark.parametrize(("scope", "every", "public"), SCOPES.values(), ids=SCOPES)
def test_it_shows_the_rows_of_the_classes_that_it_names(
    engine: Engine, scope: Any, every: list[int], public: list[int]
) -> None:
    with filled(engine, ROWS) as connection:
        for dataset, expected in ((DOCS, every), (PUBLIC, public)):
            condition = compile_filter(None, dataset, scope=scope, now=NOW)
            assert sorted(connection.scalars(select(_DOC.c.id).where(condition))) == expected
        if not isinstance(scope, dict):
            for entity, expected in ((Doc, every), (Public, public)):
                shown = sorted(Session(connection).scalars(select(entity.id).where(scope)))
                # SQLAlchemy 2.0 holds a statement to the classes that it selects from alone.
                assert shown == expected if _IS_STRICT else {*shown} >= {*expected}


@pytest.mark.parametrize("by", [Doc, Public])
def test_of_related_rows_too(engine: Engine, by: Any) -> None:
    scope = {Folder: None, by: Public.tenant == 1}
    with filled(engine, ROWS) as connection:
        private = {"field": "docs.kind", "op": "eq", "value": "private"}
        for document, expected in ((private, []), (private | {"value": "public"}, [1])):
            condition = compile_filter(document, FOLDERS, scope=scope, now=NOW)
            assert connection.scalars(select(Folder.id).where(condition)).all() == expected


def test_by_an_alias_too(engine: Engine) -> None:
    own = aliased(Public)
    dataset = Dataset(own, id=own.id, fields={"kind": Field(own.kind)})
    with filled(engine, ROWS) as connection:
        condition = compile_filter(None, dataset, scope=own.tenant == 1, now=NOW)
        assert sorted(connection.scalars(select(inspect(own).selectable.c.id).where(condition))) == [2, 4]


def test_what_reads_no_column_of_the_row_is_refused_of_a_class_too() -> None:
    with pytest.raises(ValueError, match="holds for every row or for none"):
        compile_filter(None, DOCS, scope={Public: exists(select(Folder.id))}, now=NOW)


def test_none_of_a_class_is_refused() -> None:
    with pytest.raises(ValueError, match="shares docs with other classes"):
        compile_filter(None, DOCS, scope={Public: None}, now=NOW)
