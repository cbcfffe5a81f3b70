"""Calls come in once, are told apart, and are heard only through addresses of their own."""

import threading
import time

from fastapi import FastAPI

from qa.platform import audit
from qa.platform.database import Database
from tests.integration.scored import System, tone
from tests.integration.web import Browser, browser, everybody


def upload(page: Browser, sound: bytes, name: str = "call.wav", **fields: str):
    return page.post("/api/calls", files={"file": (name, sound, "audio/wav")}, data=fields)


def test_an_upload_becomes_a_waiting_call_with_its_metadata(page: Browser, database: Database) -> None:
    everybody(database)
    page.sign_in("reviewer@example.com")
    sidecar = (
        '{"agent": "77", "team": "צפון", "customer_ref": "C-1", "direction": "inbound", "language": "he",'
        ' "started_at": "2026-11-01T09:00:00+02:00", "channels": ["agent", "customer"], "hold_ms": 5000}'
    )
    answer = upload(page, tone(), "שיחה ראשונה.wav", sidecar=sidecar)
    assert answer.status_code == 201, answer.text
    call = answer.json()["call"]
    assert (call["file_name"], call["state"], call["agent_code"]) == ("שיחה ראשונה.wav", "waiting", "77")
    assert (call["team"]["name"], call["hold_ms"], call["started_at"]) == ("צפון", 5000, "2026-11-01T07:00:00Z")
    assert page.get("/api/calls").json()["counts"]["waiting"] == 1


def test_the_same_bytes_again_are_the_same_call(page: Browser, database: Database) -> None:
    everybody(database)
    page.sign_in("reviewer@example.com")
    first, second = upload(page, tone()), upload(page, tone(), "another name.wav")
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json()["duplicate"] is True
    assert first.json()["call"]["id"] == second.json()["call"]["id"]


