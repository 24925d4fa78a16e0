"""Thirty-six invented hours with faults in one answer in five; recorded ones by `python -m tests.faults.soak FOLDER`."""

from __future__ import annotations

import os
import re
import subprocess
import sys

from tests.conftest import ROOT


def test_faults_in_one_answer_in_five_change_nothing_in_the_end() -> None:
    """After hours of random faults one clean pass gives the state of hours without; nothing was lost, memory is flat."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.faults.soak", "--polls", "1"],
        cwd=ROOT,
        env=os.environ | {"MALLOC_ARENA_MAX": "2"},
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    figures = [int(number) for number in re.findall(r"\d+", ran.stdout)]
    passes, answers, faults, failed, _, false, listed, differing = figures[:8]
    assert (passes, answers, listed) == (37, 185, 61)
    assert faults > answers / 8
    assert failed > 20
    assert (false, differing) == (0, 0)
