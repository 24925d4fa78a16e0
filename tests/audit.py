"""Known vulnerabilities of what is installed: `python -m tests.audit`, with pip-audit and the package index's own data.

Exit status 1 where a dependency has a known vulnerability. What could not be looked up (no network, an index that
carries no such data) is said by number and never counts as sound.
"""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from typing import Any

COMMAND = ("-m", "pip_audit", "--format", "json", "--progress-spinner", "off", "--timeout", "10", "--path")
OURS = "airspace-advisories"


def told(report: Mapping[str, Any]) -> tuple[int, list[str]]:
    """Return the exit status and the lines for a person."""
    dependencies: Sequence[Mapping[str, Any]] = [
        one for one in report.get("dependencies", ()) if one["name"].lower() != OURS
    ]
    skipped = [one for one in dependencies if "skip_reason" in one]
    found = [
        f"VULNERABLE {one['name']} {one['version']}: {flaw['id']}, mended in {', '.join(flaw['fix_versions']) or 'none'}"
        for one in dependencies
        for flaw in one.get("vulns", ())
    ]
    looked_up = len(dependencies) - len(skipped)
    lines = [*found, f"{looked_up} of {len(dependencies)} dependencies looked up, {len(found)} known vulnerabilities"]
    if skipped or not dependencies:
        lines.append(f"NOT AUDITED: {len(skipped)} dependencies; the index at hand has no data on them")
    return int(bool(found)), lines


def main() -> int:
    """Audit this environment, say what was found, and return the exit status."""
    command = (sys.executable, *COMMAND, sysconfig.get_path("purelib"))
    ran = subprocess.run(command, check=False, capture_output=True, text=True)
    try:
        status, lines = told(json.loads(ran.stdout))
    except (ValueError, KeyError, TypeError):
        reason = (ran.stderr.strip().splitlines() or ["no report"])[-1]
        status, lines = 0, [f"NOT AUDITED: {reason[:200]}"]
    print("\n".join(lines))
    return status


if __name__ == "__main__":
    sys.exit(main())
