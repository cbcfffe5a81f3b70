"""Written conversations from the file to the evaluation: text alone, marked, and apart from what is heard."""

import json
from typing import Any

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from qa.calls.tables import Call, Medium
from qa.cli import app as cli
from qa.insights.tables import CallFact
from qa.platform.database import Database
from qa.platform.jobs import Job
from qa.platform.settings import Settings
from qa.rubric import shipped
from qa.rubric.store import publish
from qa.search.tables import SpokenTurn
from tests.integration.scored import System
from tests.integration.web import Browser

CHAT = """2026-03-01 12:04 יוסי: היי קניתי מזגן חדש אתמול ואני צריך לתאם התקנה
2026-03-01 12:04 יוסי: הטלפון שלי 052-1234567
2026-03-01 12:05 נציגה: שלום הגעתם לשירות הלקוחות של ברקת מדברת דנה במה אוכל לעזור השיחה מוקלטת לצורך שיפור השירות
2026-03-01 12:06 נציגה: תתחדש ותודה שבחרת במוצר שלנו כעת אבדוק עבורך את הפרטים
2026-03-01 12:07 יוסי: תודה רבה
2026-03-01 12:08 נציגה: האם יש עוד משהו שאוכל לעזור בו תודה שפנית אלינו המשך יום נעים
"""
MAIL = "From: Dana <agent-a@example.com>\r\nSubject: late\r\n\r\nThank you for choosing us."


@pytest.fixture
def admin(page: Browser, ids: dict[str, str], database: Database) -> Browser:
    with database.write() as unit:
        for file in shipped():
            publish(unit.session, file.read_text("utf-8"), file=file.name)
    return page.sign_in("admin@example.com")


@pytest.fixture
def system(config: Settings, database: Database) -> System:
    return System(config, database)


def send(browser: Browser, text: str | bytes = CHAT, name: str = "chat.txt", **fields: str) -> Any:
    content = text.encode() if isinstance(text, str) else text
    return browser.post("/api/written", files={"file": (name, content)}, data=fields)


def scored(admin: Browser, system: System, database: Database, ids: dict[str, str]) -> str:
    answer = send(admin, agent_id=ids["agent-a"])
    assert answer.status_code == 201, answer.text
    call_id: str = answer.json()["call"]["id"]
    with database.read() as session:
        (job_id,) = session.scalars(sa.select(Job.id).where(Job.subject == call_id, Job.kind == "score")).all()
        assert session.scalars(sa.select(Job.kind).where(Job.subject == call_id)).all() == ["score"]
    assert system.score(job_id)
    return call_id


def test_a_chat_becomes_a_call_that_is_scored_by_its_text_alone(
    admin: Browser, system: System, database: Database, ids: dict[str, str]
) -> None:
    call_id = scored(admin, system, database, ids)
    call = admin.get(f"/api/calls/{call_id}").json()
    assert (call["medium"], call["state"], call["duration_ms"], call["language"]) == ("chat", "ready", None, "he")
    assert call["started_at"].startswith("2026-03-01T10:04")
    transcript = admin.get(f"/api/calls/{call_id}/transcript").json()
    assert transcript["written"]
    assert [turn["speaker"] for turn in transcript["turns"]] == ["customer"] * 2 + ["agent"] * 2 + ["customer", "agent"]
    assert transcript["turns"][2]["sent_at"].startswith("2026-03-01T10:05")
    evaluation = admin.get(f"/api/calls/{call_id}/evaluation").json()
    questions = {one["id"]: one for section in evaluation["sections"] for one in section["questions"]}
    conduct = [one for one in questions.values() if one["kind"] == "conduct"]
    assert conduct
    for one in conduct:
        assert one["suggestion"]["verdict"] == "not_applicable", one
        assert one["decided_by"] != "person", "the system's own, apart from a reviewer's"
    said = [one for one in questions.values() if one["suggestion"] and one["suggestion"]["verdict"] in {"said", "met"}]
    assert len(said) >= 3, {name: one["suggestion"] for name, one in questions.items()}
    assert evaluation["score"]["percent"] is not None
    findings = admin.get(f"/api/calls/{call_id}/findings").json()
    assert findings["conduct"] is None


def test_its_numbers_are_sealed_and_opened_with_a_reason(
    admin: Browser, system: System, database: Database, ids: dict[str, str]
) -> None:
    call_id = scored(admin, system, database, ids)
    shown = admin.get(f"/api/calls/{call_id}/transcript").text
    assert "1234567" not in shown
    opened = admin.post(f"/api/calls/{call_id}/reveal", json={"reason": "the customer asked"})
    assert opened.status_code == 200, opened.text
    assert [one["text"] for one in opened.json()] == ["052-1234567"]


