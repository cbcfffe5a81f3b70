"""Deaths at every point of a call's way. Whatever dies, whenever: what was acknowledged ends, scored, once.

The processes, servers and deaths are real. What is fake is said in `support_worker`: ears that hear at once, and a
bell that is rung again after two seconds instead of thirty.
"""

import http.client
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls.tables import Call, TranscriptRevision
from qa.evaluation.tables import Evaluation, SuggestionRow
from qa.platform.jobs import Job, JobState, tables
from tests.faults.support_sabotage import Plan, deeds_done, gate
from tests.faults.support_truth import nothing_was_lost_or_done_twice
from tests.integration.running import EmbeddedValkey, Mashov, Visitor, until
from tests.integration.scored import System, tone
from tests.servers import Postgres, RabbitMQ

WORKER, WEB = "tests.faults.support_worker", "tests.faults.support_web"

#: A worker takes one call at a time, so that each death is the one that was ordered for it.
ONE_BY_ONE = {"QA_ASR_TOGETHER": "1"}

#: From the moment a message was received to the moment before it is acknowledged.
WORKER_POINTS = ("claimed", "decode", "transcribe", "keep", "transcript_committed", "score_write", "unacknowledged")
VICTIMS = ("kill-child", "kill-parent", "kill-all")
#: From the last byte's arrival to the moment after the answer.
COMMITTED = ("committed", "published", "answered")
WEB_POINTS = ("bytes_received", "write_recording", "recording_written", "row_inserted", *COMMITTED)

Broker = Callable[[], AbstractContextManager[Any]]


@pytest.fixture
def valkey() -> Iterator[EmbeddedValkey]:
    with EmbeddedValkey() as running:
        yield running


@pytest.fixture
def system(valkey: EmbeddedValkey, tmp_path: Path) -> Iterator[Mashov]:
    """One machine: SQLite, embedded Valkey, and a web and a worker that die on order."""
    with Mashov(tmp_path, {**valkey.environment, **ONE_BY_ONE}, web=WEB, worker=WORKER) as running:
        yield running


@pytest.fixture
def taking_several(valkey: EmbeddedValkey, tmp_path: Path) -> Iterator[Mashov]:
    """The same, but its worker takes several waiting calls at once, as it does by default."""
    with Mashov(tmp_path, valkey.environment, web=WEB, worker=WORKER) as running:
        yield running


def recording(number: int) -> bytes:
    """A sound like no other."""
    return tone(1.0, 200.0 + 10 * number)


def send(page: Visitor, names: list[str]) -> dict[str, str]:
    """Send a recording of each name; returns the calls' ids by name."""
    return {name: page.take_in(recording(number), name) for number, name in enumerate(names)}


def all_end_scored_once(system: Mashov, page: Visitor, calls: dict[str, str]) -> None:
    for name, call_id in calls.items():
        ended = page.wait_for_end(system, call_id, tend=True)
        assert ended["state"] == "ready", f"{name}: {ended['problem']}\n{system.logs()}"
    nothing_was_lost_or_done_twice(system, list(calls.values()))


def job_of(system: Mashov, call_id: str, kind: str = "hear") -> Job:
    with system.database.read() as session:
        return session.scalars(sa.select(Job).where(Job.subject == call_id, Job.kind == kind)).one()


