"""A web application over a fresh database, and browsers to it: real but for the bell, which is only listened to."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from qa.app import create_app, put_together
from qa.people.schemas import NewPerson
from qa.people.service import add_person, new_setup_token
from qa.platform.database import Database
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Role
from qa.platform.settings import Settings

PASSWORD = "a long enough password"

#: Applications that serve nobody at the moment.
_idle: list[FastAPI] = []


class HeardBell:
    """Keeps what was rung instead of sending it to a broker; every test that needs a broker starts a real one."""

    def __init__(self) -> None:
        self.rung: list[str] = []

    def ring(self, job_id: str) -> None:
        self.rung.append(job_id)

    def answers(self) -> bool:
        return True


class Browser:
    """Somebody's browser: keeps the cookie and sends the proof that its own page is asking."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.csrf = ""
        self.person: dict[str, Any] = {}

    def sign_in(self, email: str, password: str = PASSWORD) -> "Browser":
        answer = self.client.post("/api/session", json={"email": email, "password": password})
        assert answer.status_code == 200, answer.text
        self.csrf, self.person = answer.json()["csrf_token"], answer.json()["person"]
        return self

    def ask(self, method: str, path: str, **how: Any) -> Any:
        headers = {"X-CSRF-Token": self.csrf} | how.pop("headers", {})
        return self.client.request(method, path, headers=headers, **how)

    def get(self, path: str, **how: Any) -> Any:
        return self.ask("GET", path, **how)

    def post(self, path: str, **how: Any) -> Any:
        return self.ask("POST", path, **how)


@contextmanager
def serving(config: Settings) -> Iterator[FastAPI]:
    """The running web application of this system.

    Its hundreds of routes are the same for every system and take long to set up, so applications are used again: only
    the parts, which all state is in, are this system's own.
    """
    app = _idle.pop() if _idle else _anywhere()
    app.state.parts = put_together(config, HeardBell())
    with TestClient(app):
        yield app
    _idle.append(app)


def _anywhere() -> FastAPI:
    with TemporaryDirectory() as nowhere:
        app = create_app(Settings(data=Path(nowhere)), HeardBell())
        app.state.parts.database.dispose()
        return app


@contextmanager
def browser(app: FastAPI) -> Iterator[Browser]:
    """A browser of its own, not signed in. The application must be running."""
    client = TestClient(app, base_url="http://127.0.0.1:8000", raise_server_exceptions=False)
    yield Browser(client)
    client.close()


def everybody(database: Database) -> dict[str, str]:
    """One person of each role and a second agent; returns their ids by mailbox."""
    system = Principal("system", Role.ADMINISTRATOR)
    roles = {
        "admin": Role.ADMINISTRATOR,
        "reviewer": Role.REVIEWER,
        "trainer": Role.TRAINER,
        "agent-a": Role.AGENT,
        "agent-b": Role.AGENT,
    }
    made: dict[str, str] = {}
    with database.write() as unit:
        for mailbox, role in roles.items():
            wish = NewPerson(name=mailbox, email=f"{mailbox}@example.com", role=role, password=PASSWORD)
            made[mailbox] = add_person(unit.session, system, wish).id
    return made


def setup_token(database: Database) -> str:
    """A fresh one-time token for the first administrator."""
    with database.write() as unit:
        token = new_setup_token(unit.session)
    assert token is not None
    return token