def test_the_same_bytes_twice_are_one_call(admin: Browser, ids: dict[str, str]) -> None:
    first, second = send(admin, agent_id=ids["agent-a"]), send(admin, name="other.txt", agent_id=ids["agent-a"])
    assert (first.status_code, second.status_code) == (201, 200), second.text
    assert second.json()["duplicate"]
    assert first.json()["call"]["id"] == second.json()["call"]["id"]


def test_the_agent_is_known_by_name_or_mail_address(admin: Browser, ids: dict[str, str]) -> None:
    mail = b"From: Dana <agent-a@example.com>\r\nTo: x@y.z\r\nSubject: re\r\n\r\nThank you for choosing us."
    call = send(admin, mail, "re.eml").json()["call"]
    assert (call["medium"], call["agent"]["id"], call["language"]) == ("mail", ids["agent-a"], "en")


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        ("no message here", "a.txt", "written_unreadable"),
        ("Joe: hi\nAnn: hello", "a.txt", "nobody_is_the_agent"),
        ("agent: hi", "a.docx", "written_unreadable"),
        ("agent: " + "x" * (6 << 20), "a.txt", "written_unreadable"),
        (json.dumps({"messages": [{"from": "agent"}]}), "a.json", "written_unreadable"),
    ],
)
def test_what_is_no_conversation_is_refused_and_nothing_is_kept(
    admin: Browser, database: Database, content: str, name: str, code: str
) -> None:
    answer = send(admin, content, name)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code), answer.text
    with database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Call)) == 0


def test_the_line_of_a_problem_is_told(admin: Browser) -> None:
    error = send(admin, "agent: hi\nnothing").json()["error"]
    assert error["detail"]["line"] == 2


def test_there_is_no_sound_and_nothing_to_correct(
    admin: Browser, system: System, database: Database, ids: dict[str, str]
) -> None:
    call_id = scored(admin, system, database, ids)
    assert admin.get(f"/api/calls/{call_id}/peaks").status_code == 404
    wish = {"revision": 1, "turn": 0, "text": "something else"}
    answer = admin.post(f"/api/calls/{call_id}/transcript/corrections", json=wish)
    assert answer.json()["error"]["code"] == "written_stands", answer.text
    example = {"phrase": "x", "why": "y", "start_ms": 0, "end_ms": 500, "offered": False}
    answer = admin.post(f"/api/calls/{call_id}/exemplars", json=example)
    assert answer.json()["error"]["code"] == "nothing_to_hear", answer.text
    again = admin.post("/api/retranscriptions", json={"since": "2020-01-01T00:00:00Z"})
    assert again.json()["calls"] == 0, again.text


def test_search_finds_it_and_insights_count_it_under_its_medium(
    admin: Browser, system: System, database: Database, ids: dict[str, str]
) -> None:
    call_id = scored(admin, system, database, ids)
    found = admin.get("/api/search", params={"q": "תתחדש"}).json()
    assert [(one["id"], one["medium"]) for one in found["items"]] == [(call_id, "chat")]
    assert admin.get("/api/search", params={"q": "תתחדש", "medium": "voice"}).json()["items"] == []
    with database.read() as session:
        fact = session.get_one(CallFact, call_id)
        assert (fact.talk_share, fact.dead_air_share) == (None, None)
        assert fact.percent is not None
    counted = {}
    for medium in ("", "chat", "voice"):
        asked = {"since": "2026-02-22", "until": "2026-03-07"} | ({"medium": medium} if medium else {})
        answer = admin.get("/api/insights", params=asked)
        assert answer.status_code == 200, answer.text
        counted[medium] = answer.json()["ground"]["calls"]
    assert counted == {"": 1, "chat": 1, "voice": 0}


def test_it_leaves_as_text(admin: Browser, system: System, database: Database, ids: dict[str, str]) -> None:
    call_id = scored(admin, system, database, ids)
    vcon = admin.get(f"/api/calls/{call_id}/analysis/vcon.json").json()
    assert [dialog["type"] for dialog in vcon["dialog"]] == ["text"] * 6
    assert vcon["dialog"][2]["start"].startswith("2026-03-01T10:05")
    assert "duration" not in vcon["dialog"][2]
    assert "1234567" not in json.dumps(vcon)
    lens = admin.get(f"/api/calls/{call_id}/analysis/contact-lens.json").json()
    assert lens["Channel"] == "CHAT"
    for kind in ("vtt", "srt", "ctm", "rttm"):
        assert admin.get(f"/api/calls/{call_id}/transcript.{kind}").status_code == 422
    evaluation = admin.get(f"/api/calls/{call_id}/evaluation").json()
    assert admin.get(f"/api/evaluations/{evaluation['id']}/report.pdf").content.startswith(b"%PDF")
    table = admin.get("/api/evaluations.csv").text
    assert ",chat," in table


