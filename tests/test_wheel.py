"""The built wheel works alone: installed in a new environment, with the source tree absent."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from .conftest import ROOT


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command away from the source tree; return what it prints."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}: {done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the source distribution, and the wheel from it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", folder, ROOT, cwd=folder)
    return folder


def test_distributions_hold_everything_that_is_needed(built: Path) -> None:
    """Wheel and source distribution hold templates, migrations, tables and settings, and no cache or material."""
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    templates = {
        f"advisories/templates/{path.relative_to(ROOT / 'templates')}" for path in (ROOT / "templates").rglob("*.*")
    }
    assert templates
    assert templates <= names
    for needed in ("example.toml", "store/migrations/env.py", "store/migrations/versions/0001_first.py", "py.typed"):
        assert f"advisories/{needed}" in names
    assert not [name for name in names if "__pycache__" in name or name.startswith("tests/")]
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        inside = {name.partition("/")[2] for name in archive.getnames()}
    assert {"README.md", "LICENSE", "CHANGELOG.md", "tests/__main__.py", "templates/digest.txt"} <= inside


def test_the_installed_wheel_tells_the_demonstration(built: Path, tmp_path: Path) -> None:
    """From the wheel alone, `advisories demo` makes site and digests, and the site's pages are there."""
    home = tmp_path / "environment"
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    run(python, "-m", "pip", "install", "-q", next(built.glob("*.whl")), cwd=tmp_path)
    where = run(python, "-c", "import advisories; print(advisories.__file__)", cwd=tmp_path)
    assert str(home) in where
    told = run(home / "bin" / "advisories", "demo", "story", cwd=tmp_path)
    assert "index.html" in told
    assert (tmp_path / "story" / "site" / "current" / "index.html").is_file()
    assert list((tmp_path / "story" / "digests").glob("*.eml"))
    assert "SOURCE" in run(home / "bin" / "advisories", "status", cwd=tmp_path / "story")
