"""The moments of one's own feedback that are worth hearing: what went well, and what can be tried anew."""

from collections.abc import Iterable, Iterator, Sequence

from qa.calls.view import has_sound
from qa.evaluation import marks
from qa.evaluation.schemas import EvidenceOut
from qa.evaluation.tables import Evaluation, SuggestionRow
from qa.homes.schemas import HomeMoment
from qa.rubric.model import Question
from qa.rubric.schemas import Texts
from qa.rubric.store import rubric_of

#: As many as a person hears before the day begins.
_MOST = 3
#: What is said at a moment; how a call as a whole was held has none.
_SPOKEN = frozenset({"phrase", "transition", "situation"})
#: Where nothing was said, only a situation has a moment: the customer's words that were left without an answer.
_OPENINGS = frozenset({"situation"})


def went_well(feedback: Sequence[Evaluation]) -> list[HomeMoment]:
    """What was said as it should be: a question each, of the newest calls."""
    return _first_of_each(moment for moment, share in _moments(feedback) if share == 1.0)


def to_hear(feedback: Sequence[Evaluation]) -> list[HomeMoment]:
    """Openings that were given and not taken: a question each, of the newest calls."""
    missed = (moment for moment, share in _moments(feedback) if share == 0.0)
    return _first_of_each(moment for moment in missed if moment.kind in _OPENINGS)


def _moments(feedback: Sequence[Evaluation]) -> Iterator[tuple[HomeMoment, float]]:
    """Every moment that a question rests on, with the share of its points that was earned."""
    for evaluation in sorted(feedback, key=lambda one: one.published_at or one.created_at, reverse=True):
        rubric = rubric_of(evaluation.rubric)
        stands = marks.score_of(evaluation, rubric).by_question
        suggested = {row.question_id: row for row in evaluation.suggestions}
        for question in rubric.questions:
            own, row = stands[question.id], suggested.get(question.id)
            if row is None or not own.possible or own.points is None or question.kind.name not in _SPOKEN:
                continue
            share = own.points / own.possible
            if row.evidence and _agrees(row, share):
                yield _moment(evaluation, question, _told(row, share)), share


def _agrees(row: SuggestionRow, share: float) -> bool:
    """Whether the machine's moments show what stands: where a person decided otherwise they would show the opposite."""
    return row.verdict in (("said", "met") if share == 1.0 else ("not_said", "not_met"))


def _told(row: SuggestionRow, share: float) -> EvidenceOut:
    """What tells it best: one's own words where they were right, and otherwise what came before the silence."""
    found = [EvidenceOut.model_validate(one) for one in row.evidence]
    own = [one for one in found if one.speaker == "agent"]
    return own[0] if share == 1.0 and own else found[0]


def _moment(evaluation: Evaluation, question: Question, evidence: EvidenceOut) -> HomeMoment:
    call = evaluation.call
    return HomeMoment(
        evaluation_id=evaluation.id,
        call_id=call.id,
        began_at=call.started_at or call.received_at,
        question_id=question.id,
        question=Texts.of(question.text),
        kind=question.kind.name,
        evidence=evidence,
        has_sound=has_sound(call),
        simulated=bool(call.simulated),
    )


def _first_of_each(moments: Iterable[HomeMoment]) -> list[HomeMoment]:
    first: dict[str, HomeMoment] = {}
    for moment in moments:
        first.setdefault(moment.question_id, moment)
        if len(first) == _MOST:
            break
    return list(first.values())
