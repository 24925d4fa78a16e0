"""Any spelling of a reference finds its advisory, through the store's index."""

from pathlib import Path

import pytest

from tests.core.wired import Desk, notice, page

NAMES = ("KICZ A0012/25", "KICZ A0112/25", "CZIB 2026-07", "SFAR 77", "EGTT A0012/25", "X")


@pytest.mark.parametrize(
    ("what", "found"),
    [
        ("KICZ A0012/25", ("KICZ A0012/25",)),
        ("kicz_a0012-25", ("KICZ A0012/25",)),
        ("A0012/25", ("KICZ A0012/25", "EGTT A0012/25")),
        ("0012/25", ()),
        ("12/25", ()),
        ("czib-2026-07", ("CZIB 2026-07",)),
        ("czib-2026-07-r2", ("CZIB 2026-07",)),
        ("2026 07", ("CZIB 2026-07",)),
        ("sfar77", ("SFAR 77",)),
        ("77", ()),
        ("Larovia", ()),
        ("", ()),
        ("%1_", ()),
        ("1" * 201, ()),
        ("\U0010ffff1", ()),
    ],
)
def test_a_spelling_finds_what_it_means(tmp_path: Path, what: str, found: tuple[str, ...]) -> None:
    """Letters and digits decide, whole words at the end suffice, and a place is no reference."""
    desk = Desk(tmp_path)
    desk.read(page(*(notice(name) for name in NAMES)))
    assert desk.store.find_names(what) == found
    desk.close()
