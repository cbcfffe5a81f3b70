"""The simulated history agrees with itself and with the code that real calls go through, and leaves no trace."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from qa import demo
from qa.calibration import rating
from qa.calibration.tables import CalibrationSession, SessionState, Sheet
from qa.calls.tables import Call, Purpose, TranscriptRevision
from qa.calls.transcripts import from_revision
from qa.coaching.following import look
from qa.coaching.tables import (
    ActionState,
    CoachingAction,
    CoachingTask,
    TaskState,
)
from qa.demo import programme
from qa.demo.programme import Simulation
from qa.demo.programme.truth import TARGETS
from qa.disputes.tables import DECIDED, Dispute, DisputeState
from qa.evaluation import findings, found, marks, revising
from qa.evaluation.tables import Evaluation, EvaluationState
from qa.homes import targets
from qa.insights import facts, promises
from qa.insights.tables import CallFact
from qa.measures import facts as measured
from qa.people.tables import Person
from qa.pipeline.model import Means
from qa.pipeline.process import examine
from qa.platform.database import Database
from qa.platform.security.passwords import is_password
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Role
from qa.platform.settings import Settings
from qa.practice.drills.tables import DrillAttempt
from qa.practice.scenarios.service import story_of
from qa.practice.scenarios.story import StoryStep, follow
from qa.practice.scenarios.tables import ScenarioAttempt
from qa.programmes.service import cohort_of, targets_of
from qa.programmes.stages import Stage, stage_of
from qa.programmes.tables import Cohort
from qa.rubric.store import rubric_of
from qa.scoring.score import Answer
from qa.scoring.suggest import suggest
from qa.search.index import rows_of
from qa.search.tables import SpokenTurn
from qa.selfevaluation.tables import SelfEvaluation
from qa.up.prepare import prepare
from tests.integration.databases import Copies
from tests.integration.simulated import (
    UNTIL,
    content_of,
    made_of_call,
    opening,
    person_of,
    share_of,
    some_of,
    talk_over_a_real_call,
    work_with_simulated_calls,
)

#: The audit trail remains when everything else is gone, and says when it was.
_TRAIL = {"audit_entries", "audit_head"}


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of one system with the demo's people in it, and no history yet."""
    made = Settings(data=tmp_path_factory.mktemp("demo") / "data")
    prepare(made)
    demo.load(made, lambda _job: None)
    return made


