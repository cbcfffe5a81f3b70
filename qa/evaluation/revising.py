"""What was published and turned out wrong: a revision takes its place, and it stays as it was shown, retracted.

A revision has the suggestions and answers of what it revises, each answer with who gave it and when, but for those that
changed. It is made, answered and published in one step, so that the agent never stands without feedback.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from qa.evaluation import alerts, marks, service, signing
from qa.evaluation.schemas import EvaluationRevisionIn
from qa.evaluation.tables import SHOWN, AnswerRow, Evaluation, EvaluationState, SuggestionRow
from qa.platform import audit
from qa.platform.clock import now
from qa.platform.errors import Refused, StaleVersion
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.rubric.model import Question
from qa.rubric.store import rubric_of
from qa.scoring.standing import Answer


class SameAnswer(Refused):
    """A change that would change nothing."""

    code = "same_answer"

    def __init__(self, question: Question) -> None:
        self.question = question
        super().__init__(f"this is already the answer to {question.id}; choose another, or leave the question as it is")


class AskedOpen(Refused):
    """The changes leave questions that nobody has decided, as where one is asked only by the new answer."""

    code = "asked_open"

    def __init__(self, question_ids: Sequence[str]) -> None:
        self.question_ids = self.detail = question_ids
        super().__init__(f"with these changes {', '.join(question_ids)} must be answered as well")


@dataclass(frozen=True, slots=True)
class Change:
    """Another answer to a question, and why."""

    answer: Answer
    reason: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A question whose answer a revision changed."""

    question: Question
    before: Answer | None  # None: nobody had decided it
    after: Answer | None
    given: AnswerRow | None  # the answer that changed it, with its reason; None where it changed with another


def revise(session: Session, asker: Principal, at: tuple[str, int], wish: EvaluationRevisionIn) -> Evaluation:
    """Correct what was published, `at` (id, version read), and show the agent the revision at once.

    Raises NotFound, StaleVersion, WrongState, NoSuchOption, SameAnswer, AskedOpen.
    """
    asker.require(Right.EVALUATE)
    evaluation_id, version = at
    evaluation = service.get(session, asker, evaluation_id)
    if evaluation.version != version:
        raise StaleVersion("evaluation", version, evaluation.version)
    service.in_state(evaluation, (EvaluationState.PUBLISHED, EvaluationState.ACKNOWLEDGED))
    changes = {one.question_id: Change(Answer(one.option_id, one.not_applicable), one.reason) for one in wish.answers}
    revision = replaced(session, asker.person_id, evaluation, changes, wish.why)
    alerts.revised(session, asker, revision)
    return revision


def replaced(
    session: Session, person_id: str, evaluation: Evaluation, changes: Mapping[str, Change], why: str
) -> Evaluation:
    """The evaluation's revision, published in its place; the evaluation itself is retracted and otherwise unchanged.

    Raises NotFound (question), WrongState, NoSuchOption, SameAnswer, AskedOpen.
    """
    service.in_state(evaluation, SHOWN)
    _check(evaluation, changes)
    service.hold(session, evaluation)
    evaluation.state, evaluation.version = EvaluationState.RETRACTED, evaluation.version + 1
    evaluation.retracted_at, evaluation.retracted_by, evaluation.retracted_why = now(), person_id, why
    session.flush()  # of two who revise it at once, the second stops here
    revision = _copy(evaluation)
    session.add(revision)
    for question_id, change in changes.items():
        marks.replace(revision, question_id)
        given = AnswerRow(question_id=question_id, reason=change.reason, person_id=person_id, answered_at=now())
        given.option_id, given.not_applicable = change.answer.option_id, change.answer.not_applicable
        revision.answers.append(given)
    _check_decided(revision)
    signing.sign(session, revision, person_id)  # what is asked only now has the machine's answer
    session.flush()
    session.refresh(revision, ["answers"])
    marks.refresh(session, revision, revision.call, rubric_of(revision.rubric))
    audit.record(session, person_id, "evaluation_retracted", evaluation.id, revised_as=revision.id)
    audit.record(session, person_id, "evaluation_revised", revision.id, questions=sorted(changes))
    return revision


