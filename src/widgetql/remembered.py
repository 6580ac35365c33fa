"""What an object computes once and remembers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Generic, Self, TypeVar, overload

_Value = TypeVar("_Value")


class remembered(Generic[_Value]):  # noqa: N801 - reads as `property`
    """A property that is computed at the first question, and kept by the object.

    As `functools.cached_property`, which up to Python 3.11 holds a lock of the class while it computes: where
    one value needs another, two threads with an object each wait for each other for ever. Without one two
    threads with one object may both compute, and one value is kept.

    >>> class Answer:
    ...     @remembered
    ...     def value(self) -> int:
    ...         print("computed")
    ...         return 42
    >>> answer = Answer()
    >>> answer.value + answer.value
    computed
    84
    """

    def __init__(self, compute: Callable[[Any], _Value]) -> None:
        self._compute: Final = compute
        self._name: Final = compute.__name__
        self.__doc__ = compute.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...

    @overload
    def __get__(self, instance: object, owner: type) -> _Value: ...

    def __get__(self, instance: object | None, owner: type) -> Self | _Value:
        """Return the value; of the class the property itself."""
        if instance is None:
            return self
        # What is in the object's own dict is found before this is asked again.
        found: _Value = instance.__dict__.setdefault(self._name, self._compute(instance))
        return found
