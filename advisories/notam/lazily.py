"""Values that are worked out when first asked for, and kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class lazily(Generic[T]):  # noqa: N801 (it is used as a decorator, like `property`)
    """A property that is worked out once for each object.

    `functools.cached_property` does the same, but up to Python 3.11 it takes a lock for every value, which takes longer
    than finding out that a NOTAM has no item D. Two threads may here work out the same value twice.
    """

    def __init__(self, read: Callable[[Any], T]) -> None:
        """Work it out by `read`, from the object."""
        self.read = read
        self.name = read.__name__
        self.__doc__ = read.__doc__

    def __get__(self, instance: Any, owner: type | None = None) -> T:
        """Return the value and keep it in the object, where it is found before this is asked again.

        Raises `AttributeError` for the class itself.
        """
        if instance is None:
            raise AttributeError(self.name)
        value = self.read(instance)
        instance.__dict__[self.name] = value
        return value
