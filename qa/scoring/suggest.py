"""From findings to suggestions: one judge for each kind of question, found by the kind's class."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatch
from math import prod

from qa.pipeline.model import Evidence, Findings, Opportunity, Transcript
from qa.rubric.kinds import Conduct, Manual, Phrase, Situation, Tone, Transition
from qa.rubric.kinds.conduct import MET, NOT_MET
from qa.rubric.kinds.situation import ANSWERED, MISSED, PARTLY
from qa.rubric.model import Kind, Question, Rubric, Texts
from qa.scoring import tone, why
from qa.scoring.conduct import WITHIN_TURNS, measured
from qa.scoring.leading import led
from qa.scoring.suggestion import Suggestion, Verdict

__all__ = ["Suggestion", "suggest"]

#: From this probability on a tone counts as within its bounds, and up to its complement as beyond them.
_SURE_OF_TONE = 0.7

_MET: tuple[Verdict, str] = ("met", MET)
_NOT_MET: tuple[Verdict, str] = ("not_met", NOT_MET)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a judge may look at."""

    findings: Findings
    transcript: Transcript | None


def suggest(findings: Findings, rubric: Rubric, transcript: Transcript | None = None) -> tuple[Suggestion, ...]:
    """One suggestion for each question that a machine can say something about, in the order of the rubric.

    `findings` must be those of this rubric's checklist. Without the transcript, what is said of tone has no evidence.
    Questions are judged whether or not their conditions hold: what is asked is the score's to decide, by the answers.
    """
    heard = Heard(findings, transcript)
    judged = (_judge(question.kind, question, heard) for question in rubric.questions)
    return tuple(suggestion for suggestion in judged if suggestion)


@singledispatch
def _judge(kind: Kind, question: Question, heard: Heard) -> Suggestion | None:
    raise TypeError(f"no judge for the {kind.name} question {question.id} among {len(heard.findings.phrases)} findings")


def _skipped(question: Question, reason: Texts) -> Suggestion:
    return Suggestion(question.id, "skipped", None, 0.0, (), reason)


@_judge.register
def _(kind: Manual, question: Question, heard: Heard) -> Suggestion | None:  # noqa: ARG001 - all judges look alike
    return None


@_judge.register
def _(kind: Phrase, question: Question, heard: Heard) -> Suggestion:
    found = heard.findings.phrases[kind.spec.id]
    if found.verdict == "skipped":
        return _skipped(question, why.skipped(found))
    return Suggestion(
        question_id=question.id,
        verdict=found.verdict,
        option_id=found.verdict if found.verdict != "unsure" else None,
        probability=found.probability,
        evidence=found.occurrences,
        why=why.phrase(found, written=heard.transcript is not None and heard.transcript.written),
    )


@_judge.register
def _(kind: Transition, question: Question, heard: Heard) -> Suggestion:
    found = led(kind, heard.findings)
    return Suggestion(question.id, found.verdict, found.option_id, found.probability, found.evidence, found.why)


@_judge.register
def _(kind: Situation, question: Question, heard: Heard) -> Suggestion:
    opportunities = heard.findings.situations[kind.spec.id].opportunities
    unheard = heard.findings.phrases.get(kind.spec.response.id if opportunities else kind.spec.trigger.id)
    if unheard is not None and unheard.verdict == "skipped":
        return _skipped(question, why.skipped(unheard))
    if not opportunities:
        return Suggestion(question.id, "not_applicable", None, 0.0, (), why.NO_OPPORTUNITY)
    outcomes = [opportunity.outcome for opportunity in opportunities]
    probability = prod(opportunity.probability for opportunity in opportunities)
    evidence = tuple(moment for opportunity in opportunities for moment in _moments(opportunity))
    verdict, option_id = _outcome(outcomes)
    return Suggestion(question.id, verdict, option_id, probability, evidence, why.situation(outcomes))


def _outcome(outcomes: Sequence[str]) -> tuple[Verdict, str | None]:
    """What became of all opportunities together: the verdict and the option."""
    if "unsure" in outcomes:
        return "unsure", None
    if all(outcome == "answered" for outcome in outcomes):
        return "met", ANSWERED
    return "not_met", MISSED if all(outcome == "missed" for outcome in outcomes) else PARTLY


def _moments(opportunity: Opportunity) -> tuple[Evidence, ...]:
    return (opportunity.trigger, opportunity.response) if opportunity.response else (opportunity.trigger,)


@_judge.register
def _(kind: Tone, question: Question, heard: Heard) -> Suggestion:
    finding = heard.findings.tone
    if finding is None:
        return _skipped(question, why.NO_TONE)
    measurement = tone.measured(kind, finding, heard.transcript)
    if measurement is None:
        return _skipped(question, why.TONE_ONCE if tone.known_quarters(kind, finding) else why.TONE_UNKNOWN)
    probability = measurement.within(kind.at_least, kind.at_most)
    text = why.tone(kind, measurement.value)
    if 1 - _SURE_OF_TONE < probability < _SURE_OF_TONE:
        return Suggestion(question.id, "unsure", None, probability, measurement.evidence, text)
    verdict, option_id = _MET if probability >= _SURE_OF_TONE else _NOT_MET
    return Suggestion(question.id, verdict, option_id, probability, measurement.evidence, text)


@_judge.register
def _(kind: Conduct, question: Question, heard: Heard) -> Suggestion:
    if heard.findings.conduct is None:
        return Suggestion(question.id, "not_applicable", None, 0.0, (), why.WRITTEN)
    if heard.findings.conduct.assembled and kind.measure not in WITHIN_TURNS:
        return Suggestion(question.id, "not_applicable", None, 0.0, (), why.ASSEMBLED)
    measurement = measured(kind.measure, heard.findings.conduct)
    if measurement is None:
        return _skipped(question, why.NOT_MEASURED)
    low = kind.at_least is None or measurement.value >= kind.at_least
    high = kind.at_most is None or measurement.value <= kind.at_most
    verdict, option_id = _MET if low and high else _NOT_MET
    text = why.conduct(kind, measurement.value)
    return Suggestion(question.id, verdict, option_id, float(low and high), measurement.evidence, text)
