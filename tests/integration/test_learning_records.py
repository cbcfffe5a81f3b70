"""Learning records from the deed to the store: by the specification, at least once, and one that is refused alone."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from qa.learning_records.rounds import KEPT_STORED, tidy
from qa.learning_records.sending import PATIENCE, Messenger
from qa.learning_records.service import say
from qa.learning_records.statements import Result, Thing, ThingKind, Verb
from qa.learning_records.tables import LearningStatement, RecordStore
from qa.notices.tables import Notice
from qa.notices.webhooks.outward import Outward
from qa.platform.audit import AuditEntry
from qa.platform.clock import now
from qa.platform.database import Database
from qa.platform.security.sealing import Vault
from qa.platform.settings import Settings
from tests.integration.databases import lay
from tests.integration.record_store import NAME, SECRET, RecordStoreDouble, storing
from tests.integration.web import Browser

STORE = "/api/learning-records/store"
DRILL = Thing(ThingKind.DRILL, "drill-1", attempt="a1", language="he")

NOTHING = Result()


@pytest.fixture
def config(tmp_path: Any) -> Settings:
    """This machine's own address is named, for the store. Rounds are left to the test."""
    made = Settings(
        data=tmp_path / "data", sweep_s=3600, webhook_hosts="127.0.0.1", public_url="https://qa.example.com"
    )
    lay(made)
    return made


@pytest.fixture
def double() -> Iterator[RecordStoreDouble]:
    with storing() as opened:
        yield opened


@pytest.fixture
def messenger(config: Settings, database: Database) -> Messenger:
    return Messenger(database, Outward.of(config.webhook_hosts), Vault(config.sealing_key))


@pytest.fixture
def admin(page: Browser, ids: dict[str, str]) -> Browser:
    return page.sign_in("admin@example.com")


@pytest.fixture
def store(admin: Browser, double: RecordStoreDouble) -> RecordStoreDouble:
    wish = {"url": double.url, "user_name": NAME, "secret": SECRET}
    answer = admin.ask("PUT", STORE, json=wish)
    assert answer.status_code == 200, answer.text
    assert SECRET not in answer.text
    return double


def happen(database: Database, person_id: str, *things: Thing, result: Result = NOTHING) -> None:
    with database.write() as unit:
        for thing in things:
            say(unit.session, person_id, Verb.COMPLETED, thing, result)


def many(count: int) -> list[Thing]:
    return [replace(DRILL, attempt=str(number)) for number in range(count)]


def rested(database: Database) -> None:
    """As if the waiting were over."""
    with database.write() as unit:
        unit.session.execute(sa.update(RecordStore).values(rests_until=None))


def standing(admin: Browser) -> dict[str, Any]:
    told: dict[str, Any] = admin.get(STORE).json()["store"]
    return told


def test_a_practice_call_reaches_the_store_as_the_specification_wants_it(
    store: RecordStoreDouble, database: Database, messenger: Messenger, ids: dict[str, str], admin: Browser
) -> None:
    thing = Thing(ThingKind.PRACTICE, "p1", titles={"he": "לקוח כועס"}, instructor_id=ids["trainer"], language="he")
    happen(database, ids["agent-a"], thing, result=Result(scaled=0.825, success=True, duration_ms=83_500))
    assert messenger.round() == 1
    (said,) = store.kept.values()
    assert store.broken == []
    assert said["actor"] == {
        "objectType": "Agent",
        "account": {"homePage": "https://qa.example.com", "name": ids["agent-a"]},
    }
    assert said["verb"]["id"] == "http://adlnet.gov/expapi/verbs/completed"
    assert said["object"]["id"] == "https://qa.example.com/learning/practice/p1"
    assert said["object"]["definition"] == {
        "type": "http://adlnet.gov/expapi/activities/simulation",
        "name": {"he": "לקוח כועס"},
    }
    assert said["result"] == {"score": {"scaled": 0.825}, "success": True, "duration": "PT1M23.5S"}
    assert said["context"]["instructor"]["account"]["name"] == ids["trainer"]
    assert (said["context"]["platform"], said["context"]["language"]) == ("Mashov", "he")
    assert "@" not in str(said), "nobody is named by e-mail unless an administrator chose so"
    assert (standing(admin)["stored"], standing(admin)["waiting"]) == (1, 0)
    (row,) = admin.get("/api/learning-records/statements").json()["items"]
    assert (row["uuid"], row["thing"], row["state"]) == (said["id"], "practice", "stored")


