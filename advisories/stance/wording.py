"""An instruction and a band in a few words, as lists, tables and changes say them."""

from __future__ import annotations

from typing import Final

from advisories.model import Datum, Instruction, LegalForm, Level, Limit, NotRead, Provision

LEVELS_NOT_READ: Final = "levels not read: treat as all"
UNREAD: Final = "not read: treat as do not enter"


def instruction(provision: Provision) -> str:
    """Return the instruction with its legal form: `do not enter, binding`."""
    form = {
        LegalForm.BINDING: ", binding",
        LegalForm.AS_SERVED: ", binding as served",
        LegalForm.RECOMMENDATION: ", recommended" if provision.instruction is Instruction.DO_NOT_ENTER else "",
        LegalForm.UNSTATED: ", legal form not stated" if provision.instruction is Instruction.DO_NOT_ENTER else "",
    }[provision.legal_form]
    return provision.instruction.value + form


def _limit(limit: Limit, inclusive: str) -> str:
    if isinstance(limit, NotRead):
        return "?"
    if not isinstance(limit, Level):
        return "not stated"
    return f"{limit}{'' if limit.inclusive else inclusive}"


def band(lower: Limit, upper: Limit) -> str:
    """Return a band in words; what was not read counts as all levels."""
    if isinstance(lower, NotRead) and isinstance(upper, NotRead):
        return LEVELS_NOT_READ
    if isinstance(lower, NotRead):
        return f"lower limit not read: treat as SFC – {_limit(upper, ' excluded')}"
    if isinstance(upper, NotRead):
        return f"{_limit(lower, ' excluded')} – upper limit not read: treat as UNL"
    if not isinstance(lower, Level) and not isinstance(upper, Level):
        return "levels not stated"
    down = isinstance(lower, Level) and lower.datum is Datum.SFC
    if down and isinstance(upper, Level) and upper.datum is Datum.UNL:
        return "all levels"
    return f"{_limit(lower, ' excluded')} – {_limit(upper, ' excluded')}"
