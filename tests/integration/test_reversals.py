"""How often disputed answers were reversed, on the page and as a table."""

import csv
from typing import Any

import sqlalchemy as sa

from qa.calls.tables import Call
from qa.platform.database import Database
from tests.integration.databases import *  # noqa: F403 (fixtures: both databases)
from tests.integration.disputed import *  # noqa: F403 (fixtures: people and the call that is disputed)
from tests.integration.disputed import (
    People,
    another,
    decide,
    looked_at,
    opened,
    published,
    questions,
)
from tests.integration.scored import System


def test_reversals_are_counted_by_question_and_by_who_answered(
    people: People, second: str, evaluation: dict[str, Any], asked: list[str], ids: dict[str, str]
) -> None:
    own = opened(people, evaluation, asked)
    waiting = people["second"].get("/api/reversals").json()
    assert waiting["total"] | {"rate": None} == waiting["total"]
    assert (waiting["total"]["disputed"], waiting["total"]["decided"]) == (2, 0)
    new = another(questions(evaluation)[asked[0]])
    decide(people["second"], looked_at(people, "second", own["id"]), **{asked[0]: new, asked[1]: None})
    told = people["second"].get("/api/reversals").json()
    assert {row["question_id"]: (row["decided"], row["reversed"]) for row in told["questions"]} == {
        asked[0]: (1, 1),
        asked[1]: (1, 0),
    }
    (person,) = told["people"]
    assert (person["person_id"], person["disputed"], person["rate"]) == (ids["reviewer"], 2, 0.5)
    assert (round(person["low"], 3), round(person["high"], 3), person["few"]) == (0.095, 0.905, True)
    taken = people["second"].get("/api/reversals.csv?texts=en").text.splitlines()
    assert taken[0].removeprefix("\ufeff").startswith("of,rubric_id,question_id,name,disputed")
    assert taken[-1] == "reviewer,,,reviewer,2,2,1,0.5,0.0945,0.9055,true,0"


def test_reversals_say_how_many_were_in_calls_that_a_generator_drew(
    people: People,
    evaluation: dict[str, Any],
    asked: list[str],
    database: Database,
    system: System,
    ids: dict[str, str],
) -> None:
    opened(people, evaluation, asked)
    opened(people, published(people["reviewer"], system.scored(ids["agent-a"], hertz=500.0)), asked[:1])
    with database.write() as unit:
        drawn = sa.update(Call).where(Call.id == evaluation["call"]["id"]).values(simulated=True)
        unit.session.execute(drawn)
    told = people["trainer"].get("/api/reversals").json()
    assert (told["total"]["disputed"], told["total"]["simulated"]) == (3, 2)
    taken = people["trainer"].get("/api/reversals.csv").content.decode("utf-8-sig").splitlines()
    rows = {row["question_id"]: row for row in csv.DictReader(taken) if row["of"] == "question"}
    marks = {question_id: (row["disputed"], row["simulated"]) for question_id, row in rows.items()}
    assert marks == {asked[0]: ("2", "1"), asked[1]: ("1", "1")}
