"""Webhooks from the deed to the receiver: at least once, never two at a time, and never inward."""

import base64
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from qa.evaluation.tables import Evaluation
from qa.notices.kinds import Kind
from qa.notices.rounds import KEPT_SENT, tidy
from qa.notices.service import About, tell
from qa.notices.tables import Notice
from qa.notices.webhooks import outbox
from qa.notices.webhooks.courier import PATIENCE, Courier
from qa.notices.webhooks.outward import Outward
from qa.notices.webhooks.tables import Delivery, DeliveryState, Endpoint, WebhookEvent
from qa.platform.audit import AuditEntry
from qa.platform.clock import now
from qa.platform.database import Database
from qa.platform.security.sealing import Vault
from qa.platform.settings import Settings
from tests.integration.databases import lay
from tests.integration.receiver import Receiver, receiving
from tests.integration.scored import System
from tests.integration.web import Browser

KINDS = ["feedback_published", "auto_fail"]


@pytest.fixture
def config(tmp_path: Any) -> Settings:
    """This machine's own address is named, for the receiver. Rounds are left to the test."""
    made = Settings(data=tmp_path / "data", lease_s=2, sweep_s=3600, webhook_hosts="127.0.0.1")
    lay(made)
    return made


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as opened:
        yield opened


@pytest.fixture
def courier(config: Settings, database: Database) -> Courier:
    hosts = Outward.of(config.webhook_hosts)
    return Courier(database, hosts, Vault(config.sealing_key), "https://qa.example.com")


@pytest.fixture
def admin(page: Browser, ids: dict[str, str]) -> Browser:
    return page.sign_in("admin@example.com")


def added(admin: Browser, receiver: Receiver) -> tuple[str, str]:
    """The id of a new endpoint at the receiver, and its secret."""
    answer = admin.post("/api/webhooks", json={"url": receiver.url, "kinds": KINDS})
    assert answer.status_code == 201, answer.text
    return answer.json()["endpoint"]["id"], answer.json()["secret"]


def happen(database: Database, number: str = "1") -> None:
    with database.write() as unit:
        tell(unit.session, Kind.FEEDBACK_PUBLISHED, [], About(evaluation_id=f"e{number}"), by="p1", agent="p2")


def hurry(database: Database) -> None:
    """As if the waiting were over."""
    with database.write() as unit:
        unit.session.execute(sa.update(Delivery).values(next_at=now() - timedelta(seconds=1)))
        unit.session.execute(sa.update(Endpoint).values(rests_until=None))


