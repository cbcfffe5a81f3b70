"""Evaluations into what the web says of them."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from sqlalchemy.orm import Session

from qa.calls.view import call_out, jobs_of
from qa.evaluation import marks
from qa.evaluation.revising import Changed, changed
from qa.evaluation.schemas import (
    AnswerOut,
    ChangedOut,
    EvaluationOut,
    EvaluationRevisionOut,
    EvidenceOut,
    FeedbackBrief,
    OptionOut,
    QuestionOut,
    RubricBrief,
    ScoreOut,
    SectionOut,
    ShareOut,
    StoodOut,
    SuggestionOut,
)
from qa.evaluation.signing import trust_in
from qa.evaluation.tables import AnswerRow, Evaluation, EvaluationState, SuggestionRow
from qa.rubric.model import Question, Rubric
from qa.rubric.schemas import Texts
from qa.rubric.store import rubric_of
from qa.scoring import why
from qa.scoring.chances import confidence
from qa.scoring.score import Answer, Score, Share

_HIGHLIGHTS = 3


def evaluation_out(session: Session, evaluation: Evaluation) -> EvaluationOut:
    """The whole evaluation: questions, suggestions, answers, score."""
    rubric = rubric_of(evaluation.rubric)
    stands = marks.score_of(evaluation, rubric)
    call = evaluation.call
    return EvaluationOut(
        id=evaluation.id,
        version=evaluation.version,
        state=evaluation.state.value,
        call=call_out(call, jobs_of(session, [call.id])[call.id]),
        rubric=rubric_brief(rubric),
        sections=sections_out(
            rubric,
            stands,
            {row.question_id: suggestion_out(row) for row in evaluation.suggestions},
            {question_id: _answer_out(row) for question_id, row in marks.current_answers(evaluation).items()},
        ),
        score=_score_out(stands, rubric),
        trust=dict(trust_in(session, evaluation)),
        summary=evaluation.summary,
        reviewer_name=evaluation.reviewer.name if evaluation.reviewer else None,
        submitted_at=evaluation.submitted_at,
        published_at=evaluation.published_at,
        acknowledged_at=evaluation.acknowledged_at,
        acknowledgement=evaluation.acknowledgement,
        revision=evaluation.revision,
        retracted_at=evaluation.retracted_at,
        retracted_why=evaluation.retracted_why,
        standing_id=call.evaluation_id if evaluation.state is EvaluationState.RETRACTED else None,
    )


def history_out(revisions: Sequence[Evaluation]) -> list[EvaluationRevisionOut]:
    """The revisions of one evaluation, the newest first, each with what it changed of the one before it."""
    return [
        _revision_out(revision, before)
        for revision, before in zip_longest(revisions, revisions[1:])
        if revision is not None
    ]


def _revision_out(revision: Evaluation, before: Evaluation | None) -> EvaluationRevisionOut:
    stands = marks.score_of(revision, rubric_of(revision.rubric))
    return EvaluationRevisionOut(
        evaluation_id=revision.id,
        revision=revision.revision,
        state=revision.state.value,
        percent=stands.percent,
        passed=stands.passed,
        published_at=revision.published_at,
        retracted_at=revision.retracted_at,
        retracted_why=revision.retracted_why,
        retracted_by_name=revision.retractor.name if revision.retractor else None,
        changes=[_changed_out(one) for one in changed(before, revision)] if before else [],
    )


def _changed_out(one: Changed) -> ChangedOut:
    return ChangedOut(
        question_id=one.question.id,
        text=Texts.of(one.question.text),
        before=stood_out(one.question, one.before),
        after=stood_out(one.question, one.after),
        reason=one.given.reason if one.given else None,
        person_name=one.given.person.name if one.given else None,
    )


def stood_out(question: Question, answer: Answer | None) -> StoodOut | None:
    """An answer in the question's own words."""
    if answer is None:
        return None
    label = Texts.of(question.option(answer.option_id).label) if answer.option_id else None
    return StoodOut(option_id=answer.option_id, label=label)