def history(session: Session, asker: Principal, evaluation_id: str) -> Sequence[Evaluation]:
    """The evaluation and all that it revises or that revises it, the newest first. Raises NotFound, RatedBlind."""
    evaluation = service.get(session, asker, evaluation_id)
    chain = (
        Evaluation.call_id == evaluation.call_id,
        Evaluation.transcript_id == evaluation.transcript_id,
        Evaluation.rubric_version_id == evaluation.rubric_version_id,
    )
    query = sa.select(Evaluation).where(*chain).order_by(Evaluation.revision.desc())
    return session.scalars(query.options(joinedload(Evaluation.call), joinedload(Evaluation.retractor))).unique().all()


def changed(before: Evaluation, after: Evaluation) -> list[Changed]:
    """The questions that stand differently in a revision than in what it revises, in the rubric's order."""
    rubric = rubric_of(after.rubric)
    stood, stands = standing_answers(before), standing_answers(after)
    given = _given_anew(before, after)
    return [
        Changed(question, stood.get(question.id), stands.get(question.id), given.get(question.id))
        for question in rubric.questions
        if stood.get(question.id) != stands.get(question.id)
    ]


def standing_answers(evaluation: Evaluation) -> dict[str, Answer]:
    """What counts for each question that is decided, whoever decided it."""
    score = marks.score_of(evaluation, rubric_of(evaluation.rubric))
    return {
        question_id: Answer(marked.option_id, marked.not_applicable is not None)
        for question_id, marked in score.by_question.items()
        if marked.decided_by != "nobody"
    }


def _given_anew(before: Evaluation, after: Evaluation) -> dict[str, AnswerRow]:
    """The answers of `after` that it does not have from `before`."""
    had = {(row.question_id, row.person_id, row.answered_at) for row in marks.current_answers(before).values()}
    current = marks.current_answers(after)
    return {key: row for key, row in current.items() if (key, row.person_id, row.answered_at) not in had}


def _check(evaluation: Evaluation, changes: Mapping[str, Change]) -> None:
    stands = standing_answers(evaluation)
    by_question = marks.score_of(evaluation, rubric_of(evaluation.rubric)).by_question
    for question_id, change in changes.items():
        question = service.question_of(evaluation, question_id)
        service.check_offered(question, change.answer.option_id, change.answer.not_applicable)
        # A reviewer's "not applicable" is another answer than the system's.
        by_system = by_question[question_id].not_applicable == "system"
        if stands.get(question_id) == change.answer and not by_system:
            raise SameAnswer(question)


def _check_decided(revision: Evaluation) -> None:
    by_question = marks.score_of(revision, rubric_of(revision.rubric)).by_question
    undecided = [question_id for question_id, marked in by_question.items() if marked.decided_by == "nobody"]
    if undecided:
        raise AskedOpen(undecided)


def _copy(evaluation: Evaluation) -> Evaluation:
    """The next revision, as it is before anything changes."""
    copy = Evaluation(
        call_id=evaluation.call_id,
        transcript_id=evaluation.transcript_id,
        rubric_version_id=evaluation.rubric_version_id,
        revision=evaluation.revision + 1,
        revises_id=evaluation.id,
        state=EvaluationState.PUBLISHED,
        version=1,
        summary=evaluation.summary,
        submitted_at=evaluation.submitted_at,
        published_at=now(),
        findings=evaluation.findings,
    )
    copy.rubric, copy.call, copy.reviewer = evaluation.rubric, evaluation.call, evaluation.reviewer
    copy.suggestions = [_suggestion(row) for row in evaluation.suggestions]
    copy.answers = [marks.copy_of(answer) for answer in marks.current_answers(evaluation).values()]
    return copy


def _suggestion(row: SuggestionRow) -> SuggestionRow:
    return SuggestionRow(
        question_id=row.question_id,
        verdict=row.verdict,
        option_id=row.option_id,
        probability=row.probability,
        evidence=row.evidence,
        why=row.why,
        engine=row.engine,
        created_at=row.created_at,
    )
