"""One call the whole way, through real servers and real processes: sent over HTTP, heard by real weights, scored, read.

The same code runs on one machine and on many; which it is, only the settings say.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from qa.calls.tables import Call
from qa.evaluation.tables import Evaluation, SuggestionRow
from qa.migrations import config_for, is_current, upgrade
from qa.platform import audit
from qa.platform.database import Base, Database
from qa.platform.jobs import Job, JobState
from qa.platform.settings import Settings
from qa.search.tables import FOUND_BY_SQLITE
from tests.integration.running import HEBREW_CALL, EmbeddedValkey, Mashov, Visitor, first_seconds
from tests.integration.scored import System
from tests.integration.web import everybody
from tests.servers import S3, Postgres, RabbitMQ, Redis

Part = Callable[[], AbstractContextManager[Any]]

TOPOLOGIES: dict[str, tuple[Part, ...]] = {
    "one machine: SQLite, embedded Valkey, a folder": (EmbeddedValkey,),
    "Postgres, Redis, a folder": (Postgres, Redis),
    "Postgres, RabbitMQ, S3": (Postgres, RabbitMQ, S3),
}


@contextmanager
def running_on(servers: tuple[Part, ...], home: Path) -> Iterator[Mashov]:
    with ExitStack() as stack:
        environment: dict[str, str] = {}
        for server in servers:
            environment |= stack.enter_context(server()).environment
        yield stack.enter_context(Mashov(home, environment))


@pytest.mark.parametrize("servers", TOPOLOGIES.values(), ids=TOPOLOGIES)
def test_a_call_goes_the_whole_way(servers: tuple[Part, ...], tmp_path: Path) -> None:
    sound = first_seconds(HEBREW_CALL, 15, tmp_path / "call.wav")
    with running_on(servers, tmp_path) as system, system.administrator() as page:
        call_id = page.take_in(sound, "שיחה.wav", channels="agent,customer")
        call = page.wait_for_end(system, call_id)
        assert (call["state"], call["file_name"]) == ("ready", "שיחה.wav"), system.logs()
        it_was_really_heard(page, call_id)
        it_was_really_scored(page, call_id)
        its_sound_can_be_listened_to(page, call_id)
        assert page.upload(sound).json()["duplicate"] is True
        everything_is_settled(system, call_id)


def it_was_really_heard(page: Visitor, call_id: str) -> None:
    transcript = page.get(f"/api/calls/{call_id}/transcript").json()
    assert transcript["language"] == "he"
    assert 14_900 <= transcript["duration_ms"] <= 15_100
    words = [word for turn in transcript["turns"] for word in turn["words"]]
    assert len(words) >= 15
    assert {turn["speaker"] for turn in transcript["turns"]} <= {"agent", "customer"}
    # The agent greets: a recogniser that works hears this word, whatever it makes of names.
    assert any("שלום" in turn["text"] for turn in transcript["turns"] if turn["speaker"] == "agent")
    assert any("whisper" in engine for engine in transcript["engines"])


def it_was_really_scored(page: Visitor, call_id: str) -> None:
    evaluation = page.get(f"/api/calls/{call_id}/evaluation").json()
    assert evaluation["state"] == "draft"
    suggestions = [
        question["suggestion"]
        for section in evaluation["sections"]
        for question in section["questions"]
        if question["suggestion"]
    ]
    assert suggestions
    assert any(e["text"] for suggestion in suggestions for e in suggestion["evidence"])
    assert evaluation["score"]["points_possible"] > 0
    # Fifteen seconds hold a greeting and no farewell: one and the same verdict on everything would be no hearing.
    verdicts = {suggestion["verdict"] for suggestion in suggestions}
    assert len(verdicts) >= 2, verdicts


def its_sound_can_be_listened_to(page: Visitor, call_id: str) -> None:
    url = page.post(f"/api/calls/{call_id}/audio-address").json()["url"]
    whole = page.get(url)
    assert (whole.status_code, whole.headers["content-type"]) == (200, "audio/ogg")
    assert whole.content.startswith(b"OggS")
    part = page.get(url, headers={"Range": "bytes=1000-1999"})
    assert (part.status_code, part.content) == (206, whole.content[1000:2000])
    assert len(page.get(f"/api/calls/{call_id}/peaks").json()["channels"]) == 2


def everything_is_settled(system: Mashov, call_id: str) -> None:
    with system.database.read() as session:
        jobs = {job.kind: job for job in session.scalars(sa.select(Job).where(Job.subject == call_id))}
        assert {kind: job.state for kind, job in jobs.items()} == {"hear": JobState.DONE, "score": JobState.DONE}
        assert {job.attempts for job in jobs.values()} == {1}
        (evaluation,) = session.scalars(sa.select(Evaluation).where(Evaluation.call_id == call_id)).all()
        asked = session.scalars(sa.select(SuggestionRow.question_id)).all()
        assert len(asked) == len(set(asked)) == len(evaluation.suggestions)
        assert audit.verify(session) == []


@pytest.fixture(params=["SQLite", "Postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Settings that name a database in which nothing is yet."""
    if request.param == "SQLite":
        yield Settings(data=tmp_path / "data")
        return
    with Postgres() as server:
        yield Settings(data=tmp_path / "data", database_url=server.url)


def test_a_database_with_calls_in_it_goes_back_to_nothing_and_up_again(empty: Settings) -> None:
    upgrade(empty)
    a_call_is_scored(empty)
    alembic = config_for(empty.database)
    history = [script.revision for script in ScriptDirectory.from_config(alembic).walk_revisions()]
    for _revision in history:
        command.downgrade(alembic, "-1")
    assert tables_of(empty) == {"alembic_version"}
    for _revision in history:
        command.upgrade(alembic, "+1")
    assert tables_of(empty) == {"alembic_version", *Base.metadata.tables}
    a_call_is_scored(empty)


def test_the_migrations_make_exactly_the_tables_that_the_code_knows(empty: Settings) -> None:
    upgrade(empty)
    command.check(config_for(empty.database))  # raises where a migration would still be needed
    database = Database(empty.database)
    assert is_current(database)
    with database.engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE calls DROP COLUMN queue"))
    database.dispose()
    with pytest.raises(command.util.AutogenerateDiffsDetected, match="queue"):
        command.check(config_for(empty.database))


def test_upgrading_again_leaves_what_is_there(empty: Settings) -> None:
    upgrade(empty)
    call_id = a_call_is_scored(empty)
    upgrade(empty)
    database = Database(empty.database)
    with database.read() as session:
        assert session.get_one(Call, call_id).ready_at is not None
        assert audit.verify(session) == []
    database.dispose()


def a_call_is_scored(config: Settings) -> str:
    database = Database(config.database)
    people = everybody(database)
    call_id = System(config, database).scored(people["agent-a"])
    database.dispose()
    return call_id


def tables_of(config: Settings) -> set[str]:
    database = Database(config.database)
    found = sa.inspect(database.engine).get_table_names()
    database.dispose()
    return {name for name in found if not name.startswith(FOUND_BY_SQLITE)}
