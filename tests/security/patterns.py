"""Every regular expression of the package: `python -m tests.security.patterns` prints those that importing compiles.

A fresh interpreter imports all modules with `re` watched, so that patterns that are put together at run time are seen as
what they become. What importing does not reach, in functions, is read from the source, where it stands as a literal.
"""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

CALLS: Final = {
    "compile": 1, "search": 2, "match": 2, "fullmatch": 2, "findall": 2, "finditer": 2, "sub": 4, "subn": 4, "split": 3,
}  # fmt: skip
"""What takes a pattern first, and at which place it takes flags."""
PACKAGE: Final = Path(__file__).resolve().parents[2] / "advisories"

Pattern = re.Pattern[str] | re.Pattern[bytes]


class Site(NamedTuple):
    """A place in the source that hands a pattern to `re`: file, lines, and the pattern, None where it is no literal."""

    file: str
    first: int
    last: int
    pattern: Pattern | None


class Seen(NamedTuple):
    """A pattern that importing compiled: where, its text, whether it is of bytes, and its flags."""

    file: str
    line: int
    text: str
    binary: bool
    flags: int


def sites() -> list[Site]:
    """Return every such place in the package. Raises `AssertionError` where one could hide from this."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        name = str(path.relative_to(PACKAGE.parent))
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom):
                hidden = node.module == "re" and {one.name for one in node.names} & CALLS.keys()
                assert not hidden, f"{name}:{node.lineno}: call it as re.…, so that its pattern is found"
            elif isinstance(node, ast.Import):
                named = all(one.asname is None for one in node.names if one.name == "re")
                assert named, f"{name}:{node.lineno}: call re by its name, so that its patterns are found"
            elif isinstance(node, ast.Call) and (call := _call_of(node)):
                found.append(Site(name, node.lineno, node.end_lineno or node.lineno, _literal(node, CALLS[call])))
    return found


def _call_of(node: ast.Call) -> str:
    """Return what of `re` is called, an empty string where nothing is that takes a pattern."""
    called = node.func
    of_re = isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id == "re"
    return called.attr if of_re and isinstance(called, ast.Attribute) and called.attr in CALLS else ""


def _literal(call: ast.Call, place: int) -> Pattern | None:
    flags = [*call.args[place : place + 1], *(word.value for word in call.keywords if word.arg == "flags")]
    try:
        text = ast.literal_eval(call.args[0])
    except ValueError:
        return None
    return re.compile(text, *(eval(ast.unparse(one), {"re": re}) for one in flags))


@cache
def imported() -> list[Seen]:
    """Return what an interpreter of its own compiles when it imports every module."""
    command = (sys.executable, "-m", "tests.security.patterns")
    ran = subprocess.run(command, cwd=PACKAGE.parent, check=True, capture_output=True, text=True)
    return [Seen(*one) for one in json.loads(ran.stdout)]


def made(seen: Seen) -> Pattern:
    """Return the pattern."""
    return re.compile(seen.text.encode("latin-1") if seen.binary else seen.text, seen.flags)


def watch() -> list[Seen]:
    """Import every module with `re` watched; return the patterns."""
    seen: list[Seen] = []
    compiled = re.compile

    def watched(real: Callable[..., Any], place: int) -> Callable[..., Any]:
        def call(pattern: Any, *rest: Any, **named: Any) -> Any:
            frame = sys._getframe(1)
            path = Path(frame.f_code.co_filename)
            if path.is_relative_to(PACKAGE):
                flags = rest[place - 1] if len(rest) >= place else named.get("flags", 0)
                one = compiled(pattern, flags)
                text = one.pattern if isinstance(one.pattern, str) else one.pattern.decode("latin-1")
                kept = one.flags & ~re.UNICODE
                binary = isinstance(one.pattern, bytes)
                seen.append(Seen(str(path.relative_to(PACKAGE.parent)), frame.f_lineno, text, binary, kept))
            return real(pattern, *rest, **named)

        return call

    for name, place in CALLS.items():
        setattr(re, name, watched(getattr(re, name), place))
    package = importlib.import_module("advisories")
    for module in pkgutil.walk_packages(package.__path__, "advisories."):
        if ".migrations" not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return seen


if __name__ == "__main__":
    print(json.dumps(watch()))
