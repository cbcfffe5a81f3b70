"""The index of words follows what is shown of a call, heals itself, and holds no number that was taken out."""

from typing import Any

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from qa.calls import revisions
from qa.calls.service import HEAR
from qa.calls.tables import Call
from qa.cli import app as command_line
from qa.migrations import config_for
from qa.platform import settings as platform_settings
from qa.platform.database import Database
from qa.platform.jobs import Ledger
from qa.platform.settings import Settings
from qa.search import index
from qa.search.tables import SpokenTurn
from tests.integration.databases import *  # noqa: F403 (fixtures: both databases)
from tests.integration.scored import System
from tests.integration.sealing import ANSWERED, CARD, DIGITS, SPELT, TELLTALES, Line
from tests.integration.searched import *  # noqa: F403 (the fixture that lets calls be heard)
from tests.integration.searched import CANCEL, ENGLISH, add, found, ids_of, marked
from tests.integration.web import Browser


@pytest.fixture
def line(system: System) -> Line:
    return Line(system)


def test_a_correction_changes_what_is_found_with_the_same_commit(reviewer: Browser, heard: Any) -> None:
    call_id = heard(CANCEL)
    wish = {"revision": 1, "turn": 1, "text": "אני רוצה להחליף את המקרר"}
    assert reviewer.post(f"/api/calls/{call_id}/transcript/corrections", json=wish).status_code == 200
    assert ids_of(found(reviewer, "מקרר")) == [call_id]
    assert not found(reviewer, "בטעות")
    (hit,) = found(reviewer, "מקרר")[0]["hits"]
    assert (hit["revision"], hit["turn"]) == (2, 1)
    (hit,) = found(reviewer, "אישור")[0]["hits"]
    assert (hit["revision"], hit["turn"]) == (2, 2), "turns that nobody touched are of the new revision too"


def test_what_is_heard_again_chosen_or_rolled_back_is_followed(
    reviewer: Browser, heard: Any, database: Database
) -> None:
    call_id = heard(CANCEL)
    with pytest.raises(RuntimeError, match="power"), database.write() as unit:
        add(unit.session, unit.session.get_one(Call, call_id), ENGLISH)
        raise RuntimeError("power cut")
    assert not found(reviewer, "refund")
    assert found(reviewer, "ביטול")
    with database.write() as unit:
        add(unit.session, unit.session.get_one(Call, call_id), ENGLISH)
    assert found(reviewer, "refund")
    assert not found(reviewer, "ביטול")
    chosen = reviewer.post(f"/api/calls/{call_id}/transcripts/1/choose")
    assert chosen.status_code == 200, chosen.text
    assert not found(reviewer, "refund")
    assert found(reviewer, "ביטול")


def test_who_is_who_is_followed(reviewer: Browser, heard: Any, database: Database) -> None:
    call_id = heard(CANCEL)
    with database.write() as unit:
        call = unit.session.get_one(Call, call_id)
        said = tuple(("customer" if who == "agent" else "agent", text) for who, text in CANCEL)
        add(unit.session, call, said)
    assert found(reviewer, "בטעות", speaker="agent")
    assert not found(reviewer, "בטעות", speaker="customer")


def test_a_deleted_call_leaves_nothing_behind(reviewer: Browser, heard: Any, database: Database) -> None:
    call_id, other = heard(CANCEL), heard(CANCEL)
    with database.write() as unit:
        unit.session.execute(sa.delete(Call).where(Call.id == call_id))
    assert ids_of(found(reviewer, "ביטול")) == [other]
    with database.read() as session:
        kept = session.scalars(sa.select(SpokenTurn.call_id).distinct()).all()
        assert list(kept) == [other]
        if session.get_bind().dialect.name == "sqlite":
            beside = session.scalar(sa.text("SELECT count(*) FROM spoken_turns_said"))
            assert beside == len(CANCEL)


