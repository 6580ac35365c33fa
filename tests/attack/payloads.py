"""Texts that become something else wherever a text is put where it does not belong."""

from __future__ import annotations

from typing import Final

MARK: Final = "zq7x"
"""What no SQL of ours contains: where it stands in a statement, input does."""

INJECTIONS: Final = {
    "quote": "' OR '1'='1",
    "double quote": '" OR ""="',
    "backtick": "` OR `",
    "bracket": "] OR [",
    "comment": "a'; DROP TABLE calls; -- ",
    "block comment": "*/ OR 1=1 /*",
    "hash comment": "' OR 1=1 #",
    "dollar quote": "$$ OR $x$ OR $x$",
    "statement": "1; SELECT pg_sleep(9)",
    "percent s": "%s %d %%s %(a)s %%",
    "colon name": ":name ::text :a:b \\:c",
    "dollar number": "$1 $2 ?1 ? @p1",
    "format": "{} {0} {a!r} {{}} {0.__class__}",
    "template": "${env:HOME} ${spark.app.name} #{7*7} {{7*7}} <%= 7 %>",
    "backslash": "\\",
    "backslash quote": "\\' OR 1=1 -- ",
    "backslash at the end": "a\\",
    "escapes": "\\n \\x27 \\u0027 \\0 \\z",
    "unicode quote": "\u02bc OR \u2019 OR \uff07",
    "wide quote": "\u00bf' OR 1=1 -- \ua757",
    "newline": "a\nOR 1=1\r\n\tOR 2=2\x0b\x0c\x85\u2028",
    "control": "\x01\x07\x1b[31m\x7f",
    "right to left": "\u202eabc\u200b\ufeff",
    "emoji": "\U0001f986\U0001f468\u200d\U0001f469",
    "combining": "e\u0301 \u00e9 \u0130 \u00df \u1e9e \ufb01",
    "json path": "$.a[0]['b'].\"c\"..* ?(@.x>1)",
    "json quote": '","x":"',
    "json text": '{"a": [1, null]}',
    "like": "%_ %% \\% \\_ [a-z] [^a] /%",
    "regex": "(?i)^a.*$|[b-d]+{1,2}\\d(?=x)",
    "glob": "*?[a]",
    "number": "1e400",
    "null": "NULL",
    "true": "true",
    "date": "now() - INTERVAL 1 DAY",
    "function": "char(39)||sleep(9)",
    "hex": "0x27 X'27' N'a' _utf8'a' E'\\''",
    "csv": "=cmd|' /C calc'!A0",
    "html": "<script>alert('x')</script>&amp;",
    "path": "../../etc/passwd\\..\\x",
}
"""By what each is meant for. None holds a dot-free marker of its own: `marked` gives it one."""


def marked(text: str) -> str:
    """Put a marker on both sides, so that any half of a text that reaches SQL is seen."""
    return f"{MARK}{text}{MARK}"