def test_the_same_bytes_fifty_times_at_once_are_one_call(system: System) -> None:
    sound, made = tone(), []
    senders = [threading.Thread(target=lambda: made.append(system.take_in(sound))) for _ in range(50)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert len(made) == 50
    assert len(set(made)) == 1
    kept = list((system.config.data / "storage" / "calls").glob("*/original"))
    assert len(kept) == 1, "the losers' copies are gone"


def test_what_is_no_recording_is_refused_and_leaves_nothing(page: Browser, system: System) -> None:
    everybody(system.database)
    page.sign_in("reviewer@example.com")
    playlist = b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n"
    for name, content, code in (
        ("empty.wav", b"", "empty_file"),
        ("picture.wav", b"\x89PNG\r\n\x1a\n" + bytes(200), "not_audio"),
        ("list.wav", playlist, "not_audio"),
    ):
        refused = upload(page, content, name)
        assert (refused.status_code, refused.json()["error"]["code"]) == (422, code)
    assert page.get("/api/calls").json()["items"] == []
    assert list(system.config.scratch.iterdir()) == []
    assert upload(page, tone()).status_code == 201


def test_metadata_that_cannot_be_read_is_refused_with_its_place(page: Browser, database: Database) -> None:
    everybody(database)
    page.sign_in("reviewer@example.com")
    for sidecar, where, why in (
        ('{"agnet": "7"}', "agnet", "unknown_field"),
        ('{"hold_ms": -1}', "hold_ms", "bad_field"),
        ("not json", "the whole", "not_json"),
    ):
        refused = upload(page, tone(), sidecar=sidecar)
        error = refused.json()["error"]
        assert (refused.status_code, error["code"]) == (422, "sidecar_refused")
        assert where in error["message"]
        assert error["detail"] == {"why": why, "field": where}


def test_two_mono_files_need_two_roles(page: Browser, database: Database) -> None:
    everybody(database)
    page.sign_in("reviewer@example.com")
    files = {"file": ("a.wav", tone(), "audio/wav"), "second": ("b.wav", tone(hertz=300), "audio/wav")}
    assert page.post("/api/calls", files=files).json()["error"]["code"] == "channels_do_not_fit"
    taken = page.post("/api/calls", files=files, data={"channels": "agent,customer"})
    assert taken.status_code == 201


def test_a_list_is_paged_without_gaps_or_repeats_while_calls_come_in(page: Browser, system: System) -> None:
    everybody(system.database)
    page.sign_in("reviewer@example.com")
    made = [system.take_in(tone(0.2, 200 + n)) for n in range(7)]
    first = page.get("/api/calls?limit=3").json()
    newcomer = system.take_in(tone(0.2, 900))
    seen, cursor = [item["id"] for item in first["items"]], first["next_cursor"]
    while cursor:
        more = page.get(f"/api/calls?limit=3&cursor={cursor}").json()
        seen += [item["id"] for item in more["items"]]
        cursor = more["next_cursor"]
    assert seen == sorted(made, reverse=True)
    assert newcomer not in seen


def test_filters_narrow_the_list(page: Browser, system: System) -> None:
    ids = everybody(system.database)
    page.sign_in("reviewer@example.com")
    scored = system.scored(ids["agent-a"])
    waiting = system.take_in(tone(hertz=300), customer_ref="100%_real")
    for query, expected in (
        ("state=ready", [scored]),
        ("state=waiting", [waiting]),
        (f"agent_id={ids['agent-a']}", [scored]),
        ("q=100%25_r", [waiting]),
        ("q=100__r", []),
        ("evaluation=draft", [scored]),
        ("language=en", []),
    ):
        assert [item["id"] for item in page.get(f"/api/calls?{query}").json()["items"]] == expected, query


def test_sound_is_served_in_ranges_to_its_own_person_only(
    app: FastAPI, page: Browser, system: System, database: Database
) -> None:
    everybody(database)
    call_id = system.scored(None)
    page.sign_in("reviewer@example.com")
    url = page.post(f"/api/calls/{call_id}/audio-address").json()["url"]
    whole = page.get(url)
    assert (whole.status_code, whole.headers["accept-ranges"]) == (200, "bytes")
    part = page.get(url, headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, whole.content[100:200])
    assert part.headers["content-range"] == f"bytes 100-199/{len(whole.content)}"
    assert page.get(url, headers={"Range": "bytes=-50"}).content == whole.content[-50:]
    beyond = page.get(url, headers={"Range": "bytes=999999-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{len(whole.content)}")
    with browser(app) as other:
        assert other.get(url).status_code == 401
        other.sign_in("trainer@example.com")
        assert other.get(url).status_code == 404
    assert page.get(url[:-3] + "abc").status_code == 404
    with database.read() as session:
        reads = [e for e in session.query(audit.AuditEntry) if e.action == "audio_read"]
    assert len(reads) == 1


def test_a_call_that_was_given_up_says_why_and_can_be_tried_again(page: Browser, system: System) -> None:
    from qa.platform.errors import Refused
    from qa.platform.jobs import Ledger

    everybody(system.database)
    page.sign_in("reviewer@example.com")
    call_id = system.take_in(tone())
    ledger = Ledger(system.database)
    claim = ledger.claim(ledger_job(system), "w")
    assert claim is not None
    ledger.fail(claim, Refused("the sound broke off"))
    call = page.get(f"/api/calls/{call_id}").json()
    assert (call["state"], call["problem"]["message"]) == ("failed", "the sound broke off")
    assert page.get("/api/calls").json()["counts"]["failed"] == 1
    assert page.post(f"/api/calls/{call_id}/retry").json()["state"] == "waiting"
    assert page.post(f"/api/calls/{call_id}/retry").json()["error"]["code"] == "nothing_to_retry"


def ledger_job(system: System) -> str:
    from qa.platform.jobs import Job

    with system.database.read() as session:
        return session.query(Job.id).one()[0]


def test_events_tell_what_moved(system: System) -> None:
    from qa.calls import service
    from qa.platform.clock import now
    from qa.platform.security.principal import Principal
    from qa.platform.security.roles import Role

    before, reviewer = now(), Principal("p", Role.REVIEWER)
    time.sleep(0.01)
    call_id = system.take_in(tone())
    with system.database.read() as session:
        moved = service.moved_since(session, reviewer, before)
        assert [(event.call_id, event.state) for event in moved] == [(call_id, "waiting")]
        assert service.moved_since(session, reviewer, now()) == []


def test_a_name_cannot_hide_what_it_is(page: Browser, database: Database) -> None:
    everybody(database)
    page.sign_in("reviewer@example.com")
    call = upload(page, tone(), "..\\..\\evil\u202evaw.exe").json()["call"]
    assert call["file_name"] == "evilvaw.exe"


def test_storage_that_is_full_refuses_clearly_and_recovers(page: Browser, database: Database, monkeypatch) -> None:
    """The full disk is a fake: a real one needs a mount of its own."""
    import errno

    everybody(database)
    page.sign_in("reviewer@example.com")

    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("qa.platform.storage._copy_durably", full)
        refused = upload(page, tone())
        assert (refused.status_code, refused.json()["error"]["code"]) == (507, "storage_full")
        assert page.get("/api/calls").json()["items"] == []
    assert upload(page, tone()).status_code == 201


def test_a_table_of_metadata_is_read_before_the_recordings_come(page: Browser, database: Database) -> None:
    everybody(database)
    page.sign_in("reviewer@example.com")

    def read(content: bytes, name: str = "calls.csv"):
        return page.post("/api/metadata", files={"file": (name, content, "text/csv")})

    table = "file;agent;hold_s\na.wav;דנה;12\nb.wav;Grace;nonsense\n".encode("cp1255")
    rows = read(table).json()
    assert [(row["file"], row["facts"]["agent"], row["facts"]["hold_ms"]) for row in rows[:1]] == [
        ("a.wav", "דנה", 12_000)
    ]
    assert rows[0]["problem"] is None
    problem = rows[1]["problem"]
    assert "line 3" in problem["message"]
    assert (problem["code"], problem["detail"]["why"], problem["detail"]["line"]) == (
        "sidecar_refused",
        "not_length",
        3,
    )
    for nonsense in (b"\x89PNG\r\n\x1a\n", b"", b"one,two\n1,2\n"):
        refused = read(nonsense)
        assert (refused.status_code, refused.json()["error"]["code"]) == (422, "sidecar_refused")