def test_the_command_line_takes_conversations_in_and_says_what_it_refuses(tmp_path: Any, config: Settings) -> None:
    good, bad = tmp_path / "chat.txt", tmp_path / "bad.txt"
    good.write_text(CHAT, "utf-8")
    bad.write_text("agent: hi\nnothing\n", "utf-8")
    told = CliRunner().invoke(
        cli, ["import-written", str(good), str(bad), str(good), "--json"], env={"QA_DATA": str(config.data)}
    )
    assert told.exit_code == 2, told.output
    rows = json.loads(told.stdout)["conversations"]
    assert [row["state"] for row in rows] == ["taken_in", "refused", "already_here"]
    assert rows[0]["call_id"] == rows[2]["call_id"]
    assert "line 2" in rows[1]["reason"]


def test_a_folder_of_them_is_imported_and_found_by_their_words(
    tmp_path: Any, config: Settings, database: Database
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "chat.txt").write_text(CHAT, "utf-8")
    (folder / "chat.json").write_text('{"queue": "delivery"}', "utf-8")
    (folder / "notes.txt").write_text("no message here", "utf-8")
    told = CliRunner().invoke(cli, ["import", "--json", str(folder)], env={"QA_DATA": str(config.data)})
    assert told.exit_code == 0, told.output
    assert [row["state"] for row in json.loads(told.stdout)["recordings"]] == ["taken_in", "left_alone"]
    with database.read() as session:
        call = session.scalars(sa.select(Call)).one()
        assert (call.medium, call.queue) == (Medium.CHAT, "delivery")
        assert session.scalar(sa.select(sa.func.count()).select_from(SpokenTurn)) == 6


@pytest.fixture
def mixed(admin: Browser, ids: dict[str, str], database: Database) -> dict[str, str]:
    """A call of each medium, by medium."""
    made = {}
    for medium, text, name in (("chat", CHAT, "chat.txt"), ("mail", MAIL, "re.eml")):
        made[medium] = send(admin, text, name, agent_id=ids["agent-a"]).json()["call"]["id"]
    with database.write() as unit:
        spoken = Call(content_hash="f" * 64, file_name="call.wav")
        unit.session.add(spoken)
        unit.session.flush()
        made["voice"] = spoken.id
    return made


@pytest.mark.parametrize("medium", ["voice", "chat", "mail"])
def test_lists_are_narrowed_by_medium(admin: Browser, mixed: dict[str, str], medium: str) -> None:
    for path in ("/api/calls", "/api/search"):
        answer = admin.get(path, params={"medium": medium})
        assert [one["id"] for one in answer.json()["items"]] == [mixed[medium]], answer.text
        assert len(admin.get(path).json()["items"]) == 3
        assert admin.get(path, params={"medium": "carrier pigeon"}).status_code == 422
        assert len(admin.get(path, params={"medium": medium, "simulated": "true"}).json()["items"]) == 0


def test_the_queue_is_narrowed_by_medium(
    admin: Browser, ids: dict[str, str], mixed: dict[str, str], system: System, database: Database
) -> None:
    with database.read() as session:
        jobs = session.scalars(sa.select(Job.id).where(Job.kind == "score").order_by(Job.id)).all()
    assert all(system.score(job_id) for job_id in jobs)
    given = {"call_ids": [mixed["chat"], mixed["mail"]], "reviewer_id": ids["reviewer"]}
    assert admin.post("/api/assignments/bulk", json=given).status_code == 200
    reviewer = admin.sign_in("reviewer@example.com")
    for medium in ("chat", "mail"):
        listed = reviewer.get("/api/queue", params={"medium": medium}).json()["items"]
        assert [one["call"]["id"] for one in listed] == [mixed[medium]]
        taken = reviewer.post("/api/queue/next", json={"medium": medium}).json()
        assert taken["assignment"]["call"]["id"] == mixed[medium]
    assert reviewer.get("/api/queue", params={"medium": "voice"}).json()["items"] == []
    assert reviewer.post("/api/queue/next", json={"medium": "voice"}).json()["assignment"] is None


def test_a_refusal_names_its_reason_for_the_page(admin: Browser) -> None:
    error = send(admin, '{"messages": [{"from": "agent"}]}', "a.json").json()["error"]
    assert error["detail"] == {"why": "no_text", "line": None, "message": 1}
    error = send(admin, "Joe: hi\nAnn: hello").json()["error"]
    assert error["detail"] == {"names": ["Joe", "Ann"]}


def test_places_are_told_by_their_message(
    admin: Browser, system: System, database: Database, ids: dict[str, str]
) -> None:
    call_id = scored(admin, system, database, ids)
    evaluation = admin.get(f"/api/calls/{call_id}/evaluation").json()
    turns = admin.get(f"/api/calls/{call_id}/transcript").json()["turns"]
    moments = [
        moment
        for section in evaluation["sections"]
        for question in section["questions"]
        for moment in (question["suggestion"] or {"evidence": []})["evidence"]
    ]
    assert moments
    for moment in moments:
        turn = turns[moment["message"] - 1]
        assert turn["start_ms"] <= moment["start_ms"] <= turn["end_ms"], moment
