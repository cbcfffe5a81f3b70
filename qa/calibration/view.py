"""Calibration sessions into what the web says of them."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calibration import discussion, rating
from qa.calibration.schemas import (
    CellOut,
    ComparedQuestion,
    ComparisonOut,
    MachineOut,
    NoteOut,
    ParticipantOut,
    PercentOut,
    RatingOut,
    ReferenceOut,
    SessionCallOut,
    SessionOut,
    SheetOut,
)
from qa.calibration.tables import (
    CalibrationSession,
    DiscussionNote,
    Rating,
    ReferenceAnswer,
    SessionCall,
    SessionState,
    Sheet,
)
from qa.calls import blindfolds
from qa.calls.tables import Call
from qa.calls.view import call_out, jobs_of
from qa.evaluation.schemas import AnswerOut, EvidenceOut
from qa.evaluation.tables import SuggestionRow
from qa.evaluation.view import options_out, rubric_brief, sections_out, suggestion_out
from qa.platform.security.principal import Principal
from qa.rubric.model import Question, Rubric
from qa.rubric.schemas import Texts
from qa.rubric.store import rubric_of
from qa.scoring.score import Answer


def session_out(session: Session, asker: Principal, held: CalibrationSession) -> SessionOut:
    """The session, with how far everybody has come and without what anybody said."""
    finished = _finished(session, held)
    mine = {call_id: complete for (person_id, call_id), complete in finished.items() if person_id == asker.person_id}
    return SessionOut(
        id=held.id,
        version=held.version,
        title=held.title,
        state=held.state.value,
        hides_machine=held.hides_machine,
        rubric=rubric_brief(rubric_of(held.rubric)),
        maker_name=held.maker.name,
        created_at=held.created_at,
        opened_at=held.opened_at,
        compared_at=held.compared_at,
        done_at=held.done_at,
        participants=[
            ParticipantOut(
                person_id=one.person_id,
                name=one.person.name,
                handed_in_at=one.handed_in_at,
                finished=sum(complete for (person, _), complete in finished.items() if person == one.person_id),
            )
            for one in held.participants
        ],
        calls=[session_call_out(chosen.call, mine.get(chosen.call_id)) for chosen in held.calls],
        scores=any(one.person_id == asker.person_id for one in held.participants),
    )


def session_call_out(call: Call, mine_finished: bool | None = None) -> SessionCallOut:
    """A call, without anything that was made of it."""
    return SessionCallOut(
        call_id=call.id,
        file_name=call.file_name,
        agent_name=call.agent.name if call.agent else None,
        started_at=call.started_at,
        received_at=call.received_at,
        duration_ms=call.duration_ms,
        simulated=call.simulated,
        mine_finished=mine_finished,
    )


def sheet_out(session: Session, asker: Principal, held: CalibrationSession, sheet: Sheet) -> SheetOut:
    """One's own sheet, with the machine's suggestions only where the session shows them."""
    rubric = rubric_of(held.rubric)
    ratings = rating.current(sheet)
    chosen = next(one for one in held.calls if one.call_id == sheet.call_id)
    shown = suggestions(session, [chosen]) if _shows_machine(session, asker, held, sheet) else []
    handed_in = any(one.person_id == asker.person_id and one.handed_in_at for one in held.participants)
    return SheetOut(
        id=sheet.id,
        version=sheet.version,
        editable=held.state is SessionState.OPEN and not handed_in,
        complete=sheet.complete,
        call=call_out(chosen.call, jobs_of(session, [sheet.call_id])[sheet.call_id], blind=True),
        rubric=rubric_brief(rubric),
        sections=sections_out(
            rubric,
            rating.score_of(sheet, rubric),
            {row.question_id: suggestion_out(row) for row in shown},
            {question_id: _answer_out(row, sheet) for question_id, row in ratings.items()},
        ),
    )


def comparison_out(session: Session, asker: Principal, held: CalibrationSession) -> ComparisonOut:
    """Everything side by side; only for a session that was `seen`."""
    rubric = rubric_of(held.rubric)
    sheets, references = discussion.sheets(session, held), discussion.references(session, held)
    by_evaluation = {chosen.evaluation_id: chosen.call_id for chosen in held.calls}
    machine = {(by_evaluation[row.evaluation_id], row.question_id): row for row in suggestions(session, held.calls)}
    said = ratings_by_place(sheets, rubric)
    places = [(chosen.call_id, question.id) for chosen in held.calls for question in rubric.questions]
    return ComparisonOut(
        session=session_out(session, asker, held),
        questions=[_question_out(question) for question in rubric.questions],
        cells=[_cell_out(place, said.get(place, {}), machine.get(place), references.get(place)) for place in places],
        percents=[
            *(
                PercentOut(
                    call_id=sheet.call_id,
                    person_id=sheet.person_id,
                    percent=rating.score_of(sheet, rubric).percent,
                )
                for sheet in sheets
            ),
            *(
                PercentOut(call_id=chosen.call_id, person_id=None, percent=_settled(rubric, chosen, references))
                for chosen in held.calls
            ),
        ],
        notes=[_note_out(row) for row in discussion.notes(session, held)],
    )


def ratings_by_place(sheets: Sequence[Sheet], rubric: Rubric) -> dict[discussion.Place, dict[str, Rating]]:
    """(call, question) → person → what counts. What a person's own answers leave unasked does not count."""
    said: dict[discussion.Place, dict[str, Rating]] = {}
    for sheet in sheets:
        asked = rating.score_of(sheet, rubric).by_question
        for question_id, row in rating.current(sheet).items():
            if asked[question_id].asked is not False:
                said.setdefault((sheet.call_id, question_id), {})[sheet.person_id] = row
    return said