def is_gone(pid: int) -> bool:
    """Whether the process is no more, or only waits to be buried."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    return True


def test_whenever_a_worker_dies_each_call_is_scored_once(system: Mashov) -> None:
    ordered = [Plan(victim, point, 1).file_name for point in WORKER_POINTS for victim in VICTIMS]
    with system.administrator() as page:
        all_end_scored_once(system, page, send(page, [*ordered, "ordinary.wav"]))
    assert {deed.file_name for deed in deeds_done(system.settings.data)} == set(ordered), system.logs()


def test_when_a_worker_dies_with_several_calls_in_hand_each_is_scored_once(taking_several: Mashov) -> None:
    points = ("decode", "transcribe", "keep", "transcript_committed")
    ordered = [Plan("kill-all", point, 1).file_name for point in points]
    with taking_several.administrator() as page:
        names = [*ordered[:2], "first.wav", "second.wav", *ordered[2:], "third.wav"]
        all_end_scored_once(taking_several, page, send(page, names))
    assert {deed.file_name for deed in deeds_done(taking_several.settings.data)} == set(ordered), taking_several.logs()


def test_with_rabbitmq_and_postgres_too_each_call_is_scored_once(tmp_path: Path) -> None:
    points = ("transcribe", "score_write", "unacknowledged")
    ordered = [Plan(victim, point, 1).file_name for victim in VICTIMS for point in points]
    with RabbitMQ() as broker, Postgres() as server:
        environment = {**broker.environment, **server.environment, **ONE_BY_ONE}
        with Mashov(tmp_path, environment, web=WEB, worker=WORKER) as system, system.administrator() as page:
            all_end_scored_once(system, page, send(page, [*ordered, "ordinary.wav"]))
            assert {deed.file_name for deed in deeds_done(system.settings.data)} == set(ordered)


def test_no_child_outlives_a_worker_that_was_killed(system: Mashov) -> None:
    with system.administrator() as page:
        (call_id,) = send(page, [Plan("kill-parent", "transcribe", 1).file_name]).values()
        until(lambda: deeds_done(system.settings.data), "the worker was killed", system.logs)
        (deed,) = deeds_done(system.settings.data)
        until(lambda: is_gone(deed.parent) and is_gone(deed.process), "neither is left", system.logs, most_s=20)
        assert page.wait_for_end(system, call_id, tend=True)["state"] == "ready"


def test_the_process_that_forks_the_workers_has_no_threads_and_no_open_database(system: Mashov) -> None:
    """A fork while another thread is inside SQLite gives the child a lock that is never released: it stands still."""
    with system.administrator() as page:
        all_end_scored_once(system, page, send(page, ["ordinary.wav"]))
    forks = Path(f"/proc/{system.workers[0].pid}")
    assert len(list((forks / "task").iterdir())) == 1
    opened = [file.readlink().name for file in (forks / "fd").iterdir()]
    assert opened
    assert not [name for name in opened if name.startswith("qa.db")]


def test_whenever_the_web_dies_in_an_upload_the_call_is_there_whole_or_not_at_all(system: Mashov) -> None:
    with system.administrator() as page:
        calls: dict[str, str] = {}
        for number, point in enumerate(WEB_POINTS):
            name = Plan("kill-all", point, 1).file_name
            the_web_dies_in_an_upload(system, page, recording(number), name)
            there = {call["file_name"]: call["id"] for call in page.get("/api/calls").json()["items"]}
            assert (name in there) == (point in COMMITTED), point
            if name not in there:
                there[name] = page.take_in(recording(number), name)
            # Whoever saw no answer sends it again: that is the same call.
            assert page.upload(recording(number), name).json()["duplicate"] is True
            calls[name] = there[name]
        all_end_scored_once(system, page, calls)


def the_web_dies_in_an_upload(system: Mashov, page: Visitor, sound: bytes, name: str) -> None:
    if "answered" in name:
        assert page.upload(sound, name, language="he").status_code == 201
    else:
        with pytest.raises(httpx.TransportError):
            page.upload(sound, name, language="he")
    until(lambda: not system.web.runs(), f"the web died of {name}")
    system.tend()
    system.wait_for_web()


def test_a_call_whose_web_died_before_ringing_is_scored_without_anyone_asking(system: Mashov) -> None:
    with system.administrator() as page:
        the_web_dies_in_an_upload(system, page, recording(0), Plan("kill-all", "committed", 1).file_name)
        (call,) = page.get("/api/calls").json()["items"]
        all_end_scored_once(system, page, {"unrung": call["id"]})


def test_a_commit_whose_answer_is_lost_keeps_the_recording_of_the_call_that_stands(
    system: Mashov, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lost answer is a fake: the commit is made, and then a connection pretends to have broken."""
    monkeypatch.setattr(tables, "FIRST_RING", timedelta(seconds=2))
    before = Session.commit

    def commits_and_breaks(session: Session) -> None:
        before(session)
        raise sa.exc.OperationalError("COMMIT", None, ConnectionResetError())

    with monkeypatch.context() as patched, pytest.raises(sa.exc.OperationalError):
        patched.setattr(Session, "commit", commits_and_breaks)
        System(system.settings, system.database).take_in(recording(0))
    with system.administrator() as page:
        again = page.upload(recording(0))
        assert again.json()["duplicate"] is True
        all_end_scored_once(system, page, {"kept": again.json()["call"]["id"]})


def test_half_an_upload_leaves_nothing_and_the_whole_one_works(system: Mashov) -> None:
    with system.administrator() as page:
        body = b"--b\r\nContent-Disposition: form-data; name=file; filename=half.wav\r\n\r\n" + bytes(3_000_000)
        half = http.client.HTTPConnection("127.0.0.1", system.settings.port)
        half.putrequest("POST", "/api/calls")
        half.putheader("Content-Type", "multipart/form-data; boundary=b")
        half.putheader("Content-Length", str(2 * len(body)))
        half.putheader("Cookie", "; ".join(f"{name}={value}" for name, value in page.client.cookies.items()))
        half.putheader("X-CSRF-Token", page.csrf)
        half.endheaders(body)
        system.web.kill()
        half.close()
        system.tend()
        system.wait_for_web()
        assert page.get("/api/calls").json()["items"] == []
        all_end_scored_once(system, page, send(page, ["whole.wav"]))


