"""Sentences that lead a call from one phase into the next."""

from dataclasses import dataclass
from typing import ClassVar, Self

from qa.pipeline.model import PhaseName, PhraseSpec, SituationSpec
from qa.rubric.cursor import Cursor, Key
from qa.rubric.kinds.base import (
    COUNTING,
    PHASES,
    SAYING,
    SECONDS,
    SHARE,
    TEXT,
    WORDINGS,
    Outcome,
    mapping_schema,
    phase,
    phrase,
    wordings,
)
from qa.rubric.model import KindName, Texts

MET, PARTLY, NOT_MET = "met", "partly", "not_met"

_DEFAULT_BOUNDARY_MS = 20_000
_BETWEEN = Key(
    "between",
    {
        "type": "array",
        "items": {"enum": list(PHASES)},
        "minItems": 2,
        "maxItems": 2,
        "description": "said where the first of these phases gives way to the second",
    },
)
_SENTENCE = (
    Key("id", TEXT, required=True),
    Key("wordings", WORDINGS, required=True),
    _BETWEEN,
    *SAYING,
    *COUNTING,
)


@dataclass(frozen=True, slots=True)
class Boundary:
    """Where one phase of a call gives way to a later one, and how far from there a sentence still belongs to it."""

    left: PhaseName
    entered: PhaseName
    within_ms: int


@dataclass(frozen=True, slots=True)
class Transition:
    """Asks for `need` of the listed sentences, in the listed order where more than one is needed.

    `within_ms` then bounds the time from one to the next. `share` instead asks for that share of them in any order:
    how far the agent led the call. `boundaries` has one entry a sentence, or none at all; None: anywhere.
    """

    name: ClassVar[KindName] = "transition"
    keys: ClassVar[tuple[Key, ...]] = (
        Key(
            "sentences",
            {
                "type": "array",
                "minItems": 1,
                "description": "in the order in which they belong into a call; each may have its own place in it",
                "items": mapping_schema(_SENTENCE),
            },
            required=True,
        ),
        Key("need", {"type": "integer", "minimum": 1, "description": "how many of them, in order; 1 where missing"}),
        Key("within_s", SECONDS | {"description": "with need: at most so long from one of them to the next"}),
        Key("share_at_least", SHARE | {"description": "instead of need: this share of them, in any order"}),
        _BETWEEN,
        Key(
            "boundary_s", SECONDS | {"description": "with between: at most so far from the boundary; 20 where missing"}
        ),
    )
    outcomes: ClassVar[tuple[Outcome, ...]] = (
        Outcome(MET, Texts("נאמר במקומו", "Said in its place"), 1.0),
        Outcome(PARTLY, Texts("נאמר חלקית או שלא במקומו", "Partly, or not in its place"), 0.5),
        Outcome(NOT_MET, Texts("לא נאמר", "Not said"), 0.0),
    )

    sentences: tuple[PhraseSpec, ...]
    need: int = 1
    within_ms: int | None = None
    share: float | None = None
    boundaries: tuple[Boundary | None, ...] = ()

    @classmethod
    def read(cls, at: Cursor, question_id: str) -> Self:
        """Raises Misread."""
        sentences: list[PhraseSpec] = []
        boundaries: list[Boundary | None] = []
        for entry in at["sentences"].items():
            entry.expect(_SENTENCE)
            phrase_id = f"{question_id}.{entry['id'].text()}"
            if any(sentence.id == phrase_id for sentence in sentences):
                raise entry["id"].misread(f"the sentence {entry['id'].text()!r} stands here twice")
            sentences.append(phrase(entry, phrase_id, wordings(entry["wordings"])))
            boundaries.append(_boundary(entry, at) if "between" in entry else _boundary(at, at))
        share = at["share_at_least"].share() if "share_at_least" in at else None
        return cls(
            tuple(sentences),
            need=_need(at, len(sentences)) if share is None else 1,
            within_ms=_within(at, share),
            share=share,
            boundaries=tuple(boundaries) if any(boundaries) else (),
        )

    def reachable(self) -> tuple[Outcome, ...]:
        """One needed sentence that may stand anywhere is said or not; else it can be said in part."""
        simple = self.share is None and self.need == 1 and not self.boundaries
        return tuple(outcome for outcome in self.outcomes if not simple or outcome.id != PARTLY)

    def boundary(self, index: int) -> Boundary | None:
        """Where the sentence of that index belongs; None: anywhere."""
        return self.boundaries[index] if self.boundaries else None

    def phrases(self) -> tuple[PhraseSpec, ...]:
        """Every sentence."""
        return self.sentences

    def situations(self) -> tuple[SituationSpec, ...]:
        """None."""
        return ()


def _boundary(at: Cursor, question: Cursor) -> Boundary | None:
    """The boundary that the mapping names; how near it is said by the question for all of its sentences."""
    if "between" not in at:
        return None
    named = [phase(entry) for entry in at["between"].items()]
    if len(named) != 2 or PHASES.index(named[0]) >= PHASES.index(named[1]):
        raise at["between"].misread(f"two phases were expected, in this order: {', '.join(PHASES)}")
    near = question["boundary_s"].milliseconds() if "boundary_s" in question else _DEFAULT_BOUNDARY_MS
    return Boundary(named[0], named[1], near)


def _need(at: Cursor, listed: int) -> int:
    need = at["need"].whole() if "need" in at else 1
    if not 1 <= need <= listed:
        raise at["need"].misread(f"{need} sentences are needed, but {listed} are listed")
    if need == 1 and "within_s" in at:
        raise at["within_s"].misread("a time from one sentence to the next wants a need of 2 or more")
    return need


def _within(at: Cursor, share: float | None) -> int | None:
    for name in ("need", "within_s"):
        if share is not None and name in at:
            raise at[name].misread(f"a share of the sentences is asked for in any order: {name} has no place here")
    return at["within_s"].milliseconds() if "within_s" in at else None
