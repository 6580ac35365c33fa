"""A deadline amid what only Python does: rows of which there are many."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from widgetql import QueryTimeout
from widgetql.deadline import NEVER, Deadline


def test_it_comes_amid_many_rows() -> None:
    deadline, seen = Deadline.after(timedelta(seconds=0.05), time.monotonic()), list[int]()

    def slowly() -> None:
        for one in deadline.paced(range(1_000_000)):
            seen.append(one)
            if one == 10:
                time.sleep(0.06)

    with pytest.raises(QueryTimeout, match=r"the call ran longer than 0\.05 s"):
        slowly()
    assert seen == list(range(1_000))


def test_when_it_is_over_no_row_is_made() -> None:
    over = Deadline.after(timedelta(0), time.monotonic() - 1)
    with pytest.raises(QueryTimeout):
        next(over.paced([1]))


def test_without_one_all_rows_are() -> None:
    assert list(NEVER.paced(range(2_500))) == list(range(2_500))
