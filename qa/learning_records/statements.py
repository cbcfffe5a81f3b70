"""What a statement says, by the Experience API 1.0.3 (https://github.com/adlnet/xAPI-Spec), in the words of ADL's
vocabulary (http://xapi.vocab.pub/datasets/adl/). Pure: ids, numbers and names in, JSON out.

People are named by an account here, which is an id that says nothing to anybody else; by e-mail only where an
administrator chose so. Nothing that was said in a call is told.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

VERSION: Final = "1.0.3"
PLATFORM: Final = "Mashov"
_ADL: Final = "http://adlnet.gov/expapi"
_LONGEST_TITLE = 200


class Verb(StrEnum):
    """What was done. Each value is the verb's name in ADL's vocabulary."""

    ATTENDED = "attended"
    ATTEMPTED = "attempted"
    COMPLETED = "completed"
    PASSED = "passed"
    MASTERED = "mastered"
    EXPERIENCED = "experienced"


class ThingKind(StrEnum):
    """What it was done to."""

    COACHING = "coaching"
    DRILL = "drill"
    PRACTICE = "practice"
    TEST = "test"


#: The type of each activity in ADL's vocabulary.
TYPES: Final[Mapping[ThingKind, str]] = {
    ThingKind.COACHING: f"{_ADL}/activities/meeting",
    ThingKind.DRILL: f"{_ADL}/activities/performance",
    ThingKind.PRACTICE: f"{_ADL}/activities/simulation",
    ThingKind.TEST: f"{_ADL}/activities/link",
}
#: What a thing is called where nobody gave it a name.
_USUAL: Final[Mapping[ThingKind, Mapping[str, str]]] = {
    ThingKind.COACHING: {"en": "Coaching session", "he": "מפגש ליווי"},
    ThingKind.DRILL: {"en": "Missed-moment drill", "he": "תרגול של רגע שהוחמץ"},
    ThingKind.PRACTICE: {"en": "Practice call", "he": "שיחת תרגול"},
    ThingKind.TEST: {"en": "Test of the connection", "he": "בדיקת החיבור"},
}
_SAID: Final[Mapping[Verb, Mapping[str, str]]] = {
    Verb.ATTENDED: {"en": "attended", "he": "השתתפות"},
    Verb.ATTEMPTED: {"en": "attempted", "he": "ניסיון"},
    Verb.COMPLETED: {"en": "completed", "he": "השלמה"},
    Verb.PASSED: {"en": "passed", "he": "הצלחה"},
    Verb.MASTERED: {"en": "mastered", "he": "שליטה"},
    Verb.EXPERIENCED: {"en": "experienced", "he": "התנסות"},
}


@dataclass(frozen=True, slots=True)
class Thing:
    """What somebody did something to.

    `id` is its lasting id here; `attempt` names one attempt at it, or one occasion: the same person, verb, thing and
    attempt are told once. `titles` name it by language ("he", "en"), never in a customer's words. `instructor_id` is
    the trainer who was there. `language` is that in which it was done.
    """

    kind: ThingKind
    id: str
    attempt: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    instructor_id: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """How it went: `scaled` from -1 to 1, how long it took in milliseconds. What is not known is not said."""

    scaled: float | None = None
    success: bool | None = None
    completion: bool | None = None
    duration_ms: int | None = None

    def __post_init__(self) -> None:
        if self.scaled is not None and not -1 <= self.scaled <= 1:
            raise ValueError(f"a scaled score lies between -1 and 1: {self.scaled}")
        if self.duration_ms is not None and self.duration_ms < 0:
            raise ValueError(f"nothing takes {self.duration_ms} ms")


@dataclass(frozen=True, slots=True)
class Deed:
    """All that a statement is made of."""

    uuid: str
    verb: Verb
    thing: Thing
    result: Result
    at: datetime


def statement(deed: Deed, home: str, actor: Mapping[str, Any], instructor: Mapping[str, Any] | None) -> dict[str, Any]:
    """The deed as a store reads it. `home` is this system's own address, without a stroke at its end."""
    thing = deed.thing
    said: dict[str, Any] = {
        "id": deed.uuid,
        "actor": dict(actor),
        "verb": {"id": f"{_ADL}/verbs/{deed.verb.value}", "display": dict(_SAID[deed.verb])},
        "object": {
            "objectType": "Activity",
            "id": f"{home}/learning/{thing.kind.value}/{thing.id}",
            "definition": {"type": TYPES[thing.kind], "name": _titles(thing)},
        },
        "context": _context(thing, instructor),
        "timestamp": deed.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
    result = _result(deed.result)
    return said | ({"result": result} if result else {})


def account(home: str, person_id: str) -> dict[str, Any]:
    """Somebody by an id that says nothing outside this house."""
    return {"objectType": "Agent", "account": {"homePage": home, "name": person_id}}


def mailbox(email: str) -> dict[str, Any]:
    """Somebody by e-mail, for stores that know people by nothing else."""
    return {"objectType": "Agent", "mbox": f"mailto:{email}"}


def iso_duration(milliseconds: int) -> str:
    """ISO 8601, to a hundredth of a second, as the specification wants it: 83,500 ms are PT1M23.5S."""
    hundredths = round(milliseconds / 10)
    minutes, rest = divmod(hundredths, 6000)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{rest / 100:.2f}".rstrip("0").rstrip(".")
    told = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    return f"PT{told}{seconds}S" if rest or not told else f"PT{told}"


def _titles(thing: Thing) -> dict[str, str]:
    return {tag: title[:_LONGEST_TITLE] for tag, title in (thing.titles or _USUAL[thing.kind]).items()}


def _context(thing: Thing, instructor: Mapping[str, Any] | None) -> dict[str, Any]:
    told: dict[str, Any] = {"platform": PLATFORM}
    if thing.language:
        told["language"] = thing.language
    if instructor:
        told["instructor"] = dict(instructor)
    return told


def _result(result: Result) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if result.scaled is not None:
        told["score"] = {"scaled": round(result.scaled, 4)}
    if result.success is not None:
        told["success"] = result.success
    if result.completion is not None:
        told["completion"] = result.completion
    if result.duration_ms is not None:
        told["duration"] = iso_duration(result.duration_ms)
    return told