def test_what_the_index_missed_is_not_found_falsely_and_reindex_heals_it(
    reviewer: Browser, heard: Any, database: Database, config: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    call_id, silent = heard(CANCEL), heard((("agent", "..."),))
    monkeypatch.setattr(revisions, "_following", [])
    with database.write() as unit:
        add(unit.session, unit.session.get_one(Call, call_id), ENGLISH)
    assert not found(reviewer, "ביטול"), "these words are shown no longer"
    assert not found(reviewer, "refund")
    monkeypatch.setenv("QA_DATA", str(config.data))
    monkeypatch.setenv("QA_DATABASE_URL", config.database)
    platform_settings.settings.cache_clear()
    told = CliRunner().invoke(command_line, ["search", "reindex"])
    assert told.exit_code == 0, told.output
    assert "1 calls were indexed" in told.output
    assert found(reviewer, "refund")
    assert "0 calls" in CliRunner().invoke(command_line, ["search", "reindex"]).output
    with database.write() as unit:
        unit.session.execute(sa.update(SpokenTurn).values(text="something broken"))
    assert "2 calls" in CliRunner().invoke(command_line, ["search", "reindex", "--all"]).output
    ((hit,),) = [call["hits"] for call in found(reviewer, "refund")]
    assert marked(hit) == ["refund"], "all is made anew"
    assert silent in ids_of(found(reviewer))


def test_the_index_comes_and_goes_with_its_migration(config: Settings, heard: Any, database: Database) -> None:
    from alembic import command

    heard(CANCEL)
    database.dispose()
    command.downgrade(config_for(config.database), "0004")
    with database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Call)) == 1
        assert not [name for name in sa.inspect(session.get_bind()).get_table_names() if name.startswith("spoken")]
    database.dispose()
    command.upgrade(config_for(config.database), "head")
    assert list(index.reindex(database, whole=False)) == [1]


def sealed_call(line: Line, number: str) -> str:
    """A call in which this number was said, heard as a worker hears it, with redaction."""
    index.keep_current()
    call_id = line.take_in()
    line.hear(call_id, f"{ANSWERED} {number} תודה")
    return call_id


@pytest.mark.parametrize("number", [DIGITS, SPELT])
def test_a_number_that_was_taken_out_is_found_by_nothing(reviewer: Browser, line: Line, number: str) -> None:
    call_id = sealed_call(line, number)
    (call,) = found(reviewer, "הכרטיס")
    assert call["id"] == call_id
    shown = "".join(part["text"] for hit in call["hits"] for part in hit["snippet"])
    assert "[מספר כרטיס]" in shown
    groups = [*number.split(), *DIGITS.split(), "45*", "4580*", CARD, f"{CARD[:8]}*", f'"{number}"', "תשע אפס אחת חמש"]
    for asked in groups:
        assert found(reviewer, asked) == [], asked
    assert found(reviewer, '"הוא תודה"') == [], "nor does a phrase run across its place"
    with line.system.database.read() as session:
        kept = [str(row) for row in session.execute(sa.text("SELECT * FROM spoken_turns"))]
        if session.get_bind().dialect.name == "sqlite":
            kept += [str(row) for row in session.execute(sa.text("SELECT * FROM spoken_turns_said"))]
    assert not [(telltale, row) for telltale in TELLTALES for row in kept if telltale in row]


def test_a_number_that_a_reviewer_types_is_found_by_nothing_either(reviewer: Browser, line: Line) -> None:
    call_id = sealed_call(line, DIGITS)
    read = reviewer.get(f"/api/calls/{call_id}/transcript").json()
    (turn,) = [turn for turn in read["turns"] if turn["speaker"] == "customer"]
    text = turn["text"].replace("תודה", "תודה הטלפון שלי 054-1234567")
    wish = {"revision": read["revision"], "turn": turn["index"], "text": text}
    assert reviewer.post(f"/api/calls/{call_id}/transcript/corrections", json=wish).status_code == 200
    ((hit,),) = [call["hits"] for call in found(reviewer, '"הכרטיס שלי הוא"')]
    assert hit["revision"] == 2, "what was typed is what is searched"
    for asked in ("054", "054*", "1234567", "123*", "054-1234567"):
        assert found(reviewer, asked) == [], asked


def test_a_number_that_is_hidden_later_is_found_no_longer(reviewer: Browser, line: Line) -> None:
    index.keep_current()
    call_id = line.take_in()
    line.hear(call_id, f"{ANSWERED} {DIGITS} תודה", seals=False)
    assert ids_of(found(reviewer, "4580*")) == [call_id], "the test would find it"
    with line.system.database.write() as unit:
        Ledger.enqueue(unit.session, HEAR, call_id, key=f"{call_id}:again")
    line.hear(call_id, f"{ANSWERED} {DIGITS} תודה")
    assert found(reviewer, "4580*") == []
    assert ids_of(found(reviewer, "הכרטיס")) == [call_id]


def test_the_worker_and_the_web_both_keep_the_index_current(config: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    from qa import worker
    from qa.app import create_app

    monkeypatch.setattr("qa.worker.settings", lambda: config)
    for start in (lambda: create_app(config), worker.runner.__wrapped__):
        monkeypatch.setattr(revisions, "_following", [])
        start()
        assert index._take_in in revisions._following
