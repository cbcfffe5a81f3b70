"""A learning record store on this machine: a real server that holds every statement to the specification's rules.

It refuses what the Experience API 1.0.3 (xAPI-Data.md and xAPI-Communication.md) says that a store must refuse: a batch
of which one statement is wrong is refused whole, and an id that is known for another statement is a conflict.
"""

import base64
import json
import re
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa

from qa.learning_records.tables import LearningStatement, RecordStore
from qa.platform.database import Database

NAME, SECRET = "mashov", "מפתח: with a colon"

_TOP = {"id", "actor", "verb", "object", "result", "context", "timestamp"}
_CONTEXT = {"registration", "instructor", "team", "contextActivities", "revision", "platform", "language", "extensions"}
_RESULT = {"score", "success", "completion", "response", "duration", "extensions"}
_DURATION = re.compile(r"P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?")
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class Broken(Exception):
    """A rule of the specification is broken."""


@dataclass
class RecordStoreDouble:
    """What it keeps by id, what it heard, and the statuses that it answers first of all, whatever it was sent."""

    url: str
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def take(self, headers: dict[str, str], body: bytes) -> int:
        """The status of the answer, in the order in which a store asks."""
        self.heard.append((headers, body))
        if self.answers and (forced := self.answers.pop(0)):
            return forced
        try:
            _check_headers(headers)
            sent = json.loads(body)
            batch = sent if isinstance(sent, list) else [sent]
            for one in batch:
                check(one)
            _no_doubles(batch)
        except PermissionError:
            return 401
        except (Broken, ValueError, KeyError, TypeError, AttributeError) as error:
            self.broken.append(repr(error))
            return 400
        if any(one["id"] in self.kept and self.kept[one["id"]] != one for one in batch):
            return 409
        self.kept.update({one["id"]: one for one in batch})
        return 200


def _no_doubles(batch: list[dict[str, Any]]) -> None:
    if len({one["id"] for one in batch}) < len(batch):
        raise Broken("one id twice in a batch")


def check(said: dict[str, Any]) -> None:
    """Raises Broken where the statement is not one by the specification."""
    _no_nulls(said)
    _only(said, _TOP)
    if str(uuid.UUID(said["id"])) != said["id"]:
        raise Broken("the id is no UUID in its usual form")
    _agent(said["actor"])
    _only(said["verb"], {"id", "display"})
    _iri(said["verb"]["id"])
    _language_map(said["verb"]["display"])
    _activity(said["object"])
    if datetime.fromisoformat(said["timestamp"]).tzinfo is None:
        raise Broken("a timestamp without its zone")
    if "result" in said:
        _result(said["result"])
    if "context" in said:
        _context(said["context"])


def _activity(said: dict[str, Any]) -> None:
    _only(said, {"objectType", "id", "definition"})
    if said.get("objectType", "Activity") != "Activity":
        raise Broken("an object that is no activity")
    _iri(said["id"])
    _only(said["definition"], {"name", "description", "type", "moreInfo", "extensions"})
    _language_map(said["definition"]["name"])
    _iri(said["definition"]["type"])


def _agent(said: dict[str, Any]) -> None:
    _only(said, {"objectType", "name", "mbox", "mbox_sha1sum", "openid", "account"})
    if sum(name in said for name in ("mbox", "mbox_sha1sum", "openid", "account")) != 1:
        raise Broken("an agent has exactly one inverse functional identifier")
    if "account" in said:
        _only(said["account"], {"homePage", "name"})
        _iri(said["account"]["homePage"])
        if not isinstance(said["account"]["name"], str) or not said["account"]["name"]:
            raise Broken("an account without a name")
    if "mbox" in said and not re.fullmatch(r"mailto:[^@\s]+@[^@\s]+", said["mbox"]):
        raise Broken("a mailbox that is no mailto address")


def _result(said: dict[str, Any]) -> None:
    _only(said, _RESULT)
    if "score" in said:
        _only(said["score"], {"scaled", "raw", "min", "max"})
        if not -1 <= said["score"]["scaled"] <= 1:
            raise Broken("a scaled score outside of -1 to 1")
    for name in ("success", "completion"):
        if name in said and not isinstance(said[name], bool):
            raise Broken(f"{name} is no truth value")
    if "duration" in said and not _DURATION.fullmatch(said["duration"]):
        raise Broken("no ISO 8601 duration")


def _context(said: dict[str, Any]) -> None:
    _only(said, _CONTEXT)
    if "instructor" in said:
        _agent(said["instructor"])
    if "language" in said and not _TAG.fullmatch(said["language"]):
        raise Broken("no language tag")
    if "platform" in said and not isinstance(said["platform"], str):
        raise Broken("a platform that is no text")


def _check_headers(headers: dict[str, str]) -> None:
    kind, _, token = headers.get("authorization", "").partition(" ")
    if kind != "Basic" or base64.b64decode(token).decode() != f"{NAME}:{SECRET}":
        raise PermissionError
    if not re.fullmatch(r"1\.0(\.\d+)?", headers.get("x-experience-api-version", "")):
        raise Broken("the version's header is missing or wrong")
    if not headers.get("content-type", "").startswith("application/json"):
        raise Broken("no JSON")


def _only(said: dict[str, Any], names: set[str]) -> None:
    if not isinstance(said, dict) or not said.keys() <= names:
        raise Broken(f"unknown names: {sorted(said.keys() - names)}")


def _iri(said: str) -> None:
    parts = urlsplit(said)
    if not parts.scheme or not (parts.netloc or parts.path):
        raise Broken(f"{said!r} is no IRI")


def _language_map(said: dict[str, str]) -> None:
    if not said or not all(_TAG.fullmatch(tag) and isinstance(text, str) for tag, text in said.items()):
        raise Broken("no language map")


def _no_nulls(said: Any) -> None:
    if said is None:
        raise Broken("null where nothing should be")
    for one in said.values() if isinstance(said, dict) else said if isinstance(said, list) else ():
        _no_nulls(one)


@contextmanager
def storing() -> Iterator[RecordStoreDouble]:
    """A store, for as long as it is needed. Loopback only."""
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            with lock:
                status = double.take({name.lower(): value for name, value in self.headers.items()}, body)
            self.send_response(status if urlsplit(self.path).path == "/xapi/statements" else 404)
            self.end_headers()

        def log_message(self, *_said: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    double = RecordStoreDouble(f"http://127.0.0.1:{server.server_port}/xapi/")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield double
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def keep_statements(database: Database, made_by: str) -> None:
    """A store is named, so that statements are kept; nothing is sent, as nobody sends here."""
    with database.write() as unit:
        unit.session.add(RecordStore(url="https://store.example", user_name="m", secret="", home="x", made_by=made_by))


def statements(database: Database) -> list[tuple[str, str, str, str]]:
    """Who did what to which thing, in the order in which it was said."""
    with database.read() as session:
        rows = session.scalars(sa.select(LearningStatement).order_by(LearningStatement.id)).all()
        return [(row.person_id, row.verb, row.thing["kind"], row.thing["id"]) for row in rows]