def test_people_are_named_by_e_mail_where_an_administrator_chose_so(
    admin: Browser, store: RecordStoreDouble, database: Database, messenger: Messenger, ids: dict[str, str]
) -> None:
    wish = {"url": store.url, "user_name": NAME, "by_email": True}
    assert admin.ask("PUT", STORE, json=wish).json()["store"]["by_email"]
    happen(database, ids["agent-a"], DRILL)
    assert messenger.round() == 1
    (said,) = store.kept.values()
    assert said["actor"] == {"objectType": "Agent", "mbox": "mailto:agent-a@example.com"}


def test_nothing_is_kept_without_a_store_or_when_the_deed_is_undone(
    admin: Browser, double: RecordStoreDouble, database: Database, ids: dict[str, str]
) -> None:
    happen(database, ids["agent-a"], DRILL)
    assert admin.get(STORE).json() == {"store": None}
    admin.ask("PUT", STORE, json={"url": double.url, "user_name": NAME, "secret": SECRET})
    with pytest.raises(RuntimeError, match="undone"), database.write() as unit:
        say(unit.session, ids["agent-a"], Verb.COMPLETED, DRILL)
        raise RuntimeError("undone")
    assert standing(admin)["waiting"] == 0


def test_what_is_said_twice_is_sent_once_and_a_new_attempt_anew(
    store: RecordStoreDouble, database: Database, messenger: Messenger, ids: dict[str, str]
) -> None:
    for _ in range(2):
        happen(database, ids["agent-a"], DRILL, DRILL, replace(DRILL, attempt="a2"))
    happen(database, ids["agent-b"], DRILL)
    assert messenger.round() == 3
    assert len(store.kept) == 3


def test_many_statements_go_in_batches(
    store: RecordStoreDouble, database: Database, messenger: Messenger, ids: dict[str, str]
) -> None:
    happen(database, ids["agent-a"], *many(120))
    assert messenger.round() == 120
    assert (len(store.heard), len(store.kept)) == (3, 120)


def test_an_answer_that_was_lost_is_asked_for_again_under_the_same_ids(
    admin: Browser, store: RecordStoreDouble, database: Database, messenger: Messenger, ids: dict[str, str]
) -> None:
    happen(database, ids["agent-a"], *many(3))
    store.answers[:] = [503]
    assert messenger.round() == 0
    told = standing(admin)
    assert (told["status"], told["problem"], told["waiting"]) == (503, "status", 3)
    assert told["next_at"] is not None
    assert messenger.round() == 0
    assert len(store.heard) == 1, "the store rests first"
    rested(database)
    assert messenger.round() == 3
    assert store.heard[0][1] == store.heard[1][1], "the same bytes again"
    assert standing(admin)["problem"] is None


def test_a_conflict_means_that_the_store_has_it_and_holds_up_no_other(
    admin: Browser, store: RecordStoreDouble, database: Database, messenger: Messenger, ids: dict[str, str]
) -> None:
    happen(database, ids["agent-a"], *many(3))
    with database.read() as session:
        known = session.scalars(sa.select(LearningStatement.uuid)).first()
    assert known is not None
    store.kept[known] = {"another": "statement"}
    assert messenger.round() == 2
    assert (standing(admin)["stored"], standing(admin)["refused"]) == (3, 0)
    assert len(store.heard) == 4, "the batch first, then each by itself"


def test_a_statement_that_is_refused_is_shown_and_sent_again_on_demand(
    admin: Browser, store: RecordStoreDouble, database: Database, messenger: Messenger, ids: dict[str, str]
) -> None:
    happen(database, ids["agent-a"], *many(2))
    store.answers[:] = [400, 400]
    assert messenger.round() == 1
    (row,) = admin.get("/api/learning-records/statements", params={"state": "refused"}).json()["items"]
    assert row["status"] == 400
    assert admin.post("/api/learning-records/statements/again").json() == {"statements": 1}
    assert messenger.round() == 1
    assert len(store.kept) == 2


def test_a_wrong_secret_loses_nothing(
    admin: Browser, store: RecordStoreDouble, database: Database, messenger: Messenger, ids: dict[str, str]
) -> None:
    admin.ask("PUT", STORE, json={"url": store.url, "user_name": NAME, "secret": "wrong"})
    happen(database, ids["agent-a"], DRILL)
    assert messenger.round() == 0
    assert (standing(admin)["status"], standing(admin)["waiting"]) == (401, 1)
    admin.ask("PUT", STORE, json={"url": store.url, "user_name": NAME, "secret": SECRET})
    assert messenger.round() == 1


