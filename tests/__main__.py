"""The whole check in one command: `python3 -m tests`.

Makes an environment of its own in `.venv-check`, installs the project and what the tests need, and runs format, lint,
types, import contracts, an audit of what is installed, and the tests, with the built wheel among them. Needs Python
3.11 or newer and git. Headless Chromium and PostgreSQL are installed with Debian's tools where they are at hand and
allowed; without them the tests of pages in a browser, and of the store on PostgreSQL, skip, visibly.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv-check"
BROWSER = "chromium"
DATABASE = "postgresql"
SERVERS = Path("/usr/lib/postgresql")
CLUSTERS = Path("/etc/postgresql-common/createcluster.conf")
CHECKS = (
    ("format", ("ruff", "format", "--check", ".")),
    ("lint", ("ruff", "check", ".")),
    ("types", ("mypy",)),
    ("imports", ("lint-imports",)),
    ("audit", ("python", "-m", "tests.audit")),
    ("tests", ("python", "-m", "pytest", "-q", "-n", "auto", "--dist", "worksteal", "--durations", "15")),
)


def run(command: tuple[str, ...]) -> int:
    """Run a command of the environment and return its exit status."""
    environment = dict(os.environ, PATH=f"{FOLDER / 'bin'}{os.pathsep}{os.environ['PATH']}")
    environment.pop("PYTHONPATH", None)
    program = FOLDER / "bin" / command[0]
    return subprocess.run((str(program), *command[1:]), cwd=ROOT, env=environment, check=False).returncode


def prepare() -> None:
    """Make the environment, with the project editable and everything the checks need."""
    venv.create(FOLDER, with_pip=True, clear=True)
    for arguments in (("-U", "pip"), ("-e", ".", "--group", "dev")):
        if run(("python", "-m", "pip", "install", "-q", *arguments)):
            sys.exit("the environment could not be made: is a package index reachable?")
    missing = [] if shutil.which(BROWSER) else [BROWSER]
    missing += [] if shutil.which("initdb") or any(SERVERS.glob("*/bin/initdb")) else [DATABASE]
    if missing and shutil.which("apt-get") and os.geteuid() == 0:
        print(f"installing {' and '.join(missing)} for the tests", flush=True)
        if DATABASE in missing and not CLUSTERS.exists():
            CLUSTERS.parent.mkdir(parents=True, exist_ok=True)
            CLUSTERS.write_text("create_main_cluster = false\n", "utf-8")
        quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        keep = ("-o", "Dpkg::Options::=--force-confold")
        for command in (("apt-get", "update", "-qq"), ("apt-get", "install", "-y", "-qq", *keep, *missing)):
            subprocess.run(command, env=quiet, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main() -> int:
    """Run every check and return the number of those that failed."""
    prepare()
    failed = []
    for name, command in CHECKS:
        print(f"== {name}: {' '.join(command)}", flush=True)
        if run(command):
            failed.append(name)
    print(f"== failed: {', '.join(failed)}" if failed else "== all checks passed", flush=True)
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
