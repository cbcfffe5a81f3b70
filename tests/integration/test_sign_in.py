"""Signing in, staying in, being put out."""

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient

from qa.platform.audit import AuditEntry
from qa.platform.database import Database
from tests.integration.web import PASSWORD, Browser, browser, everybody, setup_token


def test_the_first_administrator_is_made_once_with_the_printed_token(
    app: FastAPI, page: Browser, database: Database
) -> None:
    assert page.get("/api/setup").json() == {"needed": True, "demo": False}
    wish = {"name": "Dana", "email": "Dana@Example.com", "password": PASSWORD}
    forged = page.client.post("/api/setup", json=wish | {"token": "not the token at all"})
    assert (forged.status_code, forged.json()["error"]["code"]) == (409, "setup_is_over")
    token = setup_token(database)
    made = page.client.post("/api/setup", json=wish | {"token": token})
    assert made.status_code == 200
    assert made.json()["person"]["role"] == "administrator"
    assert page.get("/api/session").json()["person"]["email"] == "dana@example.com"
    again = page.client.post("/api/setup", json=wish | {"token": token, "email": "b@example.com"})
    assert again.status_code == 409
    assert page.get("/api/setup").json()["needed"] is False


def test_a_wrong_password_and_a_missing_account_look_the_same(page: Browser, database: Database) -> None:
    everybody(database)
    answers = [
        page.client.post("/api/session", json={"email": email, "password": "wrong"})
        for email in ("admin@example.com", "nobody@example.com")
    ]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers[0].json() == answers[1].json()
    assert page.get("/api/session").status_code == 401


def test_guessing_is_slowed_down(page: Browser, database: Database) -> None:
    everybody(database)
    guesses = [
        page.client.post("/api/session", json={"email": "admin@example.com", "password": f"guess {n}"})
        for n in range(12)
    ]
    assert guesses[-1].status_code == 429
    assert int(guesses[-1].headers["retry-after"]) > 0


def test_the_cookie_cannot_be_read_by_scripts_and_is_new_at_every_sign_in(page: Browser, database: Database) -> None:
    everybody(database)
    said = {"email": "admin@example.com", "password": PASSWORD}
    first = page.client.post("/api/session", json=said).headers["set-cookie"]
    assert "HttpOnly" in first
    assert "SameSite=lax" in first
    second = page.client.post("/api/session", json=said).headers["set-cookie"]
    assert first.split(";")[0] != second.split(";")[0]


def test_over_tls_the_cookie_is_bound_to_the_host(app: FastAPI, database: Database) -> None:
    everybody(database)
    with TestClient(app, base_url="https://qa.example.com") as secure:
        answer = secure.post("/api/session", json={"email": "admin@example.com", "password": PASSWORD})
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-qa_session=")
        assert "Secure" in cookie
        assert "strict-transport-security" in answer.headers


def test_a_change_needs_the_pages_own_proof_and_origin(page: Browser, database: Database) -> None:
    everybody(database)
    page.sign_in("admin@example.com")
    wish = {"name": "Team"}
    assert page.client.post("/api/teams", json=wish).status_code == 403
    foreign = page.post("/api/teams", json=wish, headers={"Origin": "https://evil.example"})
    assert (foreign.status_code, foreign.json()["error"]["code"]) == (403, "foreign_request")
    assert page.post("/api/teams", json=wish, headers={"Origin": "http://127.0.0.1:8000"}).status_code == 201


@pytest.mark.parametrize("change", [{"disabled": True}, {"password": "another long password"}, {"role": "trainer"}])
def test_who_is_disabled_or_changed_is_put_out_at_once(
    app: FastAPI, page: Browser, database: Database, change: dict[str, object]
) -> None:
    ids = everybody(database)
    page.sign_in("admin@example.com")
    with browser(app) as other:
        other.sign_in("reviewer@example.com")
        assert other.get("/api/calls").status_code == 200
        assert page.ask("PATCH", f"/api/people/{ids['reviewer']}", json=change).status_code == 200
        assert other.get("/api/calls").status_code == 401


def test_the_last_administrator_stays(page: Browser, database: Database) -> None:
    ids = everybody(database)
    page.sign_in("admin@example.com")
    for change in ({"disabled": True}, {"role": "agent"}):
        refused = page.ask("PATCH", f"/api/people/{ids['admin']}", json=change)
        assert (refused.status_code, refused.json()["error"]["code"]) == (409, "last_administrator")


def test_signing_out_ends_the_session(page: Browser, database: Database) -> None:
    everybody(database)
    page.sign_in("admin@example.com")
    assert page.ask("DELETE", "/api/session").status_code == 204
    assert page.get("/api/session").status_code == 401


def test_language_and_colours_are_each_persons_own(page: Browser, database: Database) -> None:
    everybody(database)
    page.sign_in("agent-a@example.com")
    changed = page.ask("PATCH", "/api/me", json={"interface_language": "en", "colour_scheme": "dark"})
    assert changed.json()["person"]["interface_language"] == "en"
    assert page.get("/api/session").json()["person"]["colour_scheme"] == "dark"


def test_people_change_their_own_password_and_are_signed_out_elsewhere(
    app: FastAPI, page: Browser, database: Database, ids: dict[str, str]
) -> None:
    page.sign_in("agent-a@example.com")
    wish = {"current": "not this one", "password": "a new and longer password"}
    told = page.ask("PUT", "/api/me/password", json=wish)
    assert (told.status_code, told.json()["error"]["code"]) == (422, "current_password_wrong")
    with browser(app) as elsewhere:
        elsewhere.sign_in("agent-a@example.com")
        changed = page.ask("PUT", "/api/me/password", json=wish | {"current": PASSWORD})
        assert changed.status_code == 204, changed.text
        assert elsewhere.get("/api/session").status_code == 401
        assert page.get("/api/session").status_code == 200, "here the person stays"
        old = {"email": "agent-a@example.com", "password": PASSWORD}
        assert elsewhere.client.post("/api/session", json=old).status_code == 401
        elsewhere.sign_in("agent-a@example.com", wish["password"])
    short = {"current": wish["password"], "password": "short"}
    assert page.ask("PUT", "/api/me/password", json=short).status_code == 422
    with database.read() as session:
        trail = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "own_password_changed")).all()
        assert [(entry.person_id, entry.detail) for entry in trail] == [(ids["agent-a"], {})]


def test_a_taken_address_or_code_is_refused(page: Browser, database: Database) -> None:
    everybody(database)
    page.sign_in("admin@example.com")
    wish = {"name": "X", "email": "Agent-A@example.com", "role": "agent", "password": PASSWORD}
    assert page.post("/api/people", json=wish).json()["error"]["code"] == "taken"
    fresh = wish | {"email": "x@example.com", "agent_code": "7"}
    assert page.post("/api/people", json=fresh).status_code == 201
    assert page.post("/api/people", json=fresh | {"email": "y@example.com"}).json()["error"]["code"] == "taken"


def test_unknown_addresses_of_the_api_are_not_the_page(page: Browser) -> None:
    answer = page.get("/api/nothing/here")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


def test_every_answer_keeps_the_page_from_being_turned_against_its_user(page: Browser) -> None:
    headers = page.get("/healthz").headers
    assert "script-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