@pytest.fixture(scope="module")
def before(config: Settings) -> Path:
    """A copy of its database as it was before the history came."""
    kept = config.data / "before"
    database = Database(config.database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql(f"VACUUM INTO '{kept}'")
    database.dispose()
    return kept


@pytest.fixture(scope="module")
def database(config: Settings, before: Path) -> Iterator[Database]:
    """The database with the history in it."""
    assert before.is_file()
    opened = Database(config.database)
    assert programme.load(opened, config, Simulation(UNTIL)) > 1300
    yield opened
    opened.dispose()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session that reads it."""
    with database.read() as opened:
        yield opened


def test_forty_agents_of_four_teams_and_more_are_in_three_cohorts_at_three_stages(session: Session) -> None:
    simulated = sa.select(Call).where(Call.simulated)
    calls = session.scalars(simulated).all()
    assert 1300 <= len(calls) <= 1900
    assert len({call.agent_id for call in calls}) == 40
    assert len({call.team_id for call in calls}) >= 4
    assert {call.language for call in calls} == {"he", "en"}
    practice = [call for call in calls if call.purpose is Purpose.PRACTICE]
    assert 40 < len(practice) < 400
    assert all(call.started_at and call.started_at <= UNTIL for call in calls)
    cohorts = session.scalars(sa.select(Cohort)).unique().all()
    today = UNTIL.date()
    stages = {stage_of(cohort.day0, cohort.programme.practice_weeks, today) for cohort in cohorts}
    assert stages == {Stage.BEFORE, Stage.PRACTICE, Stage.LIVE}
    assert sum(len(cohort.members) for cohort in cohorts) == 40
    assert all(cohort.programme.simulated for cohort in cohorts)


def test_the_agent_who_signs_in_has_a_cohort_with_targets_and_feedback_to_read(session: Session) -> None:
    agent = session.scalars(sa.select(Person).where(Person.email.startswith("agent1@"))).one()
    cohort = cohort_of(session, agent.id)
    assert cohort is not None
    assert {target.question_id for target in targets_of(session, cohort.id)} == set(TARGETS)
    mine = sa.select(Call).where(Call.agent_id == agent.id, Call.simulated)
    assert len(session.scalars(mine.where(Call.shared_at.is_not(None))).all()) >= 8


def test_agents_after_their_workshop_see_a_band_of_their_cohort(
    session: Session, config: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(targets, "now", lambda: UNTIL)

    def banded(agent_id: str) -> set[str]:
        told = targets.targets(session, Principal(agent_id, Role.AGENT), config)
        return {target.question_id for target in told if target.band is not None}

    older = session.scalars(sa.select(Cohort).order_by(Cohort.day0).limit(1)).unique().one()
    everybody = {member.person_id for member in older.members} | {person_of(session, "agent1")}
    without = {agent_id for agent_id in everybody if not banded(agent_id) >= {"verify", "summary", "empathy"}}
    assert without == set()


def test_nobody_signs_in_as_somebody_whom_the_generator_made(session: Session) -> None:
    made = session.scalars(sa.select(Person).where(Person.email.endswith("@simulated.mashov.example"))).all()
    assert len(made) == 36
    assert not any(is_password(word, person.password_hash) for person in made for word in ("", "simulated"))


def test_what_is_quoted_stands_in_the_turns_at_those_times(session: Session) -> None:
    quotes = 0
    for evaluation in some_of(session, 120):
        transcript = from_revision(session.get_one(TranscriptRevision, evaluation.transcript_id))
        words = [
            (word.span.start, word.span.end, turn.speaker, word.text)
            for turn in transcript.turns
            for word in turn.words
        ]
        shown = findings.FindingsOut.model_validate(evaluation.findings)
        told = [piece for row in evaluation.suggestions for piece in row.evidence]
        told += [one.evidence.model_dump() for one in shown.promises]
        told += [one.trigger.model_dump() for one in shown.opportunities]
        told += [one.response.model_dump() for one in shown.opportunities if one.response]
        for piece in told:
            if not piece["text"]:
                continue  # a silence or an overlap, where nobody is quoted
            within = [
                text
                for start, end, speaker, text in words
                if piece["start_ms"] <= start and end <= piece["end_ms"] and speaker == piece["speaker"]
            ]
            assert " ".join(within) == piece["text"]
            quotes += 1
    assert quotes > 1000


def test_the_finder_of_real_calls_finds_in_the_words_what_was_drawn(session: Session) -> None:
    """By the words alone. The generator leaves some in doubt, and the finder may be stricter or laxer on a few."""
    same = different = 0
    for evaluation in some_of(session, 12):
        rubric = rubric_of(evaluation.rubric)
        transcript = from_revision(session.get_one(TranscriptRevision, evaluation.transcript_id))
        seen = suggest(examine(transcript, rubric.checklist(), Means()), rubric, transcript)
        drawn = {row.question_id: row.verdict for row in evaluation.suggestions}
        for one in seen:
            if "unsure" in (one.verdict, drawn[one.question_id]) or one.verdict == "skipped":
                continue
            same += one.verdict == drawn[one.question_id]
            different += one.verdict != drawn[one.question_id]
    assert same > 300
    assert different <= 0.03 * same


def test_marks_facts_names_and_promises_are_those_that_a_change_would_make(
    config: Settings, database: Database
) -> None:
    with database.write() as unit:
        session = unit.session
        for evaluation in some_of(session, 60):
            call = session.get_one(Call, evaluation.call_id)
            kept = made_of_call(session, call)
            found.keep(session, evaluation)
            stands = marks.refresh(session, evaluation, call, rubric_of(evaluation.rubric))
            facts.follow(evaluation, call, stands)
            promises.follow(evaluation, call, stands)
            measured.follow(evaluation, call, stands)
            session.flush()
            session.expire_all()
            assert made_of_call(session, call) == kept
        session.rollback()


def test_agreements_of_coaching_stand_as_calls_show_them(database: Database) -> None:
    with database.write() as unit:
        session = unit.session
        actions = session.scalars(sa.select(CoachingAction)).unique().all()
        assert len(actions) >= 10
        assert {ActionState.OPEN, ActionState.MET} == {action.state for action in actions}
        for action in actions:
            assert action.session.clips, "there are moments to look at together"
            stood = (action.state, action.rounds, action.evidence)
            action.state, action.evidence, action.rounds = ActionState.OPEN, [], 0
            look(session, action)
            assert (action.state, action.rounds, action.evidence) == stood
        session.rollback()


def test_what_was_said_is_indexed_as_search_would_index_it(session: Session) -> None:
    for evaluation in some_of(session, 30):
        revision = session.get_one(TranscriptRevision, evaluation.transcript_id)
        wanted = rows_of(from_revision(revision))
        turns = session.scalars(
            sa.select(SpokenTurn).where(SpokenTurn.call_id == revision.call_id).order_by(SpokenTurn.turn)
        ).all()
        assert [{name: getattr(turn, name) for name in row} for turn, row in zip(turns, wanted, strict=True)] == wanted
        assert {turn.transcript_id for turn in turns} == {revision.id}


def test_some_calls_were_reviewed_by_people_and_nothing_of_those_is_left_undecided(session: Session) -> None:
    states = [one.state for one in session.scalars(sa.select(Evaluation)).unique()]
    reviewed = [state for state in states if state is not EvaluationState.DRAFT]
    assert 0.05 < len(reviewed) / len(states) < 0.3
    assert {EvaluationState.PUBLISHED, EvaluationState.ACKNOWLEDGED} <= set(reviewed)
    done = sa.select(Evaluation).where(Evaluation.state != EvaluationState.DRAFT)
    for evaluation in session.scalars(done.limit(60)).unique():
        assert marks.score_of(evaluation, rubric_of(evaluation.rubric)).undecided == 0
        assert evaluation.reviewer_id is not None


def test_some_feedback_was_disputed_and_somebody_else_decided(session: Session) -> None:
    disputes = session.scalars(sa.select(Dispute).options(joinedload(Dispute.evaluation))).unique().all()
    assert {dispute.state for dispute in disputes} >= {DisputeState.OPEN, DisputeState.UPHELD, DisputeState.REJECTED}
    for dispute in disputes:
        evaluation = dispute.evaluation
        (question,) = dispute.questions
        stands = marks.score_of(evaluation, rubric_of(evaluation.rubric)).by_question
        assert question.stood_option_id == stands[question.question_id].option_id
        assert (dispute.state is DisputeState.OPEN) == (evaluation.state is EvaluationState.DISPUTED)
        assert dispute.assignee_id != evaluation.reviewer_id
        if dispute.state in DECIDED:
            assert dispute.decided_at is not None
            assert dispute.decided_at <= UNTIL
            assert dispute.decided_by == dispute.assignee_id


def test_where_a_dispute_was_upheld_the_agent_was_shown_a_revision(session: Session) -> None:
    upheld = session.scalars(sa.select(Dispute).where(Dispute.state == DisputeState.UPHELD)).unique().all()
    for dispute in upheld:
        before = session.get_one(Evaluation, dispute.evaluation_id)
        after = session.get_one(Evaluation, dispute.revised_id)
        assert (before.state, after.state) == (EvaluationState.RETRACTED, EvaluationState.PUBLISHED)
        assert session.get_one(Call, dispute.call_id).evaluation_id == after.id
        (question,) = dispute.questions
        (changed,) = revising.changed(before, after)
        assert changed.question.id == question.question_id
        assert changed.after == Answer(question.option_id)
        assert changed.given is not None
        assert changed.given.person_id == dispute.decided_by


def test_what_was_practised_asked_and_compared_lies_in_its_time(session: Session) -> None:
    """Nothing is later than the end of the history, or earlier than what it comes from."""
    practised = session.scalars(sa.select(DrillAttempt)).unique().all()
    assert {attempt.verdict for attempt in practised} == {"said", "not_said"}
    for attempt in practised:
        assert attempt.created_at < UNTIL
        if attempt.call_id is not None:
            call = session.get_one(Call, attempt.call_id)
            assert call.agent_id == attempt.person_id
            assert call.shared_at is not None
            assert call.shared_at < attempt.created_at
    played = session.scalars(sa.select(ScenarioAttempt)).unique().all()
    assert {attempt.call_id for attempt in played} == set(
        session.scalars(sa.select(Call.id).where(Call.simulated, Call.purpose == Purpose.PRACTICE))
    )
    for one in played:
        assert follow(story_of(one.version), [StoryStep.model_validate(step) for step in one.steps]).ended
    for own in session.scalars(sa.select(SelfEvaluation)).unique():
        evaluation = session.scalars(sa.select(Evaluation).where(Evaluation.id == own.call.evaluation_id)).one()
        assert own.closed_at is not None
        assert evaluation.submitted_at is not None
        assert own.asked_at < own.closed_at < evaluation.submitted_at
    tasks = session.scalars(sa.select(CoachingTask)).unique().all()
    assert {task.state for task in tasks} >= {TaskState.OPEN, TaskState.DONE}
    assert all(task.made_at < UNTIL and (task.done_at is None or task.done_at < UNTIL) for task in tasks)


def test_calls_were_scored_by_several_and_everything_that_was_asked_was_answered(session: Session) -> None:
    held = session.scalars(sa.select(CalibrationSession)).unique().all()
    assert {one.state for one in held} == {SessionState.COMPARED, SessionState.DONE}
    for one in held:
        assert "מדומה" in one.title or "simulated" in one.title
        sheets = session.scalars(sa.select(Sheet).where(Sheet.session_id == one.id)).all()
        assert len(sheets) == len(one.calls) * len(one.participants) > 0
        assert all(rating.score_of(sheet, rubric_of(one.rubric)).undecided == 0 for sheet in sheets)


def test_the_same_seed_makes_the_same_rows(database: Database, before: Path, tmp_path: Path) -> None:
    with opening(before, tmp_path) as (again, config):
        programme.load(again, config, Simulation(UNTIL))
        first, second = content_of(database), content_of(again)
    for table in first.keys() - _TRAIL:
        assert first[table] == second[table], table


def test_loading_it_again_adds_nothing_and_removing_it_leaves_nothing(before: Path, tmp_path: Path) -> None:
    with opening(before, tmp_path) as (database, config):
        talk_over_a_real_call(database)
        clean = content_of(database)
        calls = programme.load_first(database, config)
        loaded = content_of(database)
        assert programme.load(database, config) == programme.load_first(database, config) == 0
        assert content_of(database) == loaded
        work_with_simulated_calls(database)
        assert programme.remove(database) == calls
        left = content_of(database)
        assert programme.remove(database) == 0
        assert programme.load_first(database, config) == 0, "who removed it does not want it back"
        assert programme.load(database, config) == calls, "unless somebody asks for it"
    for table in clean.keys() - _TRAIL:
        assert left[table] == clean[table], table


def test_postgres_takes_it_in_and_gives_it_up_as_well(postgres: Copies, tmp_path: Path) -> None:
    with postgres.copy() as address:
        config = Settings(data=tmp_path / "data", database_url=address)
        prepare(config)
        database = Database(config.database)
        calls = programme.load(database, config, Simulation(UNTIL))
        with database.read() as session:
            assert session.scalar(sa.select(sa.func.count()).select_from(CallFact)) == calls > 1200
            assert session.scalar(sa.select(SpokenTurn.said).limit(1))
        assert programme.remove(database) == calls
        with database.read() as session:
            for table in (Call, Person, SpokenTurn, Cohort, CoachingAction):
                assert session.scalar(sa.select(sa.func.count()).select_from(table)) == 0, table
        database.dispose()


def test_the_truth_can_be_seen_in_what_is_counted(session: Session) -> None:
    """What takes hold rises after the workshop, what never takes does not, and who had none stays where they were."""
    cohorts = {cohort.name: cohort for cohort in session.scalars(sa.select(Cohort)).unique()}
    taught, waiting = cohorts["מחזור א׳"], cohorts["מחזור ג׳"]
    for question_id in ("verify", "summary"):
        rose = share_of(session, taught, question_id, 21, 37) - share_of(session, taught, question_id, -20, 0)
        assert rose > 0.2
        assert (
            abs(share_of(session, waiting, question_id, -21, 0) - share_of(session, waiting, question_id, -60, -21))
            < 0.12
        )
    never = share_of(session, taught, "lead-in", 7, 37) - share_of(session, taught, "lead-in", -20, 0)
    assert abs(never) < 0.12
    stalls = [share_of(session, taught, "steering", first, last) for first, last in ((0, 14), (21, 37))]
    assert stalls[0] - stalls[1] > 0.1
