"""Where in a call a situation arises: by the letters of the examples, and by their meaning."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from qa.engines.interfaces import Embedder
from qa.pipeline.model import Evidence, Moment, PhraseFinding, PhraseSpec, SituationSpec, Turn
from qa.pipeline.situations import calibration
from qa.pipeline.situations.kinds import kinds, sentences
from qa.pipeline.situations.meaning import Nearness, Sense
from qa.pipeline.situations.pieces import Piece, pieces
from qa.platform.spans import Span

#: From this probability of the text on, its words are the trigger, however well others fit in meaning.
_TO_THE_LETTER = 0.5


#: Another situation explains a trigger's words where its own cover this share of them.
_MOST_OF_IT = 0.6


@dataclass(frozen=True, slots=True)
class Prepared:
    """The situations of a checklist, ready to be looked for in calls of one language.

    `specs`: with the wordings of the known kinds added to their triggers. `examples`: what the rubric itself lists, in
    plain sentences, for the situations that are also looked for by meaning.
    """

    specs: tuple[SituationSpec, ...]
    examples: Mapping[str, tuple[str, ...]]
    sense: Sense | None

    @property
    def phrases(self) -> tuple[PhraseSpec, ...]:
        """All that must be looked for as phrases before the situations can be judged."""
        return tuple(phrase for spec in self.specs for phrase in (spec.trigger, spec.response))


@dataclass(frozen=True, slots=True)
class Sign:
    """What hints at a trigger in one turn: the likeliest moment of its letters, and the piece nearest in meaning."""

    situation: str
    turn: int
    said: Moment | None
    near: tuple[Piece, Nearness] | None


@dataclass(frozen=True, slots=True)
class Trigger:
    """One moment at which a situation probably arose. `turn` is the index of its turn in the transcript.

    `reach` holds all words that hint at it, which may be more than those of the evidence.
    """

    evidence: Evidence
    turn: int
    probability: float
    reach: Span


def prepare(specs: tuple[SituationSpec, ...], language: str, embedder: Embedder | None) -> Prepared:
    """The situations with all that is known about what their triggers may sound like.

    Raises what the embedder raises. Takes seconds for the first call of a language, then next to nothing.
    """
    if embedder is None or not kinds(language) or not any(map(_is_read_by_meaning, specs)):
        return Prepared(specs, {}, None)
    known = Sense(embedder, language)
    examples = {
        spec.id: tuple(s for wording in spec.trigger.wordings for s in sentences(wording))
        for spec in specs
        if _is_read_by_meaning(spec)
    }
    related = known.kinds_of(examples)
    widened = tuple(_widen(spec, related[spec.id], language) if spec.id in related else spec for spec in specs)
    return Prepared(widened, examples, known)


def _is_read_by_meaning(spec: SituationSpec) -> bool:
    """What agents say is their own wording; only what customers say comes in any words."""
    return spec.trigger.speaker == "customer" and spec.trigger.strictness != "exact"


def _widen(spec: SituationSpec, related: frozenset[str], language: str) -> SituationSpec:
    more = tuple(wording for kind in sorted(related) for wording in kinds(language)[kind])
    wordings = tuple(dict.fromkeys(spec.trigger.wordings + more))
    return replace(spec, trigger=replace(spec.trigger, wordings=wordings, strictness="meaning"))


def triggers(
    prepared: Prepared, phrases: Mapping[str, PhraseFinding], turns: tuple[Turn, ...]
) -> dict[str, tuple[Trigger, ...]]:
    """Per situation the turns that may hold its trigger, in time order, with whatever probability."""
    found: dict[str, list[Trigger]] = {spec.id: [] for spec in prepared.specs}
    for sign in signs_of(prepared, phrases, turns):
        trigger = _trigger(sign.said, sign.near, sign.turn)
        if trigger:
            found[sign.situation].append(trigger)
    return {name: tuple(t for t in own if not _is_outdone(t, name, found)) for name, own in found.items()}


def signs_of(prepared: Prepared, phrases: Mapping[str, PhraseFinding], turns: tuple[Turn, ...]) -> tuple[Sign, ...]:
    """What hints at a trigger, if anything does: one entry a turn and situation, in time order."""
    near = _nearness(prepared, turns)
    return tuple(
        Sign(spec.id, index, _said(phrases[spec.trigger.id], turn), near.get((spec.id, index)))
        for index, turn in enumerate(turns)
        for spec in prepared.specs
    )


def _said(finding: PhraseFinding, turn: Turn) -> Moment | None:
    """The likeliest moment that begins in the turn; some run over a pause into the next turn of the same speaker."""
    own = [moment for moment in finding.moments if _is_in(moment.evidence, turn)]
    return max(own, key=lambda moment: moment.probability, default=None)


def _is_in(evidence: Evidence, turn: Turn) -> bool:
    return evidence.speaker == turn.speaker and turn.span.start <= evidence.span.start < turn.span.end


def _is_outdone(trigger: Trigger, name: str, found: Mapping[str, list[Trigger]]) -> bool:
    """Whether another situation explains the same words better: nobody tells of two things in the same words."""
    return any(
        other.turn == trigger.turn
        and other.probability > trigger.probability
        and _covers(other.reach, trigger.evidence.span)
        for rival, others in found.items()
        if rival != name
        for other in others
    )


def _nearness(prepared: Prepared, turns: tuple[Turn, ...]) -> dict[tuple[str, int], tuple[Piece, Nearness]]:
    """Per situation and turn the piece that comes nearest in meaning."""
    cut = [piece for index, turn in enumerate(turns) if turn.speaker != "agent" for piece in pieces(index, turn)]
    if prepared.sense is None or not cut:
        return {}
    found: dict[tuple[str, int], tuple[Piece, Nearness]] = {}
    for name, row in prepared.sense.nearness([piece.text for piece in cut], prepared.examples).items():
        for piece, near in zip(cut, row, strict=True):
            best = found.get((name, piece.turn))
            if best is None or _stands_out(near) > _stands_out(best[1]):
                found[name, piece.turn] = piece, near
    return found


def _stands_out(near: Nearness) -> float:
    return near.over_rivals + near.over_plain


def _covers(other: Span, own: Span) -> bool:
    common = other.intersection(own)
    return common is not None and common.length >= _MOST_OF_IT * own.length


def _trigger(said: Moment | None, near: tuple[Piece, Nearness] | None, turn: int) -> Trigger | None:
    """What the letters and the meaning of one turn come to; None where neither hints at anything."""
    if near is None:
        return Trigger(said.evidence, turn, said.probability, said.evidence.span) if said else None
    piece, nearness = near
    probability = calibration.probability(said.probability if said else None, nearness)
    if said is None:
        return Trigger(piece.evidence, turn, probability, piece.span)
    evidence = said.evidence if said.probability >= _TO_THE_LETTER else piece.evidence
    return Trigger(evidence, turn, probability, said.evidence.span.hull(piece.span))
