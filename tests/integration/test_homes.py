"""An agent's first page: their own targets over their own published calls, and of others no more than a band."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from qa.book.first import begin as first_book
from qa.calls.tables import Call
from qa.coaching.tables import CoachingSession
from qa.disputes.tables import Dispute
from qa.evaluation import marks
from qa.evaluation.tables import Evaluation, EvaluationState
from qa.homes.standing import course
from qa.insights.hours import first_day_of_week, week_of
from qa.insights.intervals import Estimate
from qa.insights.tables import AnswerFact, CallFact
from qa.measures.tables import OpportunityFact
from qa.people.tables import Person
from qa.platform.clock import now
from qa.platform.database import Database
from qa.platform.settings import Settings
from qa.programmes.tables import Cohort, CohortMember, Programme, ProgrammeTarget
from qa.rubric.store import rubric_of
from tests.integration import history
from tests.integration.databases import lay
from tests.integration.web import Browser, browser, everybody, serving

TARGETS = ("greeting", "new-purchase")
ZONE = history._ZONE


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, FastAPI, dict[str, str]]]:
    """Eight weeks until now of one team, all of it published but for what agent-b does."""
    config = Settings(data=tmp_path_factory.mktemp("homes") / "data", sign_in_attempts="1000/minute")
    lay(config)
    database = Database(config.database)
    ids = everybody(database)
    history.write(database, history.History(calls=420, weeks=8, until=now()))
    with database.write() as unit:
        session = unit.session
        assert first_book(session), "the history leaves the rubrics that the first book is made of"
        people = {person.name: person for person in session.scalars(sa.select(Person)).unique()}
        team_id = people["רות אבני"].team_id
        for worker in history.WORKERS[:7]:
            people[worker.name].team_id = team_id
        for name, agent in (("רות אבני", "agent-a"), ("סמי חדאד", "agent-b")):
            mine = sa.update(Call).where(Call.agent_id == people[name].id)
            session.execute(mine.values(agent_id=ids[agent]))
            session.get_one(Person, ids[agent]).team_id = team_id
        for evaluation in session.scalars(sa.select(Evaluation)).unique().all():
            call = session.get_one(Call, evaluation.call_id)
            if call.agent_id != ids["agent-b"]:
                evaluation.state, evaluation.published_at = EvaluationState.PUBLISHED, call.received_at
                evaluation.version += 1
                marks.refresh(session, evaluation, call, rubric_of(evaluation.rubric))
        programme = Programme(name="שפת השירות", made_by=ids["trainer"])
        programme.targets = [ProgrammeTarget(question_id=one, share=0.8, position=n) for n, one in enumerate(TARGETS)]
        cohort = Cohort(
            programme_id=programme.id, programme=programme, name="א", day0=now().date() - timedelta(days=20)
        )
        cohort.members = [CohortMember(person_id=ids[agent]) for agent in ("agent-a", "agent-b")]
        session.add_all([programme, cohort])
    with serving(config) as made:
        yield database, made, ids
    database.dispose()


def home_of(app: FastAPI, who: str) -> Any:
    with browser(app) as opened:
        answer = opened.sign_in(f"{who}@example.com").get("/api/my-home")
    assert answer.status_code == 200, answer.text
    return answer.json()


def shares(database: Database, question_id: str, since: float) -> dict[str | None, list[float]]:
    """The shares of published calls that began since then, by agent, counted one by one."""
    found: dict[str | None, list[float]] = {}
    with database.read() as session:
        rows = session.execute(
            sa.select(Call.agent_id, AnswerFact.share, CallFact.began_s)
            .join(CallFact, CallFact.call_id == AnswerFact.call_id)
            .join(Call, Call.id == CallFact.call_id)
            .where(AnswerFact.question_id == question_id, Call.shared_at.is_not(None))
        )
        for agent_id, share, began_s in rows:
            if share is not None and began_s >= since:
                found.setdefault(agent_id, []).append(share)
    return found


def test_ones_own_target_is_what_ones_own_published_calls_say(world: tuple[Database, FastAPI, dict[str, str]]) -> None:
    database, app, ids = world
    targets = home_of(app, "agent-a")["targets"]
    assert [target["question_id"] for target in targets] == list(TARGETS)
    local = now().astimezone(ZONE)
    first = first_day_of_week(week_of(local.date()) - 3)
    since = local.replace(year=first.year, month=first.month, day=first.day, hour=0, minute=0, second=0, microsecond=0)
    for target in targets:
        own = shares(database, target["question_id"], since.timestamp())[ids["agent-a"]]
        assert target["now"]["count"] == len(own)
        assert target["now"]["value"] == pytest.approx(sum(own) / len(own), abs=1e-4)
        assert (target["aim"], len(target["steps"])) == (0.8, 8)


def test_the_band_is_the_middle_half_of_the_others(world: tuple[Database, FastAPI, dict[str, str]]) -> None:
    database, app, ids = world
    (target, _) = home_of(app, "agent-a")["targets"]
    local = now().astimezone(ZONE)
    since = (local - timedelta(weeks=4)).replace(hour=0, minute=0, second=0, microsecond=0)
    with database.read() as session:
        team = session.get_one(Person, ids["agent-a"]).team_id
        others = set(session.scalars(sa.select(Person.id).where(Person.team_id == team, Person.id != ids["agent-a"])))
    told = shares(database, target["question_id"], since.timestamp())
    means = [sum(own) / len(own) for agent, own in told.items() if agent in others and len(own) >= 5]
    assert len(means) >= 5, "the history holds a team that is large enough"
    low, *_, high = sorted(means)[(len(means) - 1) // 4 : len(means) - (len(means) - 1) // 4]
    assert target["band"]["low"] <= low < target["band"]["low"] + 0.05
    assert target["band"]["high"] - 0.05 < high <= target["band"]["high"]


def test_a_small_team_has_no_band(world: tuple[Database, FastAPI, dict[str, str]]) -> None:
    database, app, ids = world
    with database.read() as session:
        team = session.get_one(Person, ids["agent-a"]).team_id
        others = session.scalars(sa.select(Person.id).where(Person.team_id == team, Person.id != ids["agent-a"])).all()
    moved = others[: len(others) - 4]
    _move(database, moved, None)
    try:
        assert [target["band"] for target in home_of(app, "agent-a")["targets"]] == [None, None]
    finally:
        _move(database, moved, team)


def test_what_was_not_published_is_told_nobody(world: tuple[Database, FastAPI, dict[str, str]]) -> None:
    _database, app, _ids = world
    home = home_of(app, "agent-b")
    assert {target["now"]["count"] for target in home["targets"]} == {0}
    assert (home["unread"], home["went_well"], home["to_hear"]) == (0, [], [])
    assert home_of(app, "agent-a")["unread"] > 0


def test_the_sentence_of_the_week_serves_an_own_target_and_stays_with_its_star(
    world: tuple[Database, FastAPI, dict[str, str]],
) -> None:
    _database, app, _ids = world
    book = home_of(app, "agent-a")["book"]
    sentence = book["of_week"]
    texts = [target["question"] for target in home_of(app, "agent-a")["targets"]]
    assert (sentence["language"], sentence["starred"], book["kept"]) == ("he", False, [])
    assert sentence["question"] in texts
    with browser(app) as opened:
        page: Browser = opened.sign_in("agent-a@example.com")
        assert page.ask("PUT", f"/api/book/stars/{sentence['line_id']}").status_code == 204
    kept = home_of(app, "agent-a")["book"]
    assert (kept["of_week"]["starred"], [one["line_id"] for one in kept["kept"]]) == (True, [sentence["line_id"]])
    assert home_of(app, "agent-b")["book"]["kept_in_all"] == 0


def test_what_was_said_of_an_agents_disputes_and_talks_is_told_that_agent_alone(
    world: tuple[Database, FastAPI, dict[str, str]],
) -> None:
    database, app, ids = world
    with database.write() as unit:
        session = unit.session
        evaluation = session.scalars(
            sa.select(Evaluation).join(Evaluation.call).where(Call.agent_id == ids["agent-a"]).limit(1)
        ).one()
        told = {"call_id": evaluation.call_id, "agent_id": ids["agent-a"], "due_at": now() + timedelta(days=3)}
        session.add(Dispute(evaluation_id=evaluation.id, **told))
        talks = {"agent_id": ids["agent-a"], "trainer_id": ids["trainer"], "shared_at": now()}
        session.add(CoachingSession(**talks, held_at=now() - timedelta(days=1)))
        session.add(CoachingSession(**talks, planned_for=now() + timedelta(days=2)))
        session.add(CoachingSession(**talks, planned_for=now() + timedelta(days=9)))
    home, other = home_of(app, "agent-a"), home_of(app, "agent-b")
    assert [(one["state"], one["evaluation_id"]) for one in home["disputes"]] == [("open", evaluation.id)]
    assert len(home["coaching"]["unread"]) == 1
    assert home["coaching"]["next"]["planned_for"] < (now() + timedelta(days=3)).isoformat()
    assert (other["disputes"], other["coaching"]["next"], other["coaching"]["unread"]) == ([], None, [])


def test_a_team_that_is_too_small_leaves_the_band_to_the_cohort(
    world: tuple[Database, FastAPI, dict[str, str]],
) -> None:
    database, app, ids = world
    with database.read() as session:
        team = session.get_one(Person, ids["agent-a"]).team_id
        others = session.scalars(sa.select(Person.id).where(Person.team_id == team, Person.id != ids["agent-a"])).all()
        cohort_id = session.scalars(sa.select(Cohort.id)).one()
    assert home_of(app, "agent-a")["targets"][0]["band"]["of"] == "team"
    _move(database, [ids["agent-a"]], None)
    with database.write() as unit:
        unit.session.add_all(CohortMember(cohort_id=cohort_id, person_id=one) for one in {*others} - {ids["agent-b"]})
    try:
        assert home_of(app, "agent-a")["targets"][0]["band"]["of"] == "cohort"
    finally:
        _move(database, [ids["agent-a"]], team)


def test_whoever_was_in_a_programme_is_told_that_it_ended(world: tuple[Database, FastAPI, dict[str, str]]) -> None:
    database, app, _ids = world
    assert home_of(app, "agent-a")["ended"] is None
    with database.write() as unit:
        unit.session.execute(sa.update(Programme).values(ended_at=now()))
    try:
        home = home_of(app, "agent-a")
        assert (home["ended"]["programme"], home["targets"]) == ("שפת השירות", [])
    finally:
        with database.write() as unit:
            unit.session.execute(sa.update(Programme).values(ended_at=None))


def test_the_page_is_an_agents_alone(world: tuple[Database, FastAPI, dict[str, str]]) -> None:
    with browser(world[1]) as opened:
        page: Browser = opened.sign_in("trainer@example.com")
        assert page.get("/api/my-home").status_code == 403


def _move(database: Database, people: Any, team_id: str | None) -> None:
    with database.write() as unit:
        unit.session.execute(sa.update(Person).where(Person.id.in_(people)).values(team_id=team_id))


def standing_of(app: FastAPI, who: str) -> Any:
    with browser(app) as opened:
        answer = opened.sign_in(f"{who}@example.com").get("/api/book/standing")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_an_entry_of_the_book_says_how_it_does_in_ones_own_calls_and_to_trainers_in_all(
    world: tuple[Database, FastAPI, dict[str, str]],
) -> None:
    database, app, ids = world
    since = (now().astimezone(ZONE) - timedelta(weeks=4) + timedelta(days=1)).replace(hour=0, minute=0, second=0)

    def counted(*narrower: Any) -> tuple[int, int]:
        """Said, and decided, in the opportunities for the purchase in the last four weeks."""
        said, not_said = sa.func.sum(OpportunityFact.said), sa.func.sum(OpportunityFact.not_said)
        rows = sa.select(said, not_said).join(CallFact, CallFact.call_id == OpportunityFact.call_id)
        rows = rows.join(Call, Call.id == CallFact.call_id).where(CallFact.began_s >= since.timestamp(), *narrower)
        with database.read() as session:
            found = session.execute(rows.where(OpportunityFact.question_id == "new-purchase")).one()
        return int(found[0] or 0), int(found[0] or 0) + int(found[1] or 0)

    for who, narrower in (("agent-a", [Call.agent_id == ids["agent-a"]]), ("trainer", [])):
        told = standing_of(app, who)
        said, decided = counted(*narrower)
        (entry,) = (one for one in told["entries"] if one["entry_id"] == "new-purchase")
        assert told["own"] is (who == "agent-a")
        assert entry["now"]["count"] == decided
        assert entry["now"]["value"] == (pytest.approx(said / decided, abs=1e-4) if decided >= 10 else None)
        assert bool(entry["drills"]) is (who == "agent-a"), "only agents drill"
        (principle,) = (one for one in told["entries"] if one["entry_id"] == "listen")
        assert (principle["now"], principle["course"]) == (None, None), "nothing counts a principle"
    unpublished = next(one for one in standing_of(app, "agent-b")["entries"] if one["entry_id"] == "new-purchase")
    assert unpublished["now"]["count"] == 0, "nobody showed them anything yet"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ((0.2, 0.15, 0.26), (0.6, 0.52, 0.68), "up"),
        ((0.6, 0.52, 0.68), (0.2, 0.15, 0.26), "down"),
        ((0.4, 0.2, 0.6), (0.5, 0.3, 0.7), "alike"),
        ((None, None, None), (0.5, 0.3, 0.7), None),
    ],
)
def test_a_course_is_told_only_where_the_intervals_bear_it(before: Any, after: Any, told: str | None) -> None:
    assert course(*(Estimate(40, 8, "agents", *shares) for shares in (before, after))) == told
