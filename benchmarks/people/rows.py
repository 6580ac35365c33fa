"""The rows of a product in use: 500 agents, 50 tenants, notes, a JSON document of six keys, eight metrics."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from benchmarks.rows import DAYS, DRAW, START, drawn, quiet_duckdb

AGENTS: Final = 500
TENANTS: Final = 50
# Three of each kind, but for the booleans.
KINDS: Final = (*["NUMERIC"] * 3, *["ENUM"] * 3, *["BOOLEAN"] * 2)
_MICROS: Final = DAYS * 86_400 * 1_000_000
# Of a tenant there are the more calls the smaller its number: the first has one in seven.
_CALLS: Final = """
SELECT i + 1 AS id,
    TIMESTAMP '{start:%Y-%m-%d %H:%M:%S}' + to_microseconds(i * {gap} + draw(i, 1) % {gap}) AS timestamp,
    (draw(i, 20) % 1000) * (draw(i, 21) % 1000) * {tenants} // 1000000 + 1 AS tenant_id,
    (draw(i, 7) % 1000) * (draw(i, 8) % 1000) * {agents} // 1000000 + 1 AS agent_id,
    CASE WHEN draw(i, 2) % 25 > 0 THEN 5 + draw(i, 3) % 900 * (draw(i, 4) % 900) // 900 END AS duration,
    CASE WHEN draw(i, 2) % 25 > 0 THEN draw(i, 5) % 100 < 66 END AS success,
    ['billing', 'order_status', 'cancellation', 'refund', 'technical', 'sales', 'feedback', 'delivery',
        'login', 'other'][least(draw(i, 6) % 10, draw(i, 9) % 10) + 1] AS topic,
    format('ref-{{:08d}}', draw(i, 15)) AS ref,
    {note} AS note,
    format('{document}',
        ['phone', 'web', 'chat', 'sms'][draw(i, 16) % 4 + 1], draw(i, 17) % 90000 / 100, draw(i, 18) % 10 = 0,
        draw(i, 19) % 40, ['free', 'team', 'business'][draw(i, 22) % 3 + 1],
        ['eu', 'us', 'apac'][draw(i, 28) % 3 + 1]) AS meta
FROM range({calls}) AS numbers(i)
"""
_DOCUMENT: Final = (
    '{{"channel": "{}", "latency": {}, "vip": {}, "campaign": "c{}", "plan": "{}", "region": "{}"}}'
)
_NOTE: Final = (
    "concat_ws(' ', ['The customer', 'Caller', 'A new customer', 'Kundin'][draw(i, 23) % 4 + 1], "
    "['asked about the invoice of', 'wants a Refund for', 'could not log in to', 'is happy with', "
    "'complained about'][draw(i, 24) % 5 + 1], "
    "['last month', 'the premium plan', 'Ärger mit der Lieferung', 'order', 'their account', 'the app'"
    "][draw(i, 25) % 6 + 1], (draw(i, 26) % 100000)::VARCHAR, "
    "['and was transferred', 'no further action needed', 'call back tomorrow', 'resolved at once'"
    "][draw(i, 27) % 4 + 1])"
)
# Each metric for one call in four: two evaluations a call. The same value in three storages.
_EVALUATIONS: Final = """
SELECT id, call_id, metric_id, coalesce(number::VARCHAR, choice, flag::VARCHAR) AS as_text,
    coalesce(number::VARCHAR, '"' || choice || '"', flag::VARCHAR) AS as_json, number, choice, flag
FROM (
    SELECT i * 8 + m AS id, i + 1 AS call_id, m AS metric_id,
        CASE WHEN m <= 3 THEN (1000 - draw(i, 30 + m) % 700 * (draw(i, 34 + m) % 700) // 700) / 1000 END
            AS number,
        CASE WHEN m IN (4, 5, 6)
            THEN ['positive', 'neutral', 'negative', 'mixed'][draw(i, 38 + m) % 4 + 1] END AS choice,
        CASE WHEN m > 6 THEN draw(i, 46 + m) % 10 < 7 END AS flag
    FROM range({calls}) AS numbers(i), range(1, 9) AS metrics(m)
    WHERE draw(i * 8 + m, 10) % 4 = 0
)
ORDER BY id
"""
_REMARKS: Final = """
SELECT id, id AS evaluation_id, ['agree', 'disagree', 'unclear'][draw(id, 60) % 3 + 1] AS verdict
FROM '{evaluations}' WHERE id % 4 = 0 ORDER BY id
"""


def time_of(id: int, calls: int) -> datetime:
    """Return when a call began."""
    gap, row = _MICROS // calls, id - 1
    return START + timedelta(microseconds=row * gap + drawn(row, 1) % gap)


def write(calls: int, directory: Path) -> None:
    """Write the rows of every table as Parquet files named for their tables; calls in time order."""
    filled = {"start": START.replace(tzinfo=None), "gap": _MICROS // max(calls, 1), "calls": calls}
    metrics = ", ".join(f"({number}, 'metric {number}', '{kind}')" for number, kind in enumerate(KINDS, 1))
    queries = {
        "calls": _CALLS.format(**filled, tenants=TENANTS, agents=AGENTS, note=_NOTE, document=_DOCUMENT),
        "evaluations": _EVALUATIONS.format(calls=calls),
        "remarks": _REMARKS.format(evaluations=directory / "evaluations.parquet"),
        "agents": f"SELECT i AS id, format('Agent {{:03d}}', i) AS name FROM range(1, {AGENTS + 1}) AS n(i)",
        "metrics": f"SELECT * FROM (VALUES {metrics}) AS listed(id, name, eval_type)",
    }
    with closing(quiet_duckdb()) as connection:
        for macro in DRAW:
            connection.execute(macro)
        for table, query in queries.items():
            connection.execute(f"COPY ({query}) TO '{directory / table}.parquet' (FORMAT parquet)")
