"""JSON that PostgreSQL stores and cannot decode, under the C locale, is missing as on every database."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, Engine, literal, select

from widgetql.sql.json import canonical_scalar, key_text
from widgetql.sql.json_null import is_json_null


def scalar(connection: Connection, expression: Any) -> Any:
    return connection.execute(select(expression)).scalar_one()


def _raw(document: str) -> Any:
    return literal(document, sa.Text())


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        pytest.param(r'{"k": "\u0000", "m": 1}', None, id="nul"),
        pytest.param(r'{"k": "\ud83d", "m": 1}', None, id="half-a-pair"),
        pytest.param(r'{"k": "\ud83d\ude00", "m": 1}', "1", id="a-pair"),
        pytest.param(r'{"k": "\\u0000", "m": 1}', "1", id="a-backslash-before-u0000"),
        pytest.param(r'{"k": "\u00e9", "m": 1}', "1", id="another-escape"),
    ],
)
def test_postgresql_reads_what_it_cannot_decode_as_missing(
    c_locale_engine: Engine, document: str, expected: str | None
) -> None:
    with c_locale_engine.connect() as connection:
        for kind in (sa.JSON(), sa.Text()):
            assert scalar(connection, key_text(sa.cast(_raw(document), kind), "m")) == expected
        whole = sa.cast(_raw(document), sa.JSON())
        assert not scalar(connection, is_json_null(whole))
        assert scalar(connection, canonical_scalar(whole)) is None
