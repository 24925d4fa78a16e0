"""Templates: strict, escaping, open to a user's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisories import digest, render
from advisories.digest.pages import Frame, FrontPage
from advisories.errors import RenderError
from tests.digest import invented as made

FRAME = Frame(title=made.TITLE, root="", style="assets/style.css", base_url=made.BASE, here="today")


def front() -> FrontPage:
    """Return the front page of an invented morning."""
    view = digest.view(made.knowledge(), title=made.TITLE, base_url=made.BASE)
    return FrontPage(frame=FRAME, digest=view, days=view.days)


def test_a_user_overrides_one_block(tmp_path: Path) -> None:
    """A user's template extends the shipped one of the same name and changes one block only."""
    (tmp_path / "front.html").write_text(
        '{% extends "default:front.html" %}{% block coverage %}<p>our own words</p>{% endblock %}'
    )
    page = render.render("front.html", front(), render.environment(tmp_path))
    assert "<p>our own words</p>" in page
    assert "3 of 3 sources read" not in page
    assert "KICZ A0031/26" in page


def test_a_user_overrides_one_component(tmp_path: Path) -> None:
    """A user's `parts.html` serves the shipped pages as well."""
    (tmp_path / "parts.html").write_text(
        (render.shipped() / "parts.html").read_text().replace("Still warning for", "Noch gewarnt wird für")
    )
    assert "Noch gewarnt wird für" in render.render("front.html", front(), render.environment(tmp_path))


def test_an_unknown_name_is_an_error_that_says_where(tmp_path: Path) -> None:
    """A name that the view does not have fails with the template, the line and the name."""
    (tmp_path / "own.html").write_text("<p>\n{{ view.digest.nothing_of_the_kind }}\n</p>")
    with pytest.raises(RenderError, match=r"template own\.html, line 2: .*nothing_of_the_kind"):
        render.render("own.html", front(), render.environment(tmp_path))


def test_a_broken_template_is_an_error_that_says_where(tmp_path: Path) -> None:
    """A fault of syntax names the template and the line."""
    (tmp_path / "own.html").write_text("<p>\n{% if %}\n</p>")
    with pytest.raises(RenderError, match=r"template own\.html, line 2"):
        render.render("own.html", front(), render.environment(tmp_path))


def test_a_missing_template_and_a_missing_folder_are_errors(tmp_path: Path) -> None:
    """What is not there is named."""
    with pytest.raises(RenderError, match=r"template none\.html: none\.html not found"):
        render.render("none.html", front())
    with pytest.raises(RenderError, match=r"template none\.css: not found"):
        render.read("none.css")
    with pytest.raises(RenderError, match="expected a folder"):
        render.environment(tmp_path / "none")


def test_text_is_folded_to_72_columns(tmp_path: Path) -> None:
    """The filter for text mail wraps at 72 columns, indents, and breaks no address."""
    (tmp_path / "own.txt").write_text("{{ view | fold(4, 2) }}")
    long = "word " * 40 + "https://host.example/" + "x" * 90
    lines = render.render("own.txt", long, render.environment(tmp_path)).split("\n")
    assert lines[0].startswith("  word")
    assert all(line.startswith("    ") for line in lines[1:])
    assert all(len(line) <= 72 for line in lines if "https" not in line)
    assert lines[-1].strip() == "https://host.example/" + "x" * 90


def test_the_fingerprint_follows_the_templates(tmp_path: Path) -> None:
    """A changed template changes the fingerprint, so that pages are made anew."""
    (tmp_path / "own.html").write_text("one")
    before = render.fingerprint(render.environment(tmp_path))
    assert before == render.fingerprint(render.environment(tmp_path))
    (tmp_path / "own.html").write_text("two")
    assert before != render.fingerprint(render.environment(tmp_path))
