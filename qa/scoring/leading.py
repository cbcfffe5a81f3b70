"""Transition sentences against the call: which were said in their place, and what follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from qa.pipeline.model import Evidence, Findings, Phase, PhraseFinding
from qa.platform.spans import Span
from qa.rubric.kinds import Transition
from qa.rubric.kinds.transition import MET, NOT_MET, PARTLY, Boundary
from qa.rubric.model import Texts
from qa.scoring import why
from qa.scoring.ordering import longest_in_order
from qa.scoring.suggestion import Verdict


@dataclass(frozen=True, slots=True)
class Led:
    """What a transition question comes to. `option_id` None: unsure or skipped."""

    verdict: Verdict
    option_id: str | None
    probability: float
    evidence: tuple[Evidence, ...]
    why: Texts


@dataclass(frozen=True, slots=True)
class _Sentence:
    """One sentence of the list: what was found, and which of its moments lie where it belongs."""

    finding: PhraseFinding
    placed: tuple[Evidence, ...]
    unplaceable: bool  # it belongs to a boundary that was not found, so that its place could not be judged

    def spans(self, verdicts: set[str]) -> list[Span]:
        """Its moments in their place, where the finding has one of these verdicts."""
        return [evidence.span for evidence in self.placed] if self.finding.verdict in verdicts else []


def led(kind: Transition, findings: Findings) -> Led:
    """The verdict on one transition question."""
    sentences = [
        _sentence(findings.phrases[spec.id], kind.boundary(index), findings.phases)
        for index, spec in enumerate(kind.sentences)
    ]
    skipped = [sentence.finding for sentence in sentences if sentence.finding.verdict == "skipped"]
    need = kind.need if kind.share is None else ceil(kind.share * len(sentences))
    sure = _count(kind, sentences, {"said"})
    hoped = _count(kind, sentences, {"said", "unsure"})
    text = why.transition(sure, need) if kind.share is None else why.leading(sure, len(sentences), kind.share)
    if any(sentence.unplaceable for sentence in sentences):
        text = why.by_sentences(text)
    probability = _likely([sentence.finding for sentence in sentences], sure, need)
    evidence = tuple(sentence.placed[0] for sentence in sentences if sentence.placed)
    if sure >= need:
        return Led("met", MET, probability, evidence, text)
    if hoped >= need:
        return Led("unsure", None, probability, evidence, text)
    if hoped + len(skipped) >= need:
        return Led("skipped", None, 0.0, evidence, why.skipped(skipped[0]))
    return _short_of(kind, sentences, (probability, text))


def _short_of(kind: Transition, sentences: list[_Sentence], about: tuple[float, Texts]) -> Led:
    """The verdict where too few sentences were said in their place."""
    probability, text = about
    heard = tuple(s.finding.occurrences[0] for s in sentences if s.finding.occurrences)
    verdicts = {sentence.finding.verdict for sentence in sentences}
    partly = any(outcome.id == PARTLY for outcome in kind.reachable())
    if partly and "said" in verdicts:
        return Led("not_met", PARTLY, probability, heard, text)
    if partly and "unsure" in verdicts:
        return Led("unsure", None, probability, heard, text)
    return Led("not_met", NOT_MET, probability, heard, text)


def _likely(findings: Sequence[PhraseFinding], counted: int, need: int) -> float:
    """How likely `need` sentences were said in their place: as likely as the least likely that is needed.

    What was said beyond the `counted` ones was said elsewhere, and counts only where that was heard wrongly.
    """
    said = sorted((found.probability for found in findings if found.verdict == "said"), reverse=True)
    others = [found.probability for found in findings if found.verdict != "said"]
    likely = [*said[:counted], *(1 - probability for probability in said[counted:]), *others]
    return sorted(likely, reverse=True)[need - 1]


def _count(kind: Transition, sentences: list[_Sentence], verdicts: set[str]) -> int:
    """How many sentences count: in their order, or in any where a share of them is asked for."""
    moments = [sentence.spans(verdicts) for sentence in sentences]
    if kind.share is not None:
        return sum(bool(of) for of in moments)
    return longest_in_order(moments, kind.within_ms)


def _sentence(finding: PhraseFinding, boundary: Boundary | None, phases: tuple[Phase, ...]) -> _Sentence:
    if boundary is None:
        return _Sentence(finding, finding.occurrences, unplaceable=False)
    at = _where(boundary, phases)
    if at is None:
        return _Sentence(finding, finding.occurrences, unplaceable=True)
    near = Span(max(0, at - boundary.within_ms), at + boundary.within_ms + 1)
    placed = tuple(e for e in finding.occurrences if e.span.start < near.end and e.span.end > near.start)
    return _Sentence(finding, placed, unplaceable=False)


def _where(boundary: Boundary, phases: tuple[Phase, ...]) -> int | None:
    """When the later phase begins, where the earlier one comes before it; None where the call does not show it."""
    for index, phase in enumerate(phases):
        if phase.name == boundary.entered and any(earlier.name == boundary.left for earlier in phases[:index]):
            return phase.span.start
    return None