def verified(headers: dict[str, str], body: bytes, secret: str) -> bool:
    """As a receiver's library does it."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    said = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    right = "v1," + base64.b64encode(hmac.digest(key, said, "sha256")).decode()
    return any(hmac.compare_digest(right, one) for one in headers["webhook-signature"].split(" "))


def test_published_feedback_reaches_a_receiver_that_can_verify_it(
    admin: Browser, system: System, database: Database, courier: Courier, receiver: Receiver, ids: dict[str, str]
) -> None:
    _, secret = added(admin, receiver)
    call_id = system.scored(ids["agent-a"])
    with database.read() as session:
        evaluation = session.scalars(sa.select(Evaluation).where(Evaluation.call_id == call_id)).one()
    page = admin.get(f"/api/evaluations/{evaluation.id}").json()
    for section in page["sections"]:
        for question in section["questions"]:
            if question["decided_by"] == "nobody":
                wish = {"not_applicable": True, "reason": "לא נבדק"}
                path = f"/api/evaluations/{evaluation.id}/answers/{question['id']}"
                page = admin.ask("PUT", path, json=wish, headers={"If-Match": f'"{page["version"]}"'}).json()
    for step in ("submit", "publish"):
        at = {"If-Match": f'"{page["version"]}"'}
        page = admin.post(f"/api/evaluations/{evaluation.id}/{step}", headers=at).json()
    assert page["state"] == "published", page
    assert courier.round() >= 1
    headers, body = next(heard for heard in receiver.heard if b"feedback.published" in heard[1])
    said = json.loads(body)
    assert verified(headers, body, secret)
    assert headers["content-type"] == "application/json"
    assert said["data"] == {
        "call_id": call_id,
        "evaluation_id": evaluation.id,
        "by": ids["admin"],
        "agent": ids["agent-a"],
        "link": f"https://qa.example.com/calls/{call_id}",
    }
    assert said["timestamp"].endswith("Z")
    with database.read() as session:
        told = session.scalars(sa.select(Notice).where(Notice.kind == "feedback_published")).all()
    assert [row.person_id for row in told] == [ids["agent-a"]]


def test_what_failed_is_tried_again_with_the_same_id_until_it_arrives(
    admin: Browser, database: Database, courier: Courier, receiver: Receiver
) -> None:
    endpoint_id, _ = added(admin, receiver)
    receiver.answers[:] = [500, 302, 204]
    happen(database)
    assert courier.round() == 1
    assert courier.round() == 0, "the next attempt is not due yet"
    row = admin.get(f"/api/webhooks/{endpoint_id}/deliveries").json()["items"][0]
    assert (row["state"], row["attempts"], row["status"], row["problem"]) == ("waiting", 1, 500, "status")
    assert row["next_at"] is not None
    for _ in range(2):
        hurry(database)
        assert courier.round() == 1
    assert len(set(receiver.ids)) == 1
    assert len(receiver.heard) == 3, "a redirection is not followed"
    row = admin.get(f"/api/webhooks/{endpoint_id}/deliveries").json()["items"][0]
    assert (row["state"], row["attempts"], row["status"], row["problem"]) == ("delivered", 3, 204, None)
    hurry(database)
    assert courier.round() == 0


def test_two_couriers_never_send_one_message_at_the_same_time(
    admin: Browser, database: Database, courier: Courier, receiver: Receiver
) -> None:
    added(admin, receiver)
    for number in range(12):
        happen(database, str(number))
    others = [threading.Thread(target=replace(courier).round) for _ in range(4)]
    for one in others:
        one.start()
    for one in others:
        one.join()
    assert len(receiver.heard) == 12
    assert len(set(receiver.ids)) == 12


def test_a_courier_that_died_on_the_way_is_followed_by_another(
    admin: Browser, database: Database, courier: Courier, receiver: Receiver
) -> None:
    added(admin, receiver)
    happen(database)
    lost = outbox.claim(database)
    assert lost is not None
    assert courier.round() == 0, "somebody holds it"
    with database.write() as unit:
        unit.session.execute(sa.update(Delivery).values(lease_until=now() - timedelta(seconds=1)))
    assert courier.round() == 1
    # The first wakes: what it says of its attempt counts no more.
    with database.write() as unit:
        assert outbox.missed(unit.session, lost, None, "timeout") is None
    with database.read() as session:
        assert session.scalars(sa.select(Delivery.state)).one() == DeliveryState.DELIVERED


def test_what_never_arrives_is_given_up_and_its_endpoint_disabled_and_said_to_be(
    admin: Browser, database: Database, courier: Courier, receiver: Receiver
) -> None:
    endpoint_id, _ = added(admin, receiver)
    receiver.answers[:] = [503]
    happen(database)
    for _ in range(len(outbox.WAITS) + 1):
        assert courier.round() == 1
        hurry(database)
    assert courier.round() == 0
    row = admin.get(f"/api/webhooks/{endpoint_id}/deliveries").json()["items"][0]
    assert (row["state"], row["attempts"]) == ("failed", len(outbox.WAITS) + 1)
    assert admin.get("/api/webhooks").json()[0]["disabled"] is False, "days have not passed"
    with database.write() as unit:
        unit.session.execute(sa.update(Endpoint).values(failing_since=now() - PATIENCE - timedelta(hours=1)))
    happen(database, "2")
    hurry(database)
    courier.round()
    shown = admin.get("/api/webhooks").json()[0]
    assert (shown["disabled"], shown["disabled_because"], shown["waiting"]) == (True, "failing", 1)
    line = admin.get("/api/notices/bell").json()["lines"][0]
    assert (line["newest"]["kind"], line["newest"]["page"]) == ("endpoint_disabled", "notices/webhooks")
    # Whoever repairs the receiver enables it, and what waited goes out.
    receiver.answers[:] = [200]
    admin.ask("PATCH", f"/api/webhooks/{endpoint_id}", json={"disabled": False})
    hurry(database)
    assert courier.round() == 1
    again = admin.post(f"/api/webhooks/{endpoint_id}/deliveries/{row['id']}/again")
    assert again.status_code == 202
    assert courier.round() == 1
    assert {one["state"] for one in admin.get(f"/api/webhooks/{endpoint_id}/deliveries").json()["items"]} == {
        "delivered"
    }


def test_a_receiver_that_says_it_is_gone_is_asked_no_more(
    admin: Browser, database: Database, courier: Courier, receiver: Receiver
) -> None:
    added(admin, receiver)
    receiver.answers[:] = [410]
    happen(database)
    courier.round()
    assert admin.get("/api/webhooks").json()[0]["disabled_because"] == "gone"
    hurry(database)
    happen(database, "2")
    assert courier.round() == 0
    assert len(receiver.heard) == 1


def test_after_a_rotation_both_secrets_sign_and_then_the_new_one_alone(
    admin: Browser, database: Database, courier: Courier, receiver: Receiver
) -> None:
    endpoint_id, old = added(admin, receiver)
    answer = admin.post(f"/api/webhooks/{endpoint_id}/rotate").json()
    new = answer["secret"]
    assert answer["endpoint"]["rotating_until"] is not None
    happen(database)
    courier.round()
    assert all(verified(*receiver.heard[0], secret) for secret in (old, new))
    with database.write() as unit:
        unit.session.execute(sa.update(Endpoint).values(old_until=now()))
    happen(database, "2")
    courier.round()
    assert verified(*receiver.heard[1], new)
    assert not verified(*receiver.heard[1], old)


def test_secrets_are_shown_once_and_kept_sealed(admin: Browser, database: Database, receiver: Receiver) -> None:
    endpoint_id, secret = added(admin, receiver)
    everything = admin.get("/api/webhooks").text + admin.get(f"/api/webhooks/{endpoint_id}/deliveries").text
    assert secret not in everything
    with database.read() as session:
        kept = session.scalars(sa.select(Endpoint)).one()
        trail = [str(entry.detail) for entry in session.scalars(sa.select(AuditEntry))]
    assert secret.removeprefix("whsec_") not in kept.secret
    assert not any(secret in entry or "/hook" in entry for entry in trail)


def test_a_test_message_goes_out_even_to_one_that_rests(
    admin: Browser, database: Database, courier: Courier, receiver: Receiver
) -> None:
    endpoint_id, secret = added(admin, receiver)
    receiver.answers[:] = [500, 204]
    happen(database)
    courier.round()
    assert admin.post(f"/api/webhooks/{endpoint_id}/test").status_code == 202
    assert courier.round() == 1
    headers, body = receiver.heard[-1]
    assert json.loads(body)["type"] == "webhook.test"
    assert verified(headers, body, secret)


def test_no_message_is_sent_inward_unless_the_operator_named_the_host(
    admin: Browser, database: Database, config: Settings, receiver: Receiver
) -> None:
    added(admin, receiver)
    happen(database)
    strict = Courier(database, Outward(), Vault(config.sealing_key), "https://qa.example.com")
    assert strict.round() == 1
    assert receiver.heard == []
    with database.read() as session:
        assert session.scalars(sa.select(Delivery.problem)).one() == "address"


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data/",
        "https://10.0.0.8/",
        "https://[::1]/",
        "ftp://127.0.0.1/",
        "http://a.b/",
    ],
)
def test_an_address_that_leads_inward_is_refused_when_it_is_typed(admin: Browser, url: str) -> None:
    answer = admin.post("/api/webhooks", json={"url": url, "kinds": KINDS})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "webhook_address_refused")


def test_what_is_for_people_of_the_house_only_cannot_be_sent(admin: Browser, receiver: Receiver) -> None:
    answer = admin.post("/api/webhooks", json={"url": receiver.url, "kinds": ["mentioned"]})
    assert answer.json()["error"]["code"] == "webhook_kind_refused"


def test_nothing_is_owed_where_nobody_listens_and_what_is_long_over_is_cleared(
    admin: Browser, database: Database, courier: Courier, receiver: Receiver
) -> None:
    happen(database, "before")
    endpoint_id, _ = added(admin, receiver)
    happen(database, "1")
    courier.round()
    happen(database, "2")
    tidy(database, now() + KEPT_SENT + timedelta(days=1))
    with database.read() as session:
        left = session.scalars(sa.select(WebhookEvent)).all()
    assert [event.data["evaluation_id"] for event in left] == ["e2"], "what still waits stays"
    assert admin.ask("DELETE", f"/api/webhooks/{endpoint_id}").status_code == 204
    with database.read() as session:
        assert session.scalars(sa.select(Delivery)).all() == []
