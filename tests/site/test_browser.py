"""The pages and the mail in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from advisories import digest, mail
from tests.digest import invented as made
from tests.site import notam_page
from tests.site.pages import built

CHROMIUM = Path("/usr/bin/chromium")
PAGES = (
    "index.html",
    "advisory/faa/sfar-901/index.html",
    "advisory/easa/czib-2026-19/index.html",
    "sources/index.html",
    "changes/index.html",
    "stance/index.html",
    "changes/2026-11-22/index.html",
    "fir/EGTT/index.html",
    "area/sample-gulf/index.html",
    "mail.html",
    "notam.html",
)
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a real browser; skip, visibly, where there is none."""
    if not CHROMIUM.exists():
        pytest.skip(f"no browser at {CHROMIUM}")
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a built site, with the HTML part of the mail as `mail.html`."""
    folder = tmp_path_factory.mktemp("site")
    known = made.knowledge(sources=(made.BLOCKED, made.EASA, made.UK))
    release = Path(built(folder, known).folder)
    view = digest.view(known, title=made.TITLE, base_url=made.BASE)
    message = mail.compose(view, sender="a@example.org", recipient="b@example.org", base_url=made.BASE, edition=1)
    body = message.get_body(("html",))
    assert body is not None
    (release / "mail.html").write_text(body.get_content())
    (style,) = (release / "assets").glob("style.*.css")
    (release / "notam.html").write_text(notam_page.page(f"assets/{style.name}"))
    return release


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_readable_everywhere(browser: Browser, site: Path, page: str, width: int, scheme: str) -> None:
    """At every width, light and dark: no sideways scroll, no complaint, no foreign request, contrast and structure in order."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light"
    )
    shown = context.new_page()
    complaints: list[str] = []
    requests: list[str] = []
    shown.on("console", lambda message: complaints.append(message.text))
    shown.on("pageerror", lambda error: complaints.append(str(error)))
    shown.on("request", lambda request: requests.append(request.url))
    shown.goto((site / page).as_uri())
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []
    assert all(url.startswith(site.as_uri()) for url in requests)
    if width == 390 or (width == 1280 and page == "index.html"):
        bypass = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            bypass_csp=True,
        )
        examined = bypass.new_page()
        examined.goto((site / page).as_uri())
        found = Axe().run(examined, options=RULES)
        assert found.violations_count == 0, found.generate_report()
        bypass.close()
    context.close()


def test_a_page_prints_without_its_navigation(browser: Browser, site: Path) -> None:
    """On paper the navigation is gone and the warnings are there."""
    shown = browser.new_page()
    shown.goto((site / "index.html").as_uri())
    shown.emulate_media(media="print")
    assert not shown.locator("header nav").is_visible()
    assert shown.locator(".area .line").first.is_visible()
    shown.close()


@pytest.mark.parametrize("width", [320, 390])
def test_a_phone_shows_what_every_authority_says(browser: Browser, site: Path, width: int) -> None:
    """The table of places by authority needs no sideways scroll on a phone: each cell stands in sight with its name."""
    shown = browser.new_page(viewport={"width": width, "height": 900})
    shown.goto((site / "stance/index.html").as_uri())
    cells = shown.locator(".stances tbody tr").first.locator("td")
    assert cells.count() == 4
    for cell in cells.all():
        box = cell.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert cell.locator(".name").is_visible()
    shown.close()
