"""What the kinds share: how a kind is described, and how its phrases are written in a rubric."""

from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, Self

from qa.pipeline.model import PhraseSpec, SituationSpec, Speaker, Strictness, Window
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

#: The keys that say how strictly, from whom and where a phrase is expected.
SAYING: tuple[Key, ...] = (
    Key("strictness", {"enum": list(_STRICTNESS), "description": "close where missing"}),
    Key("speaker", {"enum": [*_SPEAKERS, _ANYBODY], "description": "agent where missing"}),
    Key("first_s", SECONDS | {"description": "only within the first n seconds of the call"}),
    Key("last_s", SECONDS | {"description": "only within the last n seconds of the call"}),
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
    """The phrase with these wordings, with strictness, speaker and window as the mapping at this place says."""
    return PhraseSpec(
        id=phrase_id,
        wordings=said,
        strictness=_strictness(at),
        speaker=_speaker(at, usual),
        window=Window(
            first_ms=at["first_s"].milliseconds() if "first_s" in at else None,
            last_ms=at["last_s"].milliseconds() if "last_s" in at else None,
        ),
    )


def _strictness(at: Cursor) -> Strictness:
    named = at["strictness"].choice(*_STRICTNESS) if "strictness" in at else "close"
    return next(strictness for strictness in _STRICTNESS if strictness == named)


def _speaker(at: Cursor, usual: Speaker) -> Speaker | None:
    named = at["speaker"].choice(*_SPEAKERS, _ANYBODY) if "speaker" in at else usual
    return next((speaker for speaker in _SPEAKERS if speaker == named), None)
