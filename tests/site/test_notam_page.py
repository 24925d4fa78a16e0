"""The page of a NOTAM: decoded beside its own text, and imported by a person."""

from __future__ import annotations

from tests.render.golden import compare
from tests.site import notam_page


def test_the_page_of_a_notam_is_the_golden_one() -> None:
    """The whole page of a NOTAM with schedule, area, doubts and an unreadable limit is the reviewed one."""
    compare("notam.html", notam_page.page("assets/style.css").encode())


def test_a_page_says_who_brought_the_text() -> None:
    """Imported text names its file and claims no HTTP status."""
    page = notam_page.page("style.css")
    assert "Imported by a person from <bdi>morning bulletin.txt</bdi>" in page
    assert "HTTP 200" not in page


def test_hostile_words_of_a_notam_stay_words() -> None:
    """What looks like markup in any item is escaped wherever it is decoded."""
    hostile = notam_page.TEXT.replace("EXP DLA", "<script>alert(1)</script>").replace("EXC HOL", "<b onclick=x>")
    page = notam_page.page("style.css", text=hostile)
    assert "<script>alert" not in page
    assert "<b onclick" not in page
