"""From findings to suggestions: one judge for each kind of question, found by the kind's class."""

from functools import singledispatch

from qa.pipeline.model import Evidence, Findings, Opportunity, PhraseFinding
from qa.rubric.kinds import Conduct, Manual, Phrase, Situation, Transition
from qa.rubric.kinds.situation import ANSWERED, MISSED, PARTLY
from qa.rubric.model import Kind, Question, Rubric
from qa.scoring import why
from qa.scoring.conduct import measured
from qa.scoring.ordering import longest_in_order
from qa.scoring.suggestion import Suggestion

__all__ = ["Suggestion", "suggest"]


def suggest(findings: Findings, rubric: Rubric) -> tuple[Suggestion, ...]:
    """One suggestion for each question that a machine can say something about, in the order of the rubric.

    `findings` must be those of this rubric's checklist.
    """
    judged = (_judge(question.kind, question, findings) for question in rubric.questions)
    return tuple(suggestion for suggestion in judged if suggestion)


@singledispatch
def _judge(kind: Kind, question: Question, findings: Findings) -> Suggestion | None:
    raise TypeError(f"no judge for the {kind.name} question {question.id} among {len(findings.phrases)} findings")


@_judge.register
def _(kind: Manual, question: Question, findings: Findings) -> Suggestion | None:  # noqa: ARG001 - all judges look alike
    return None


@_judge.register
def _(kind: Phrase, question: Question, findings: Findings) -> Suggestion:
    found = findings.phrases[kind.spec.id]
    decided = found.verdict in {"said", "not_said"}
    return Suggestion(
        question_id=question.id,
        verdict=found.verdict,
        option_id=found.verdict if decided else None,
        probability=found.probability,
        evidence=found.occurrences,
        why=why.phrase(found),
    )


@_judge.register
def _(kind: Transition, question: Question, findings: Findings) -> Suggestion:
    found = [findings.phrases[sentence.id] for sentence in kind.sentences]
    if all(finding.verdict == "skipped" for finding in found):
        return Suggestion(question.id, "skipped", None, 0.0, (), why.phrase(found[0]))
    sure = _in_order([finding for finding in found if finding.verdict == "said"])
    hoped = _in_order([finding for finding in found if finding.verdict in {"said", "unsure"}])
    evidence = tuple(finding.occurrences[0] for finding in found if finding.occurrences)
    probability = sorted((finding.probability for finding in found), reverse=True)[kind.need - 1]
    said_at_all = any(finding.verdict == "said" for finding in found)
    text = why.transition(sure, kind.need)
    if sure >= kind.need:
        return Suggestion(question.id, "met", "met", probability, evidence, text)
    if hoped >= kind.need:
        return Suggestion(question.id, "unsure", None, probability, evidence, text)
    if said_at_all and kind.need > 1:
        return Suggestion(question.id, "not_met", "partly", probability, evidence, text)
    if kind.need > 1 and any(finding.verdict == "unsure" for finding in found):
        return Suggestion(question.id, "unsure", None, probability, evidence, text)
    return Suggestion(question.id, "not_met", "not_met", probability, evidence, text)


def _in_order(found: list[PhraseFinding]) -> int:
    """How many of the findings can be read in the listed order, one moment each."""
    return longest_in_order([[evidence.span.start for evidence in finding.occurrences] for finding in found])


@_judge.register
def _(kind: Situation, question: Question, findings: Findings) -> Suggestion:
    opportunities = findings.situations[kind.spec.id].opportunities
    if not opportunities:
        return Suggestion(question.id, "not_applicable", None, 0.0, (), why.NO_OPPORTUNITY)
    outcomes = [opportunity.outcome for opportunity in opportunities]
    probability = min(opportunity.probability for opportunity in opportunities)
    evidence = tuple(moment for opportunity in opportunities for moment in _moments(opportunity))
    text = why.situation(outcomes)
    if "unsure" in outcomes:
        return Suggestion(question.id, "unsure", None, probability, evidence, text)
    if all(outcome == "answered" for outcome in outcomes):
        return Suggestion(question.id, "met", ANSWERED, probability, evidence, text)
    option_id = MISSED if all(outcome == "missed" for outcome in outcomes) else PARTLY
    return Suggestion(question.id, "not_met", option_id, probability, evidence, text)


def _moments(opportunity: Opportunity) -> tuple[Evidence, ...]:
    return (opportunity.trigger, opportunity.response) if opportunity.response else (opportunity.trigger,)


@_judge.register
def _(kind: Conduct, question: Question, findings: Findings) -> Suggestion:
    measurement = measured(kind.measure, findings.conduct)
    if measurement is None:
        return Suggestion(question.id, "skipped", None, 0.0, (), why.NOT_MEASURED)
    low = kind.at_least is None or measurement.value >= kind.at_least
    high = kind.at_most is None or measurement.value <= kind.at_most
    verdict = "met" if low and high else "not_met"
    text = why.conduct(kind, measurement.value)
    return Suggestion(
        question.id, "met" if verdict == "met" else "not_met", verdict, float(low and high), measurement.evidence, text
    )