def test_a_secret_never_goes_to_another_address(admin: Browser, store: RecordStoreDouble) -> None:
    answer = admin.ask("PUT", STORE, json={"url": "https://elsewhere.example.com/xapi", "user_name": NAME})
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "record_secret_missing"
    assert standing(admin)["url"] == store.url


@pytest.mark.parametrize("url", ["http://lrs.example.com/", "https://169.254.169.254/x", "https://localhost/xapi"])
def test_a_store_inside_the_network_is_refused(admin: Browser, url: str) -> None:
    answer = admin.ask("PUT", STORE, json={"url": url, "user_name": NAME, "secret": SECRET})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "webhook_address_refused"), answer.text


def test_the_test_says_that_somebody_tried_and_the_trail_holds_no_secret(
    admin: Browser, store: RecordStoreDouble, database: Database, messenger: Messenger
) -> None:
    assert admin.post(f"{STORE}/test").json()["store"]["waiting"] == 1
    assert messenger.round() == 1
    (said,) = store.kept.values()
    assert said["object"]["definition"]["type"] == "http://adlnet.gov/expapi/activities/link"
    with database.read() as session:
        entries = session.scalars(sa.select(AuditEntry).where(AuditEntry.subject == "learning_record_store")).all()
        kept = session.scalars(sa.select(RecordStore.secret)).one()
    assert [entry.action for entry in entries] == ["record_store_named", "record_store_tried"]
    assert SECRET not in str([entry.detail for entry in entries])
    assert SECRET not in kept


def test_what_happens_during_a_pause_waits_for_its_end(
    admin: Browser, store: RecordStoreDouble, database: Database, messenger: Messenger, ids: dict[str, str]
) -> None:
    admin.ask("PUT", f"{STORE}/paused", json={"paused": True})
    happen(database, ids["agent-a"], DRILL)
    assert (messenger.round(), store.heard) == (0, [])
    admin.ask("PUT", f"{STORE}/paused", json={"paused": False})
    assert messenger.round() == 1


def test_a_store_that_fails_for_days_is_left_alone_and_its_administrators_are_told(
    admin: Browser, store: RecordStoreDouble, database: Database, messenger: Messenger, ids: dict[str, str]
) -> None:
    happen(database, ids["agent-a"], DRILL)
    store.answers[:] = [500, 500]
    messenger.round()
    rested(database)
    with database.write() as unit:
        unit.session.execute(sa.update(RecordStore).values(failing_since=now() - PATIENCE - timedelta(minutes=1)))
    messenger.round()
    told = standing(admin)
    assert (told["paused"], told["paused_because"], told["waiting"]) == (True, "failing", 1)
    with database.read() as session:
        notice = session.scalars(sa.select(Notice).where(Notice.kind == "endpoint_disabled")).one()
    assert notice.page == "notices/learning-records"


def test_several_senders_send_each_statement_once(
    store: RecordStoreDouble, database: Database, messenger: Messenger, ids: dict[str, str]
) -> None:
    happen(database, ids["agent-a"], *many(130))
    others = [threading.Thread(target=messenger.round) for _ in range(4)]
    for one in others:
        one.start()
    for one in others:
        one.join()
    messenger.round()
    assert (len(store.kept), len(store.heard)) == (130, 3)


def test_removing_the_store_forgets_what_waited(
    admin: Browser, store: RecordStoreDouble, database: Database, messenger: Messenger, ids: dict[str, str]
) -> None:
    happen(database, ids["agent-a"], DRILL)
    assert admin.ask("DELETE", STORE).status_code == 204
    assert admin.get(STORE).json() == {"store": None}
    assert admin.get("/api/learning-records/statements").json()["items"] == []
    assert (messenger.round(), store.heard) == (0, [])


def test_what_arrived_long_ago_is_cleared_away(
    admin: Browser, store: RecordStoreDouble, database: Database, messenger: Messenger, ids: dict[str, str]
) -> None:
    happen(database, ids["agent-a"], DRILL)
    with database.write() as unit:
        tidy(unit.session, now() + KEPT_STORED + timedelta(days=1))
    assert standing(admin)["waiting"] == 1, "what waits is not forgotten"
    messenger.round()
    with database.write() as unit:
        tidy(unit.session, now() + KEPT_STORED + timedelta(days=1))
    assert standing(admin)["stored"] == 0
