"""Views to text through templates. The only importer of jinja2.

A user's folder comes first, then the shipped templates; a user's `front.html` may say
`{% extends "default:front.html" %}` and override one block.
"""

from __future__ import annotations

import hashlib
import textwrap
from functools import cache
from pathlib import Path

import jinja2

from advisories.errors import RenderError

Templates = jinja2.Environment
"""The type of a template environment, so that nobody else needs to name jinja2."""

MAIL_WIDTH = 72
_PACKAGED = Path(__file__).resolve().parent / "templates"
_CHECKOUT = Path(__file__).resolve().parent.parent / "templates"
_TEMPLATE_FAULTS = (jinja2.TemplateError, TypeError, ValueError, LookupError, AttributeError, ArithmeticError)


def shipped() -> Path:
    """Return the folder of the shipped templates: the installed package's, else the checkout's. Raises `RenderError`."""
    for folder in (_PACKAGED, _CHECKOUT):
        if folder.is_dir():
            return folder
    raise RenderError(f"templates: expected {_PACKAGED} or {_CHECKOUT}, found neither")


def _fold(text: str, indent: int = 0, first: int = 0) -> str:
    """Return text wrapped to 72 columns, the first line indented by `first`, others by `indent`; no word is broken."""
    return textwrap.fill(
        text,
        width=MAIL_WIDTH,
        initial_indent=" " * first,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def environment(user_folder: Path | None) -> Templates:
    """Return the template environment: strict about names, escaping everywhere but in `.txt`.

    Without a user's folder it is always the same one, so that no template is compiled twice. Raises `RenderError` where
    `user_folder` is not a folder.
    """
    if user_folder is None:
        return _default()
    if not user_folder.is_dir():
        raise RenderError(f"templates: expected a folder, found {user_folder}")
    return _made(jinja2.FileSystemLoader(user_folder))


@cache
def _default() -> Templates:
    return _made()


def _made(*first: jinja2.BaseLoader) -> Templates:
    default = jinja2.FileSystemLoader(shipped())
    made = jinja2.Environment(
        loader=jinja2.ChoiceLoader([*first, default, jinja2.PrefixLoader({"default": default}, delimiter=":")]),
        undefined=jinja2.StrictUndefined,
        autoescape=jinja2.select_autoescape(disabled_extensions=("txt",), default_for_string=True, default=True),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    made.filters["fold"] = _fold
    return made


def fingerprint(templates: Templates) -> str:
    """Return a digest (64 hex digits) of every template that the environment can load."""
    total = hashlib.sha256()
    for name in templates.list_templates():
        source, _, _ = templates.loader.get_source(templates, name) if templates.loader else ("", None, None)
        total.update(f"{name}\0{len(source)}\0{source}".encode())
    return total.hexdigest()


def read(name: str, templates: Templates | None = None) -> str:
    """Return a template's own text, unrendered (style sheets). Raises `RenderError`."""
    chosen = templates or _default()
    try:
        if chosen.loader is None:
            raise RenderError(f"template {name}: no folder to read it from")
        return chosen.loader.get_source(chosen, name)[0]
    except jinja2.TemplateNotFound:
        raise RenderError(f"template {name}: not found") from None


def _where(error: BaseException, name: str) -> str:
    """Return the innermost template and line of a fault."""
    found = f"template {name}"
    if isinstance(error, jinja2.TemplateSyntaxError):
        return f"template {error.name or name}, line {error.lineno}"
    trace = error.__traceback__
    while trace is not None:
        if "__jinja_template__" in trace.tb_frame.f_globals or trace.tb_frame.f_code.co_filename.endswith(
            (".html", ".txt", ".xml")
        ):
            found = f"template {Path(trace.tb_frame.f_code.co_filename).name}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return found


def render(name: str, view: object, templates: Templates | None = None) -> str:
    """Return a template filled from a view, its only variable. Raises `RenderError` naming template and line."""
    chosen = templates or _default()
    try:
        return chosen.get_template(name).render(view=view)
    except jinja2.TemplateNotFound as error:
        raise RenderError(f"template {name}: {error.name or name} not found") from None
    except _TEMPLATE_FAULTS as error:
        raise RenderError(f"{_where(error, name)}: {type(error).__name__}: {error}") from error
