"""The systemd unit of the README: systemd finds nothing wrong with it, and the program lives under its restrictions."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.fetch.loopback import Host
from tests.schedule.made import notices
from tests.schedule.test_process import PATIENCE, PLUGIN, SETTINGS

UNIT = re.search(r"```ini\n(\[Unit\].*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
NOBODY = "nobody"
STATE = "/mnt"
INSIDE = f"""
set -e
mount --make-rprivate /
mount --bind "$1" {STATE}
cut -d' ' -f5 /proc/self/mountinfo | while read -r place; do
    case "$place" in {STATE}|/proc*|/sys*|/dev*) ;; *) mount -o remount,bind,ro "$place" 2>/dev/null || true ;; esac
done
mount -t tmpfs -o mode=1777 tmpfs /tmp
if touch /usr/.probe /etc/.probe 2>/dev/null; then echo "the system can be written" >&2; exit 99; fi
cd {STATE}
exec setpriv --reuid="$4" --regid="$(id -g "$4")" --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all \\
    env MALLOC_ARENA_MAX=2 PYTHONPATH="$2" "$3" -c "from advisories.cli import main; main()" run --config {STATE}/advisories.toml
"""
"""What the unit asks of systemd, by the kernel's own means: a system that cannot be written but for one folder, a /tmp
of its own, no capabilities and none to be had, another user where that one may read the program."""


def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path) -> None:
    """Every line of it is one that systemd knows; only the program is put where it is on this machine."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed (Debian: apt-get install systemd)")
    assert UNIT
    unit = tmp_path / "advisories.service"
    unit.write_text(UNIT[1].replace("/opt/advisories/bin/advisories", sys.executable), "utf-8")
    ran = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    said = [line for line in ran.stderr.splitlines() if "advisories.service" in line]
    assert said == []
    assert ran.returncode == 0, ran.stderr


@pytest.fixture
def state(host: Host) -> Iterator[Path]:
    """Return the folder of the service, which belongs to its user, where its own /tmp does not hide it."""
    folder = Path(tempfile.mkdtemp(prefix="advisories-unit-", dir="/var/tmp"))
    plugin = PLUGIN.format(url=host.url("/list"))
    (folder / "made.py").write_text(plugin, "utf-8")
    (folder / "advisories.toml").write_text(SETTINGS.format(lease=3.0), "utf-8")
    shutil.chown(folder, _user())
    yield folder
    shutil.rmtree(folder)


def _user() -> str:
    """Return whom the service runs as: somebody without rights; root without capabilities where only root sees the program."""
    group = str(pwd.getpwnam(NOBODY).pw_gid)
    command = [
        "setpriv",
        f"--reuid={NOBODY}",
        f"--regid={group}",
        "--clear-groups",
        "env",
        sys.executable,
        "-c",
        "import sqlite3",
    ]
    return "root" if subprocess.run(command, check=False, capture_output=True).returncode else NOBODY


def _not_here() -> str:
    """Return why the restrictions cannot be tried here, an empty string where they can."""
    if os.geteuid() != 0 or not all(map(shutil.which, ("unshare", "setpriv", "mount"))):
        return "needs root, unshare and setpriv"
    if ROOT.is_relative_to("/tmp") or Path(sys.executable).is_relative_to("/tmp"):
        return "the checkout lies in /tmp, which the service does not see"
    if subprocess.run(["unshare", "--mount", "true"], check=False, capture_output=True).returncode:
        return "namespaces cannot be made here"
    return ""


def test_the_program_lives_under_the_restrictions_of_the_unit(request: pytest.FixtureRequest, host: Host) -> None:
    """Without capabilities, on a system that cannot be written but for its folder, it reads, publishes and ends."""
    if reason := _not_here():
        pytest.skip(reason)
    state: Path = request.getfixturevalue("state")
    command = ["unshare", "--mount", "sh", "-c", INSIDE, "sh", str(state), str(ROOT), sys.executable, _user()]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        try:
            assert process.stderr
            said: list[str] = []
            for line in process.stderr:
                said.append(line)
                if '"verdict": "OK"' in line:
                    host.says["/list"] = notices("L1/26", "L2/26", "L3/26")
                    process.send_signal(signal.SIGHUP)
                if "settings read" in line:
                    process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) == 0, said
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    assert not any("fault" in line for line in said), said
    assert (state / "site" / "current" / "index.html").is_file()
    assert list((state / "archive").glob("*.warc.gz"))
    assert (state / "advisories.sqlite3").stat().st_uid == pwd.getpwnam(_user()).pw_uid
