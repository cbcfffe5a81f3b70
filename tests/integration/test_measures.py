"""The measures of a cohort over a history that was drawn with a seed: what counts, who sees it, what a change does."""

import csv
import io
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from qa.calls import blindfolds
from qa.calls.tables import Call, Purpose
from qa.cli import app as command_line
from qa.evaluation.tables import Evaluation
from qa.insights.tables import AnswerFact, CallFact
from qa.measures.tables import MeasuredCall, OpportunityFact, ToneMoment
from qa.platform import settings as platform_settings
from qa.platform.audit import AuditEntry
from qa.platform.database import Database
from qa.platform.settings import Settings
from qa.practice.drills.tables import DrillAttempt
from qa.programmes.stages import week_of
from qa.programmes.tables import Cohort
from tests.integration import history, measured
from tests.integration.databases import lay
from tests.integration.measured import DAY0, TARGET
from tests.integration.web import Browser, browser, everybody, serving

MEASURES = ("adoption", "transfer", "consistency", "anchor", "coaching", "stalling")


@dataclass
class World:
    database: Database
    ids: dict[str, str]
    cohort_id: str
    config: Settings
    people: dict[str, Browser]

    def ask(self, path: str, who: str = "trainer", status: int = 200) -> Any:
        answer = self.people[who].get(f"/api/measures/{path}")
        assert answer.status_code == status, answer.text
        return answer.json() if "json" in answer.headers["content-type"] else answer

    def curve(self, question_id: str = TARGET) -> dict[str, Any]:
        curves = self.ask(f"{self.cohort_id}/adoption")["curves"]
        return next(curve for curve in curves if curve["question"]["id"] == question_id)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Every test leaves it as it was."""
    config = Settings(data=tmp_path_factory.mktemp("measures") / "data")
    lay(config)
    database = Database(config.database)
    ids = everybody(database)
    history.write(database, history.History(calls=500))
    cohort_id = measured.add(database)
    with serving(config) as app, ExitStack() as open_:
        people = {who: open_.enter_context(browser(app)) for who in ("trainer", "reviewer", "admin", "agent-a")}
        for who, client in people.items():
            client.sign_in(f"{who}@example.com")
        yield World(database, ids, cohort_id, config, people)
    database.dispose()


def test_the_curve_counts_live_opportunities_by_week_from_day_0(world: World) -> None:
    wanted: dict[int, list[float]] = {}
    with world.database.read() as session:
        rows = session.execute(
            sa.select(CallFact.began_s, AnswerFact.share)
            .join(Call, Call.id == CallFact.call_id)
            .join(AnswerFact, AnswerFact.call_id == Call.id)
            .where(Call.purpose == Purpose.LIVE, AnswerFact.question_id == TARGET, AnswerFact.share.is_not(None))
        )
        zone = history._ZONE
        for began, share in rows:
            week = week_of(DAY0.date(), datetime.fromtimestamp(began, UTC).astimezone(zone).date())
            wanted.setdefault(week, []).append(share)
    curve = world.curve()
    assert curve["question"]["target"] == 0.8
    told = {week["week"]: week["figure"] for week in curve["weeks"]}
    assert min(told) == -8
    for week, shares in wanted.items():
        figure = told[week]
        assert figure["count"] == len(shares)
        if figure["value"] is not None:
            assert figure["value"] == pytest.approx(sum(shares) / len(shares), abs=1e-4)
            assert figure["low"] < figure["value"] < figure["high"]
    assert sum(figure["value"] is not None for figure in told.values()) >= 5
    assert next(week for week in curve["weeks"] if week["week"] == 0)["begins"] == "2026-10-18"
    assert curve["before"] == [-8, -1]
    assert curve["change"]["agents"] >= 5
    assert curve["change"]["low"] < curve["change"]["value"] < curve["change"]["high"]


def test_undecided_opportunities_are_in_no_share_and_bound_it(world: World) -> None:
    weeks = [week for week in world.curve()["weeks"] if week["unsure"] and week["figure"]["value"] is not None]
    assert weeks
    for week in weeks:
        decided = week["figure"]["count"]
        said = week["figure"]["value"] * decided
        assert week["least"] == pytest.approx(said / (decided + week["unsure"]), abs=1e-3)
        assert week["most"] == pytest.approx((said + week["unsure"]) / (decided + week["unsure"]), abs=1e-3)


def test_what_the_figures_rest_on_says_how_much_was_drawn(world: World) -> None:
    ground = world.ask(f"{world.cohort_id}/adoption")["ground"]
    assert ground["members"] == len(history.WORKERS)
    assert ground["live"] > 0
    assert ground["practice"] > 0
    assert 0 < ground["simulated"] <= 40
    assert (ground["hidden"], ground["unknown"]) == (0, 0)


def test_practice_and_live_calls_are_compared_within_a_question_and_a_version(world: World) -> None:
    told = world.ask(f"{world.cohort_id}/transfer")
    row = next(row for row in told["rows"] if row["question"]["id"] == TARGET)
    assert row["practice"]["count"] > 0
    assert row["live"]["count"] > row["practice"]["count"]
    # Practice was drawn as the live calls were, so that there is no gap to be sure of.
    assert told["whole"]["low"] < 0 < told["whole"]["high"]
    assert told["whole"]["agents"] >= 5


def test_consistency_is_told_only_of_agents_with_enough_weeks(world: World) -> None:
    told = world.ask(f"{world.cohort_id}/consistency")
    row = next(row for row in told["rows"] if row["question"]["id"] == TARGET)
    assert (row["between"]["value"] is None) == (row["between"]["agents"] < 5)
    assert told["weeks"][0] >= 1


def test_tone_is_compared_at_moments_with_a_sentence_and_without(world: World) -> None:
    told = world.ask(f"{world.cohort_id}/anchor")
    assert {row["question"]["kind"] for row in told["rows"]} == {"transition"}
    assert sum(row["effect"]["count"] for row in told["rows"]) > 50
    for row in told["rows"]:
        few = min(row["effect"]["count"], row["without"]) < told["fewest_moments"] or row["effect"]["agents"] < 5
        assert (row["effect"]["value"] is None) == few


def test_each_sentence_of_a_transition_is_told_by_its_own_words(world: World) -> None:
    told = world.ask(f"{world.cohort_id}/anchor")
    rows = {row["question"]["id"]: row for row in told["rows"]}
    lead_in = rows["lead-in"]
    assert {one["id"] for one in lead_in["sentences"]} == {"lead-in/glad", "lead-in/first"}
    # Each moment has one sentence, and agents without a moment of it are in no count.
    assert sum(one["effect"]["count"] for one in lead_in["sentences"]) <= lead_in["effect"]["count"]
    assert max(one["effect"]["count"] for one in lead_in["sentences"]) < lead_in["effect"]["count"]
    texts = [one["text"]["he"] or one["text"]["en"] for one in lead_in["sentences"]]
    assert all(texts)
    assert len(set(texts)) == len(texts)
    for one in [one for row in told["rows"] for one in row["sentences"]]:
        few = min(one["effect"]["count"], one["without"]) < told["fewest_moments"] or one["effect"]["agents"] < 5
        assert (one["effect"]["value"] is None) == few


def test_drills_are_told_apart_to_trainers_alone(world: World) -> None:
    """Six agents tried one sentence twice and another once; what could not be decided, and other days, do not count."""
    with world.database.write() as unit:
        members = [member.person_id for member in unit.session.get_one(Cohort, world.cohort_id).members][:6]
        for agent in members:
            tries = (("a", "not_said", 1), ("a", "said", 2), ("b", "said", 3), ("c", "unsure", 4), ("d", "said", -30))
            for moment, verdict, day in tries:
                at = DAY0 + timedelta(days=day)
                topic = {"topic_he": "אמפתיה", "topic_en": "Empathy", "language": "he"}
                of = {"drill_id": f"he.question.{TARGET}", "moment_id": f"example-{moment}", "verdict": verdict}
                unit.session.add(DrillAttempt(person_id=agent, created_at=at, judged_at=at, **topic, **of))
                unit.session.flush()
    try:
        [row] = world.ask(f"{world.cohort_id}/transfer")["drills"]
        assert row["question"]["id"] == TARGET
        assert (row["figure"]["count"], row["figure"]["agents"], row["figure"]["value"]) == (12, 6, 0.5)
        assert world.ask(f"{world.cohort_id}/transfer", "reviewer")["drills"] == []
        with world.database.write() as unit:
            gone = sa.delete(DrillAttempt).where(DrillAttempt.person_id.in_(members[:2]))
            unit.session.execute(gone)
        assert world.ask(f"{world.cohort_id}/transfer")["drills"] == []  # of four agents nothing is told
    finally:
        with world.database.write() as unit:
            unit.session.execute(sa.delete(DrillAttempt))


def test_a_session_is_told_beside_those_who_were_not_coached(world: World) -> None:
    told = world.ask(f"{world.cohort_id}/coaching")
    [one] = told["sessions"]
    assert (one["question"]["id"], one["day"]) == (TARGET, "2026-10-28")
    assert one["others"] < len(history.WORKERS)
    assert [row["effect"]["value"] for row in told["rows"]] == [None, None]  # one session is too few


def test_what_stalls_names_questions_of_the_programme_and_agents(world: World) -> None:
    told = world.ask(f"{world.cohort_id}/stalling")
    assert [row["question"]["id"] for row in told["questions"]] == list(measured.TARGETS)
    assert all(row["agent"] for row in told["agents"])


@pytest.mark.parametrize("measure", MEASURES)
def test_each_measure_is_for_those_who_see_everybodys_figures(world: World, measure: str) -> None:
    world.ask(f"{world.cohort_id}/{measure}", "agent-a", 403)
    world.ask("0000000000000000/" + measure, "trainer", 404)
    world.ask(f"{world.cohort_id}/{measure}", "reviewer")


@pytest.mark.parametrize("measure", MEASURES)
def test_each_measure_is_taken_away_as_a_table(world: World, measure: str) -> None:
    answer = world.ask(f"{world.cohort_id}/{measure}.csv?texts=en")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert answer.headers["content-disposition"].startswith("attachment")
    assert rows
    assert all(row["What"] for row in rows if "What" in row)
    with world.database.read() as session:
        entry = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.number.desc()).limit(1)).one()
        assert (entry.action, entry.subject) == ("insights_exported", f"measure-{measure}")


def test_calls_that_a_person_judges_blind_count_in_nothing_shown_to_them(world: World) -> None:
    before = world.ask(f"{world.cohort_id}/adoption", "reviewer")
    with world.database.write() as unit:
        agents = [member.person_id for member in unit.session.get_one(Cohort, world.cohort_id).members]
        calls = unit.session.scalars(sa.select(Call.id).where(Call.agent_id.in_(agents)).limit(150)).all()
        blindfolds.tie(unit.session, "x" * 16, calls, [world.ids["reviewer"]])
    try:
        blind = world.ask(f"{world.cohort_id}/adoption", "reviewer")
        ground = blind["ground"]
        assert ground["hidden"] > 0
        assert ground["live"] + ground["practice"] + ground["hidden"] == (
            before["ground"]["live"] + before["ground"]["practice"]
        )
        assert _asked(blind) < _asked(before) == _asked(world.ask(f"{world.cohort_id}/adoption"))
    finally:
        with world.database.write() as unit:
            blindfolds.untie(unit.session, "x" * 16)


def _asked(told: dict[str, Any]) -> int:
    return sum(week["figure"]["count"] + week["unsure"] for curve in told["curves"] for week in curve["weeks"])


def test_an_answer_is_in_the_measures_with_the_transaction_that_gives_it(world: World) -> None:
    with world.database.read() as session:
        drafts = sa.select(Evaluation.id).join(Call, Call.evaluation_id == Evaluation.id)
        told = drafts.join(OpportunityFact, OpportunityFact.call_id == Call.id)
        one = (OpportunityFact.question_id == TARGET, OpportunityFact.not_said == 1, Evaluation.state == "draft")
        evaluation = session.get_one(Evaluation, session.scalars(told.where(*one).limit(1)).one())
        call_id, evaluation_id, version = evaluation.call_id, evaluation.id, evaluation.version
    answer = world.people["admin"].ask(
        "PUT",
        f"/api/evaluations/{evaluation_id}/answers/{TARGET}",
        json={"option_id": "said", "reason": "נאמר"},
        headers={"If-Match": f'"{version}"'},
    )
    assert answer.status_code == 200, answer.text
    with world.database.read() as session:
        row = session.get_one(OpportunityFact, (call_id, TARGET))
        assert (row.said, row.not_said, row.unsure) == (1, 0, 0)


def test_calls_from_before_are_taken_up_by_a_command(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with world.database.write() as unit:
        before = sorted(unit.session.execute(sa.select(OpportunityFact.call_id, OpportunityFact.question_id)).all())
        moments = unit.session.scalar(sa.select(sa.func.count()).select_from(ToneMoment))
        assert moments
        unit.session.execute(sa.delete(MeasuredCall))
    assert world.ask(f"{world.cohort_id}/adoption")["ground"]["unknown"] > 0
    monkeypatch.setattr(platform_settings, "settings", lambda: world.config)
    result = CliRunner().invoke(command_line, ["measures", "rebuild"])
    assert result.exit_code == 0, result.output
    with world.database.read() as session:
        after = sorted(session.execute(sa.select(OpportunityFact.call_id, OpportunityFact.question_id)).all())
        assert after == before
        assert session.scalar(sa.select(sa.func.count()).select_from(ToneMoment)) == moments