def suggestions(session: Session, calls: Sequence[SessionCall]) -> Sequence[SuggestionRow]:
    """What the machine said of these calls, by the evaluations that the session holds on to."""
    evaluations = [chosen.evaluation_id for chosen in calls]
    return session.scalars(sa.select(SuggestionRow).where(SuggestionRow.evaluation_id.in_(evaluations))).all()


def _shows_machine(session: Session, asker: Principal, held: CalibrationSession, sheet: Sheet) -> bool:
    """An open session by its own choice; an older one not while the call is judged blind in another."""
    if held.state is SessionState.OPEN:
        return not held.hides_machine
    return not blindfolds.among(session, asker, [sheet.call_id])


def _finished(session: Session, held: CalibrationSession) -> dict[tuple[str, str], bool]:
    rows = session.execute(sa.select(Sheet.person_id, Sheet.call_id, Sheet.complete).where(Sheet.session_id == held.id))
    return {(person_id, call_id): complete for person_id, call_id, complete in rows}


def _settled(
    rubric: Rubric, chosen: SessionCall, references: Mapping[discussion.Place, ReferenceAnswer]
) -> float | None:
    answers = {
        question_id: Answer(row.option_id, row.not_applicable)
        for (call_id, question_id), row in references.items()
        if call_id == chosen.call_id
    }
    return rating.score_alone(rubric, answers).percent


def _answer_out(row: Rating, sheet: Sheet) -> AnswerOut:
    return AnswerOut(
        option_id=row.option_id,
        not_applicable=row.not_applicable,
        reason=row.note,
        person_name=sheet.person.name,
        answered_at=row.rated_at,
    )


def _question_out(question: Question) -> ComparedQuestion:
    return ComparedQuestion(
        id=question.id,
        kind=question.kind.name,
        text=Texts.of(question.text),
        guide=Texts.of(question.guide) if question.guide else None,
        critical=question.critical,
        options=options_out(question),
    )


def _cell_out(
    place: discussion.Place,
    said: Mapping[str, Rating],
    machine: SuggestionRow | None,
    reference: ReferenceAnswer | None,
) -> CellOut:
    call_id, question_id = place
    return CellOut(
        call_id=call_id,
        question_id=question_id,
        ratings=[
            RatingOut(person_id=person_id, option_id=row.option_id, not_applicable=row.not_applicable, note=row.note)
            for person_id, row in said.items()
        ],
        machine=_machine_out(machine) if machine else None,
        reference=_reference_out(reference) if reference else None,
        apart=len({row.option_id for row in said.values()}),
    )


def _machine_out(row: SuggestionRow) -> MachineOut:
    return MachineOut.model_validate(
        {
            "verdict": row.verdict,
            "option_id": row.option_id,
            "probability": row.probability,
            "why": row.why,
            "evidence": [EvidenceOut.model_validate(one) for one in row.evidence],
        }
    )


def _reference_out(row: ReferenceAnswer) -> ReferenceOut:
    return ReferenceOut(
        option_id=row.option_id,
        not_applicable=row.not_applicable,
        why=row.why,
        person_name=row.person.name,
        decided_at=row.decided_at,
    )


def _note_out(row: DiscussionNote) -> NoteOut:
    return NoteOut(
        id=row.id,
        question_id=row.question_id,
        call_id=row.call_id,
        text=row.text,
        decision=row.decision,
        person_name=row.person.name,
        written_at=row.written_at,
    )
