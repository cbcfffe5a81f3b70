"""Personal numbers: where they are said, a transcript without them, and sound in which they cannot be heard."""

from qa.pipeline.redact.beep import beeped
from qa.pipeline.redact.finder import PersonalNumber, find
from qa.pipeline.redact.removal import (
    MARKS,
    Place,
    Redacted,
    Removed,
    covered,
    kind_of_mark,
    named,
    redacted,
    with_names,
)
from qa.pipeline.redact.rules import KINDS, Kind, luhn_holds

__all__ = [
    "KINDS",
    "MARKS",
    "Kind",
    "PersonalNumber",
    "Place",
    "Redacted",
    "Removed",
    "beeped",
    "covered",
    "find",
    "kind_of_mark",
    "luhn_holds",
    "named",
    "redacted",
    "with_names",
]
