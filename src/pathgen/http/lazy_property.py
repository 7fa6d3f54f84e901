"""A property that is computed when it is first read, for objects that many threads make."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

_Value = TypeVar("_Value")


class lazy_property(Generic[_Value]):  # noqa: N801 - used as a decorator, as functools.cached_property
    """A property whose value is kept in the object. Two threads that read it at the same time may both compute it.

    Before Python 3.12, ``functools.cached_property`` has one lock for all objects: while one page is parsed, every
    other thread waits, and a run over 2,000 links took up to twice as long
    (https://docs.python.org/3/library/functools.html#functools.cached_property).
    """

    def __init__(self, compute: Callable[[Any], _Value]) -> None:
        self._compute = compute
        self._name = compute.__name__
        self.__doc__ = compute.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> lazy_property[_Value]: ...
    @overload
    def __get__(self, instance: object, owner: type) -> _Value: ...
    def __get__(self, instance: object | None, owner: type) -> lazy_property[_Value] | _Value:
        """Compute the value; from now on, the object's own attribute of this name hides this property."""
        if instance is None:
            return self
        value = vars(instance)[self._name] = self._compute(instance)
        return value
