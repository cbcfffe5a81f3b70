"""What the kinds share: how a kind is described, and how its phrases are written in a rubric."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar, Protocol, Self, get_args

from qa.pipeline.model import Count, PhaseName, PhraseSpec, Place, SituationSpec, Speaker, Strictness, Window
from qa.pipeline.phrases import BadPattern, check
from qa.rubric.cursor import Cursor, Key
from qa.rubric.model import KindName, Texts


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer that a kind can arrive at. `share`: of the question's points, where the rubric names no options."""

    id: str
    label: Texts
    share: float


class KindClass(Protocol):
    """The class of a kind: how it is read from a rubric, and which outcomes it may have."""

    name: ClassVar[KindName]
    keys: ClassVar[tuple[Key, ...]]
    outcomes: ClassVar[tuple[Outcome, ...]]

    @classmethod
    def read(cls, at: Cursor, question_id: str) -> Self:
        """The kind as the question at this place has it. Raises Misread."""
        ...

    def reachable(self) -> tuple[Outcome, ...]:
        """The outcomes that this very question can have, the shares as it wants them."""
        ...

    def phrases(self) -> tuple[PhraseSpec, ...]: ...

    def situations(self) -> tuple[SituationSpec, ...]: ...


def mapping_schema(keys: tuple[Key, ...]) -> dict[str, Any]:
    """JSON schema of a mapping with these keys and no others."""
    return {
        "type": "object",
        "properties": {key.name: key.schema for key in keys},
        "required": [key.name for key in keys if key.required],
        "additionalProperties": False,
    }


TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
SECONDS: dict[str, Any] = {"type": "number", "exclusiveMinimum": 0}
TEXTS: dict[str, Any] = {
    "type": "object",
    "properties": {"he": TEXT, "en": TEXT},
    "additionalProperties": False,
    "minProperties": 1,
}
WORDINGS: dict[str, Any] = {
    "type": "array",
    "items": TEXT,
    "minItems": 1,
    "description": "any one fulfils it; {a|b} is a choice, [a] may be left out, <name> or ... holds up to 6 words",
}

_STRICTNESS: tuple[Strictness, ...] = ("exact", "close", "meaning")
_SPEAKERS: tuple[Speaker, ...] = ("agent", "customer")
_ANYBODY = "anybody"

#: In the order in which a call goes through them.
PHASES: tuple[PhaseName, ...] = get_args(PhaseName)
SHARE: dict[str, Any] = {"type": "number", "exclusiveMinimum": 0, "maximum": 1}
TIMES: dict[str, Any] = {"type": "integer", "minimum": 1}
_NAMED = {"type": "string", "description": "another question's phrase: its id, or question.sentence"}

_NEAR = (
    Key("question", _NAMED, required=True),
    Key("within_s", SECONDS | {"description": "at most so far away, before or behind"}, required=True),
)
#: The keys that say how strictly, from whom and where a phrase is expected.
SAYING: tuple[Key, ...] = (
    Key("strictness", {"enum": list(_STRICTNESS), "description": "close where missing"}),
    Key("speaker", {"enum": [*_SPEAKERS, _ANYBODY], "description": "agent where missing"}),
    Key("first_s", SECONDS | {"description": "only within the first n seconds of the call"}),
    Key("last_s", SECONDS | {"description": "only within the last n seconds of the call"}),
    Key("first_share", SHARE | {"description": "only within the first part of the call; 0.25 is its first quarter"}),
    Key("last_share", SHARE | {"description": "only within the last part of the call"}),
    Key("phase", {"enum": list(PHASES), "description": "only in that phase of the call"}),
    Key("after", _NAMED | {"description": "only behind the first time that this phrase of another question is said"}),
    Key("before", _NAMED | {"description": "only ahead of the last time that this phrase of another question is said"}),
    Key("near", mapping_schema(_NEAR) | {"description": "only close to a phrase of another question"}),
)
#: The keys that say how often.
COUNTING: tuple[Key, ...] = (
    Key("at_least", TIMES | {"description": "so many times; 1 where missing"}),
    Key("at_most", TIMES | {"description": "said more often it does not count"}),
)


def wordings(at: Cursor) -> tuple[str, ...]:
    """The wordings listed here, each checked against the family syntax. Raises Misread at the line of a bad one."""
    found = []
    for entry in at.items():
        text = entry.text()
        try:
            check(text)
        except BadPattern as error:
            raise entry.misread(str(error)) from error
        if text in found:
            raise entry.misread(f"the wording {text!r} stands here twice")
        found.append(text)
    return tuple(found)


def phrase(at: Cursor, phrase_id: str, said: tuple[str, ...], usual: Speaker = "agent") -> PhraseSpec:
    """The phrase with these wordings; strictness, speaker, place and count as the mapping at this place says."""
    return PhraseSpec(
        id=phrase_id,
        wordings=said,
        strictness=_strictness(at),
        speaker=_speaker(at, usual),
        window=Window(
            first_ms=at["first_s"].milliseconds() if "first_s" in at else None,
            last_ms=at["last_s"].milliseconds() if "last_s" in at else None,
            first_share=at["first_share"].share() if "first_share" in at else None,
            last_share=at["last_share"].share() if "last_share" in at else None,
        ),
        place=_place(at, phrase_id),
        count=_count(at),
    )


def phase(at: Cursor) -> PhaseName:
    """The phase that the text here names."""
    named = at.choice(*PHASES)
    return next(known for known in PHASES if known == named)


def read_bounds(at: Cursor) -> tuple[float | None, float | None]:
    """What a measure has to be at least and at most; None means unbounded. Raises Misread."""
    at_least = at["at_least"].number() if "at_least" in at else None
    at_most = at["at_most"].number() if "at_most" in at else None
    if at_least is None and at_most is None:
        raise at.misread("a measure needs at_least, at_most or both")
    if at_least is not None and at_most is not None and at_least > at_most:
        raise at["at_least"].misread(f"nothing is at least {at_least:g} and at most {at_most:g}")
    return at_least, at_most


def _place(at: Cursor, phrase_id: str) -> Place:
    place = Place(
        after=at["after"].mention(phrase_id) if "after" in at else None,
        before=at["before"].mention(phrase_id) if "before" in at else None,
        phase=phase(at["phase"]) if "phase" in at else None,
    )
    if "near" not in at:
        return place
    near = at["near"]
    near.expect(_NEAR)
    return replace(place, near=near["question"].mention(phrase_id), within_ms=near["within_s"].milliseconds())


def _count(at: Cursor) -> Count:
    """Where a mapping may count at all; elsewhere these keys are unknown, or another kind's."""
    at_least = at["at_least"].times() if "at_least" in at else 1
    at_most = at["at_most"].times() if "at_most" in at else None
    if at_most is not None and at_most < at_least:
        raise at["at_most"].misread(f"nothing is said at least {at_least} and at most {at_most} times")
    return Count(at_least, at_most)


def _strictness(at: Cursor) -> Strictness:
    named = at["strictness"].choice(*_STRICTNESS) if "strictness" in at else "close"
    return next(strictness for strictness in _STRICTNESS if strictness == named)


def _speaker(at: Cursor, usual: Speaker) -> Speaker | None:
    named = at["speaker"].choice(*_SPEAKERS, _ANYBODY) if "speaker" in at else usual
    return next((speaker for speaker in _SPEAKERS if speaker == named), None)