def feedback_brief(session: Session, evaluation: Evaluation) -> FeedbackBrief:
    """One line of the agent's own list, with what went well."""
    rubric = rubric_of(evaluation.rubric)
    stands = marks.score_of(evaluation, rubric)
    call = evaluation.call
    assert evaluation.published_at is not None, "only published evaluations are feedback"
    return FeedbackBrief(
        evaluation_id=evaluation.id,
        call=call_out(call, jobs_of(session, [call.id])[call.id]),
        rubric=rubric_brief(rubric),
        percent=stands.percent,
        passed=stands.passed,
        published_at=evaluation.published_at,
        acknowledged_at=evaluation.acknowledged_at,
        revision=evaluation.revision,
        disputed=evaluation.state is EvaluationState.DISPUTED,
        highlights=[Texts.of(question.text) for question in _went_well(rubric, stands)],
    )


def rubric_brief(rubric: Rubric) -> RubricBrief:
    """The rubric's name."""
    return RubricBrief(id=rubric.id, version=rubric.version, title=Texts.of(rubric.title), language=rubric.language)


def _went_well(rubric: Rubric, stands: Score) -> list[Question]:
    """Questions that earned all they could, those worth most first."""
    full = [
        (marks_of.possible, question)
        for question in rubric.questions
        if (marks_of := stands.by_question.get(question.id))
        and marks_of.possible
        and marks_of.points == marks_of.possible
    ]
    return [question for _worth, question in sorted(full, key=lambda pair: -pair[0])[:_HIGHLIGHTS]]


def sections_out(
    rubric: Rubric, stands: Score, suggestions: Mapping[str, SuggestionOut], answers: Mapping[str, AnswerOut]
) -> list[SectionOut]:
    """The rubric's questions with what was said of each, both by question id, and what that comes to."""
    return [
        SectionOut(
            id=section.id,
            title=Texts.of(section.title),
            failed=section.id in stands.failed_sections,
            questions=[
                _question_out(question, (suggestions.get(question.id), answers.get(question.id)), stands, rubric)
                for question in section.questions
            ],
        )
        for section in rubric.sections
    ]


def options_out(question: Question) -> list[OptionOut]:
    """What the question offers, each option with what it is worth."""
    return [
        OptionOut(id=o.id, label=Texts.of(o.label), points=question.points(o.id), auto_fail=o.auto_fail)
        for o in question.options
    ]


def _question_out(
    question: Question, said: tuple[SuggestionOut | None, AnswerOut | None], stands: Score, rubric: Rubric
) -> QuestionOut:
    suggestion, answer = said
    earned = stands.by_question[question.id]
    return QuestionOut(
        id=question.id,
        kind=question.kind.name,
        text=Texts.of(question.text),
        guide=Texts.of(question.guide) if question.guide else None,
        critical=question.critical,
        options=options_out(question),
        suggestion=suggestion,
        answer=answer,
        points=earned.points,
        points_possible=earned.possible,
        decided_by=earned.decided_by,
        not_applicable=earned.not_applicable,
        asked=earned.asked,
        condition=Texts.of(why.condition(question.only_if, rubric)) if question.only_if else None,
    )


def suggestion_out(row: SuggestionRow) -> SuggestionOut:
    """What the machine says of one question."""
    return SuggestionOut(
        verdict=row.verdict,
        option_id=row.option_id,
        probability=row.probability,
        confidence=confidence(row.option_id, row.probability),
        evidence=[EvidenceOut.model_validate(evidence) for evidence in row.evidence],
        why=Texts.model_validate(row.why),
        engine=row.engine,
        created_at=row.created_at,
    )


def _answer_out(row: AnswerRow) -> AnswerOut:
    return AnswerOut(
        option_id=row.option_id,
        not_applicable=row.not_applicable,
        reason=row.reason,
        person_name=row.person.name,
        answered_at=row.answered_at,
        confirmed=row.confirmed,
    )


def _score_out(stands: Score, rubric: Rubric) -> ScoreOut:
    return ScoreOut(
        points=stands.points,
        points_possible=stands.points_possible,
        percent=stands.percent,
        low=stands.low,
        high=stands.high,
        passed=stands.passed,
        could_flip=stands.could_flip,
        auto_failed_by=stands.auto_failed_by,
        critical=_share_out(stands.critical),
        other=_share_out(stands.other),
        pass_percent=rubric.pass_percent,
        from_people=stands.from_people,
        from_machine=stands.from_machine,
        undecided=stands.undecided,
    )


def _share_out(share: Share) -> ShareOut:
    return ShareOut(points=share.points, points_possible=share.possible, percent=share.percent)
