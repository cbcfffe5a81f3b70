"""Written conversations in the watched folder: the same formats as elsewhere, each refusal told, nothing lost."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from qa.platform.database import Database
from qa.platform.jobs import Job
from qa.platform.settings import Settings
from tests.integration.scored import tone
from tests.integration.test_import_power_cut import Folder

GOOD = {
    "chat.txt": "2026-03-01 12:04 agent: שלום\n2026-03-01 12:05 יוסי: היי\n",
    "mail.eml": "From: agent <a@example.com>\r\nSubject: re\r\n\r\nThank you for choosing us.",
    "list.json": '{"messages": [{"from": "agent", "text": "hello"}, {"from": "Joe", "text": "hi"}]}',
    "named.txt": "Joe: hi\nAnn: hello\n",
    "named.json": '{"agent": "Ann", "customer_ref": "77"}',
}
BAD = {
    "cut.json": ('{"messages": [{"from": "agent", "te', "line 1: this is no JSON"),
    "whose.txt": ("Joe: hi\nBen: hello\n", "Joe, Ben"),
    "broken.txt": ("agent: hi\nno sender here\n", "line 2: expected a message"),
    "late.txt": ("2026-02-30 12:04 agent: hi\n", "line 1: there is no such time"),
    "mail.eml": ("Subject: nobody wrote this\r\n\r\nhello", "no line From:"),
    "other.json": ('{"messages": [{"from": "agent", "words": "hi"}]}', "message 1: unknown: words"),
}


@pytest.fixture
def folder(config: Settings, database: Database, tmp_path: Path) -> Folder:
    return Folder(config, database, tmp_path / "inbox")


def deal_with(folder: Folder, files: int) -> None:
    """Look again and again until so many files were dealt with."""
    while len(folder.told) < files:
        folder.rounds(10)


def put(folder: Folder, name: str, content: str | bytes) -> None:
    (folder.path / name).write_bytes(content.encode() if isinstance(content, str) else content)


def test_they_are_taken_in_beside_recordings_with_what_is_said_about_them(folder: Folder, database: Database) -> None:
    for name, content in GOOD.items():
        put(folder, name, content)
    put(folder, "call.wav", tone())
    put(folder, "notes.txt", "buy milk, and call the plumber")
    deal_with(folder, len(GOOD) + 1)  # metadata goes with what it is about, and the notes are told of too
    assert folder.files() == {f"imported/{name}" for name in (*GOOD, "call.wav")} | {"notes.txt"}
    for name, content in GOOD.items():
        assert (folder.path / "imported" / name).read_bytes() == content.encode()
    assert [(call.file_name, call.medium.value, call.agent_code, call.customer_ref) for call in folder.calls()] == [
        ("call.wav", "voice", None, None),
        ("chat.txt", "chat", None, None),
        ("list.json", "chat", None, None),
        ("mail.eml", "mail", None, None),
        ("named.txt", "chat", "Ann", "77"),
    ]
    with database.read() as session:
        kinds = [str(kind) for kind in session.scalars(sa.select(Job.kind))]
    assert kinds.count("score") == 4, "what was written needs nobody to hear it first"


def test_what_is_wrong_with_one_is_told_and_keeps_nothing_else_waiting(folder: Folder) -> None:
    for name, (content, _) in BAD.items():
        put(folder, name, content)
    put(folder, "call.wav", tone())
    deal_with(folder, len(BAD) + 1)
    wanted = {f"refused/{name}{end}" for name in BAD for end in ("", ".reason.txt")} | {"imported/call.wav"}
    assert folder.files() == wanted
    for name, (content, why) in BAD.items():
        assert (folder.path / "refused" / name).read_bytes() == content.encode()
        assert why in (folder.path / f"refused/{name}.reason.txt").read_text(encoding="utf-8")
    assert [call.file_name for call in folder.calls()] == ["call.wav"]


def test_the_same_conversation_again_is_known_by_its_words(folder: Folder) -> None:
    for files in (1, 2):
        put(folder, "chat.txt", GOOD["chat.txt"])
        deal_with(folder, files)
    assert [outcome.state for outcome in folder.told] == ["taken_in", "already_here"]
    assert folder.files() == {"imported/chat.txt", "imported/chat (2).txt"}
    assert len(folder.calls()) == 1


def test_a_mended_one_is_taken_in_when_it_comes_back(folder: Folder) -> None:
    put(folder, "chat.txt", "agent: hi\nwho knows\n")
    deal_with(folder, 1)
    assert folder.calls() == []
    put(folder, "chat.txt", "agent: hi\nJoe: who knows\n")
    deal_with(folder, 2)
    assert [call.file_name for call in folder.calls()] == ["chat.txt"]
    assert "refused/chat.txt" in folder.files()