@pytest.mark.parametrize(("point", "kind"), [("keep", "hear"), ("suggested", "score")])
def test_a_worker_that_slept_past_its_lease_writes_nothing(system: Mashov, point: str, kind: str) -> None:
    with system.administrator() as page:
        (call_id,) = send(page, [Plan("stop-all", point, 1).file_name]).values()
        until(lambda: deeds_done(system.settings.data), "it sleeps, its work done and not yet written", system.logs)
        sleeping, fence = system.workers[0], job_of(system, call_id, kind).fence
        system.start_worker()
        assert page.wait_for_end(system, call_id)["state"] == "ready"
        written = everything_in(system)
        sleeping.signal(signal.SIGCONT)
        until(lambda: '"lease_lost"' in sleeping.log(), "its write is refused", system.logs)
        assert everything_in(system) == written
        assert job_of(system, call_id, kind).fence > fence
        nothing_was_lost_or_done_twice(system, [call_id])


def everything_in(system: Mashov) -> dict[str, list[tuple[Any, ...]]]:
    """All that the database holds of calls and their jobs."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    with system.database.read() as session:
        for table in (Call, TranscriptRevision, Evaluation, SuggestionRow, Job):
            rows = session.execute(sa.select(*table.__table__.columns).order_by(table.id)).all()
            found[table.__tablename__] = [tuple(row) for row in rows]
    return found


@pytest.mark.parametrize(
    ("broker", "victim"), [(EmbeddedValkey, "kill-child"), (EmbeddedValkey, "kill-all"), (RabbitMQ, "kill-child")]
)
def test_a_job_that_kills_its_worker_is_given_up_after_three_attempts_and_the_queue_goes_on(
    broker: Broker, victim: str, tmp_path: Path
) -> None:
    with broker() as server, Mashov(tmp_path, server.environment, web=WEB, worker=WORKER) as system:
        with system.administrator() as page:
            deadly = Plan(victim, "transcribe", 99).file_name
            calls = send(page, [deadly, "next.wav", "after next.wav"])
            for name, call_id in calls.items():
                ended = page.wait_for_end(system, call_id, tend=True)
                assert ended["state"] == ("failed" if name == deadly else "ready"), system.logs()
            assert page.get(f"/api/calls/{calls[deadly]}").json()["problem"]["code"] == "worker_lost"
        given_up = job_of(system, calls[deadly])
        assert (given_up.state, given_up.attempts) == (JobState.QUARANTINED, 3)
        assert len(deeds_done(system.settings.data)) == 3


def test_what_waits_in_a_broker_that_is_killed_is_scored(system: Mashov, valkey: EmbeddedValkey) -> None:
    with system.administrator() as page:
        system.workers[0].kill()
        calls = send(page, ["waiting 1.wav", "waiting 2.wav"])
        valkey.kill()
        calls["while it was down.wav"] = page.take_in(recording(8), "while it was down.wav")
        valkey.start()
        all_end_scored_once(system, page, calls)


@pytest.mark.parametrize(("broker", "times"), [(EmbeddedValkey, 20), (RabbitMQ, 3)])
def test_a_worker_consumes_again_however_often_its_broker_is_killed(broker: Broker, times: int, tmp_path: Path) -> None:
    with (
        broker() as server,
        Mashov(tmp_path, server.environment, web=WEB, worker=WORKER) as system,
        system.administrator() as page,
    ):
        calls = send(page, ["before.wav"])
        worker = system.workers[0].pid
        for number in range(1, times + 1):
            server.kill()
            server.start()
            name = f"after restart {number}.wav"
            calls[name] = page.take_in(recording(number), name)
            assert page.wait_for_end(system, calls[name], most_s=60)["state"] == "ready"
        all_end_scored_once(system, page, calls)
        assert system.workers[0].pid == worker, "nobody had to start it again"


def test_a_database_server_that_is_killed_under_a_job_costs_an_attempt_and_no_call(
    valkey: EmbeddedValkey, tmp_path: Path
) -> None:
    with Postgres() as server:
        environment = {**valkey.environment, **server.environment}
        with Mashov(tmp_path, environment, web=WEB, worker=WORKER) as system, system.administrator() as page:
            calls = send(page, [Plan("wait", "transcribe", 1).file_name, "waiting.wav"])
            until(lambda: deeds_done(system.settings.data), "a job is under way", system.logs)
            server.kill()
            assert page.upload(recording(9), "refused.wav").status_code >= 500
            gate(system.settings.data).touch()
            server.start()
            calls["after.wav"] = page.take_in(recording(10), "after.wav")
            all_end_scored_once(system, page, calls)
