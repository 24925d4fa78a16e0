"""One tick after another, with a clock that moves only when told, over a real store and a real host on loopback."""

from __future__ import annotations

from datetime import timedelta

import msgspec
from prometheus_client.parser import text_string_to_metric_families

from advisories.model import Verdict
from tests.fetch.loopback import Host, page
from tests.schedule.made import START, Watch, Watches, notices, source_at

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
BROKEN = page(b"busy", "500 Internal Server Error")


def test_what_is_due_is_read_and_nothing_else(watch: Watch) -> None:
    """A source is asked at the first tick and again only when its time has come, whatever ticks lie between."""
    watch.tick()
    for _ in range(10):
        watch.tick(5 * MINUTE)
    assert watch.host.paths == ["/list"]
    watch.tick(13 * MINUTE)
    assert watch.host.paths == ["/list", "/list"]


def test_what_is_due_is_a_row_in_the_store(watches: Watches) -> None:
    """A process that starts anew asks nothing again that is not due."""
    first = watches()
    first.tick()
    first.close()
    again = watches(name="again")
    again.tick(10 * MINUTE)
    assert again.host.paths == ["/list"]


def test_the_site_is_built_when_something_changed_an_edition_is_due_or_it_has_grown_old(watch: Watch) -> None:
    """Between these a pass publishes nothing."""
    first = watch.tick()
    assert first
    assert first.published
    assert first.published.messages
    quiet = watch.tick(10 * MINUTE)
    assert quiet
    assert quiet.published is None
    old = watch.tick(6 * MINUTE)
    assert old
    assert old.published
    assert not old.published.messages
    watch.host.says["/list"] = notices("L1/26", "L2/26", "L3/26")
    changed = watch.tick(50 * MINUTE)
    assert changed
    assert changed.published
    assert changed.published.messages
    assert watch.now > START.replace(hour=5)
    assert watch.listed() == {"L1/26", "L2/26", "L3/26"}


def test_a_failing_source_is_tried_sooner_at_first_then_less_often_and_never_given_up(watch: Watch) -> None:
    """The pauses after failures start at five minutes, double, and stop growing at eight cadences."""
    watch.tick()
    watch.host.says["/list"] = BROKEN
    pauses = []
    for _ in range(10):
        health = watch.store.health(watch.sources, watch.store.moment(watch.now))[0]
        assert health.next_at
        pause = health.next_at - watch.now
        pauses.append(pause)
        watch.tick(pause)
    jitter = 2 * MINUTE
    for found, expected in zip(pauses, (60, 5, 10, 20, 40, 80, 160, 320, 480, 480), strict=True):
        assert expected * MINUTE <= found <= expected * MINUTE + jitter
    assert len({pause % MINUTE for pause in pauses}) > 5


def test_a_host_that_says_when_to_come_again_is_not_asked_before(watch: Watch) -> None:
    """Retry-After moves the next reading, where it is later than our own pause."""
    watch.host.says["/list"] = page(b"busy", "503 Service Unavailable", Retry_After="7200")
    watch.tick()
    health = watch.store.health(watch.sources, watch.store.moment(watch.now))[0]
    assert health.next_at
    assert 2 * HOUR <= health.next_at - START <= 2 * HOUR + 2 * MINUTE


def test_silence_is_a_fault_that_begins_and_ends(watches: Watches, host: Host) -> None:
    """A page that does not change for longer than expected is shown as silent, and no more once it changes."""
    watch = watches(sources=(source_at(host.url("/list"), expected=timedelta(hours=3)),))
    watch.tick()
    for _ in range(3):
        watch.tick(HOUR + 3 * MINUTE)
    (health,) = watch.store.health(watch.sources, watch.store.moment(watch.now))
    assert health.verdict is Verdict.OK
    assert health.silent
    assert health.changed_at == START
    page_ = (watch.folder / "site/current/index.html").read_text()
    assert "silent" in page_
    host.says["/list"] = notices("L1/26", "L2/26", "L3/26")
    watch.tick(HOUR + 3 * MINUTE)
    (health,) = watch.store.health(watch.sources, watch.store.moment(watch.now))
    assert not health.silent
    assert health.changed_at == watch.now
    assert "silent" not in (watch.folder / "site/current/index.html").read_text()


