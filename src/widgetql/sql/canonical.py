"""The one text of a double on every database: 15 significant digits, never an exponent."""

from __future__ import annotations

from typing import Final


def plain_decimal(
    value: str, zeros: str, trimmed: str = "rtrim({}, '0')", integer: str = "CAST({} AS INTEGER)"
) -> str:
    """Write SQL for the canonical text of a double beyond %.15g's plain range: no exponent.

    `value` is SQL of `printf('%.14e', abs(x))`, `zeros` SQL of a text of zeros with `{}` for its length,
    `trimmed` SQL of a text `{}` without the zeros at its end, and `integer` of the integer that `{}` spells.
    """
    digits = trimmed.format(f"substr({value}, 1, 1) || substr({value}, 3, 14)")
    exponent = integer.format(f"substr({value}, 18)")
    after = zeros.format(f"{exponent} - length({digits}) + 1")
    before = zeros.format(f"-{exponent} - 1")
    return (
        f"CASE WHEN {exponent} < 0 THEN '0.' || {before} || {digits} "
        f"WHEN {exponent} >= length({digits}) - 1 THEN {digits} || {after} "
        f"ELSE substr({digits}, 1, {exponent} + 1) || '.' || substr({digits}, {exponent} + 2) END"
    )


def canonical_double(value: str, engine: str) -> str:
    """Write SQL for the canonical text of a finite double: 15 significant digits, never an exponent.

    `value` is SQL that may be repeated; `engine` is duckdb, hive or clickhousedb; SQLite has
    `canonical_arms_sqlite`.
    """
    if engine == "hive":
        return _canonical_double_hive(value)
    if engine == "clickhousedb":
        return f"arrayMap(wq_d -> {_canonical_double_clickhouse('wq_d')}, [{value}])[1]"
    sign = f"CASE WHEN {value} < 0 THEN '-' ELSE '' END"
    plain = plain_decimal(f"printf('%.14e', abs({value}))", "repeat('0', {})")
    # %.15g has no exponent from 1e-4 up to 1e15.
    return (
        f"CASE WHEN {value} = 0 THEN '0' WHEN abs({value}) >= 1e-4 AND abs({value}) < 1e14 "
        f"THEN printf('%.15g', {value}) ELSE {sign} || {plain} END"
    )


def canonical_arms_sqlite(value: str) -> str:
    """Write the same as the arms of a CASE: SQLite's parser has a stack of a hundred, and nesting fills it.

    What is written again and again is computed only for numbers beyond %.15g's plain range: from 1e14 on all
    15 digits stand before the point.
    """
    scientific = f"printf('%.14e', abs({value}))"
    digits, exponent = (
        f"substr({scientific}, 1, 1) || substr({scientific}, 3, 14)",
        f"substr({scientific}, 18)",
    )
    sign, zeros = f"substr('-', 1, {value} < 0)", "substr(hex(zeroblob(200)), 1, {})"
    return (
        f"WHEN {value} = 0 THEN '0' "
        f"WHEN abs({value}) >= 1e-4 AND abs({value}) < 1e14 THEN printf('%.15g', {value}) "
        f"WHEN abs({value}) < 1 "
        f"THEN {sign} || '0.' || {zeros.format(f'-{exponent} - 1')} || rtrim({digits}, '0') "
        f"ELSE {sign} || {digits} || {zeros.format(f'{exponent} - 14')}"
    )


def canonical_double_mariadb(value: str) -> str:
    """Write the same for MariaDB, whose SFORMAT (since 10.7) is a printf."""
    scientific = f"sformat('{{:.14e}}', abs({value}))"
    digits, exponent = f"replace(left({scientific}, 16), '.', '')", f"substr({scientific}, 18)"
    large = f"rpad({digits}, {exponent} + 1, '0')"
    small = f"trim(TRAILING '0' FROM concat('0.', repeat('0', -{exponent} - 1), {digits}))"
    return (
        f"CASE WHEN {value} = 0 THEN '0' WHEN abs({value}) >= 1e-4 AND abs({value}) < 1e14 "
        f"THEN sformat('{{:.15g}}', {value}) "
        f"ELSE concat(CASE WHEN {value} < 0 THEN '-' ELSE '' END, "
        f"CASE WHEN abs({value}) < 1 THEN {small} ELSE {large} END) END"
    )


# Of Spark's canonical texts: how 15 significant digits are asked for, the smallest normal double, and the
# digits of 2^-1074, 4.94...e-324.
_FORM: Final = "'0.00000000000000E0'"
_MIN_NORMAL: Final = "2.2250738585072014e-308"
_LEAST: Final = "4.940656458412465441766"


def _canonical_double_hive(value: str) -> str:
    # Spark's format_number rounds integers of more than 50 bits wrongly, unless they are integers to it.
    whole = "abs(wq_d) >= 1e15 AND abs(wq_d) < 9.2e18 AND wq_d = floor(wq_d)"
    scientific = (
        f"CASE WHEN {whole} THEN format_number(abs(CAST(wq_d AS BIGINT)), {_FORM}) "
        f"ELSE format_number(abs(wq_d), {_FORM}) END"
    )
    plain = named(scientific, "wq_s", plain_decimal("wq_s", "repeat('0', {})", _TRIMMED))
    # To Java the smallest doubles have no more digits than it needs. Each is a whole number of times 2^-1074.
    times = "CAST(abs(wq_d) * pow(2D, 537) * pow(2D, 537) AS DECIMAL(16, 0))"
    digits = _TRIMMED.format("substr(wq_s, 1, 1) || substr(wq_s, 3, 14)")
    zeros = "repeat('0', 323 - CAST(substr(wq_s, 18) AS INTEGER))"
    least = named(f"format_number({times} * {_LEAST}BD, {_FORM})", "wq_s", f"'0.' || {zeros} || {digits}")
    text = (
        f"CASE WHEN wq_d < 0 THEN '-' ELSE '' END || "
        f"CASE WHEN abs(wq_d) < {_MIN_NORMAL} THEN {least} ELSE {plain} END"
    )
    return named(value, "wq_d", f"CASE WHEN wq_d = 0 THEN '0' ELSE {text} END")


_TRIMMED: Final = "trim(TRAILING '0' FROM {})"


def named(value: str, name: str, body: str) -> str:
    """Write SQL for Spark that computes a value once and uses it in `body` by a name."""
    return f"transform(array({value}), {name} -> {body})[0]"


def _canonical_double_clickhouse(value: str) -> str:
    # A lambda gives a value a name, where writing it out again and again would make a long text; and a
    # percent sign would begin a parameter.
    plain = plain_decimal("wq_s", "repeat('0', {})", integer="toInt32OrNull({})")
    sign = f"if({value} < 0, '-', '')"
    scientific = f"arrayMap(wq_s -> {sign} || {plain}, [printf(char(37) || '.14e', abs({value}))])[1]"
    return (
        f"CASE WHEN {value} = 0 THEN '0' WHEN abs({value}) >= 1e-4 AND abs({value}) < 1e14 "
        f"THEN printf(char(37) || '.15g', {value}) ELSE {scientific} END"
    )
