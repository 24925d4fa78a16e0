"""The contexts of templates are a documented interface."""

from __future__ import annotations

from typing import Annotated, get_args, get_origin, get_type_hints

import msgspec
import pytest

from advisories.digest import pages, shapes
from advisories.digest.pages import AdvisoryPage, ChangesPage, DayPage, FrontPage, PlacePage, SourcesPage, StancePage
from advisories.model import Value
from advisories.syndication import FeedView

CONTEXTS = (FrontPage, AdvisoryPage, SourcesPage, DayPage, ChangesPage, PlacePage, StancePage, FeedView)


def _inside(hint: object) -> list[type[Value]]:
    if isinstance(hint, type) and issubclass(hint, Value):
        return [hint]
    return [found for part in get_args(hint) for found in _inside(part)]


def _reached(kind: type[Value], seen: set[type[Value]]) -> set[type[Value]]:
    if kind not in seen:
        seen.add(kind)
        for hint in get_type_hints(kind).values():
            for inner in _inside(hint):
                _reached(inner, seen)
    return seen


REACHED = sorted(set().union(*(_reached(kind, set()) for kind in CONTEXTS)), key=lambda kind: kind.__name__)


def test_the_contexts_are_collected() -> None:
    """The collection of contexts is not empty and reaches the smallest part."""
    assert shapes.Moment in REACHED
    assert pages.Piece in REACHED


@pytest.mark.parametrize("kind", REACHED, ids=lambda kind: kind.__name__)
def test_every_field_of_every_context_is_documented(kind: type[Value]) -> None:
    """Every field that a template can use has a sentence that says what it holds."""
    for name, hint in get_type_hints(kind, include_extras=True).items():
        if name.startswith("__"):
            continue
        assert get_origin(hint) is Annotated, f"{kind.__name__}.{name} has no documentation"
        (note,) = (one for one in hint.__metadata__ if isinstance(one, msgspec.Meta))
        assert note.description
        assert note.description.endswith(".")