def test_the_dead_mans_address_is_called_only_after_healthy_passes(watch: Watch, host: Host) -> None:
    """It is called after a pass that read well, not while every source fails, and again once one is back."""
    host.says["/alive"] = page(b"ok")
    watch.change(ping=host.url("/alive"), ping_private=True)
    watch.tick()
    assert host.paths.count("/alive") == 1
    watch.tick(MINUTE)
    assert host.paths.count("/alive") == 1
    watch.tick(5 * MINUTE)
    assert host.paths.count("/alive") == 2
    host.says["/list"] = BROKEN
    for _ in range(4):
        watch.tick(HOUR)
    assert host.paths.count("/alive") == 2
    host.says["/list"] = notices("L1/26", "L2/26")
    watch.tick(9 * HOUR)
    assert host.paths.count("/alive") == 3


def test_the_dead_mans_address_is_not_called_where_publishing_fails(watch: Watch, host: Host) -> None:
    """A pass whose site could not be written is not healthy, and status can say why."""
    host.says["/alive"] = page(b"ok")
    watch.change(ping=host.url("/alive"), ping_private=True)
    (watch.folder / "site").write_bytes(b"in the way")
    watch.tick()
    assert "/alive" not in host.paths
    assert "cannot be written" in watch.faults()["publishing"]
    (watch.folder / "site").unlink()
    watch.tick(MINUTE)
    assert host.paths.count("/alive") == 1
    assert not watch.faults()


def test_a_ping_that_is_refused_is_a_fault_that_shows_no_secret(watch: Watch, host: Host) -> None:
    """The address called may hold a key: the fault names the host alone, and reading goes on."""
    watch.change(ping=host.url("/alive/3f2a-secret"), ping_private=True)
    passed = watch.tick()
    assert passed
    assert passed.healthy
    assert "404" in watch.faults()["ping"]
    assert "secret" not in watch.faults()["ping"]


def test_metrics_are_what_a_reference_parser_reads(watch: Watch, host: Host) -> None:
    """The file is valid Prometheus text with types and help, and its figures are those of the store."""
    watch.change(metrics="out/advisories.prom")
    watch.tick()
    host.says["/list"] = BROKEN
    watch.tick(HOUR + 3 * MINUTE)
    text = (watch.folder / "out/advisories.prom").read_text()
    families = {family.name: family for family in text_string_to_metric_families(text)}
    assert all(family.documentation and family.type in ("gauge", "counter") for family in families.values())
    assert all(name.startswith("advisories_") for name in families)
    runs = {
        sample.labels["verdict"]: sample.value
        for sample in families["advisories_runs"].samples
        if sample.name.endswith("_total")
    }
    assert runs == {"OK": 1.0, "FAILED": 1.0}
    values = {name: family.samples[0].value for name, family in families.items() if len(family.samples) == 1}
    assert values["advisories_source_failures"] == 1
    assert values["advisories_source_listed"] == 2
    assert values["advisories_source_last_good_timestamp_seconds"] == START.timestamp()
    assert values["advisories_source_last_run_timestamp_seconds"] == watch.now.timestamp()
    assert not list((watch.folder / "out").glob("*.prom.*"))


def test_metrics_that_cannot_be_written_stop_nothing(watch: Watch) -> None:
    """Everything else is done, and the fault says which file."""
    (watch.folder / "out").write_bytes(b"in the way")
    watch.change(metrics="out/advisories.prom")
    passed = watch.tick()
    assert passed
    assert passed.published
    watch.tick(MINUTE)
    assert "advisories.prom" in watch.faults()["metrics"]


def test_settings_read_anew_hold_from_the_next_tick(watch: Watch, host: Host) -> None:
    """A source that the new settings bring is read at the next tick; those there are not asked again for it."""
    watch.tick()
    host.says["/other"] = notices("M1/26")
    watch.sources = (*watch.sources, source_at(host.url("/other"), "other_notices"))
    assert watch.desk.reread()
    watch.tick(MINUTE)
    assert host.paths == ["/list", "/other"]


def test_broken_settings_change_nothing_and_are_a_fault_until_they_are_good(watch: Watch) -> None:
    """The old settings stay at work, and the fault says what is wrong with the new."""
    watch.tick()
    watch.broken = "advisories.toml: unknown setting 'tack'"
    assert not watch.desk.reread()
    passed = watch.tick(HOUR + 3 * MINUTE)
    assert passed
    assert passed.reports
    assert passed.healthy
    assert "'tack'" in watch.faults()["settings"]
    watch.broken = ""
    assert watch.desk.reread()
    watch.tick(MINUTE)
    assert "settings" not in watch.faults()


def test_a_store_or_archive_that_the_new_settings_name_waits_for_the_next_start(watch: Watch) -> None:
    """What is at work goes on where it began."""
    watch.tick()
    watch.settings = msgspec.structs.replace(watch.settings, store="sqlite:///other.sqlite3")
    assert watch.desk.reread()
    assert watch.tick(HOUR + 3 * MINUTE)
    assert not (watch.folder / "other.sqlite3").exists()
