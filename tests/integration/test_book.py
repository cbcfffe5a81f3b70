"""The language book: read by everybody, edited by trainers in a draft, never changed once published."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from qa.book import first, service
from qa.book.tables import BookVersion
from qa.platform.audit import AuditEntry, verify
from qa.platform.database import Database
from qa.rubric import shipped
from qa.rubric.store import publish
from tests.integration.web import Browser, browser, everybody

PEOPLE = ("reviewer", "trainer", "agent-a", "agent-b")


@dataclass
class Desk:
    """Everybody's browser before the first book."""

    people: dict[str, Browser]
    ids: dict[str, str]

    def got(self, path: str, who: str = "trainer") -> Any:
        answer = self.people[who].get(f"/api/book{path}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def ask(self, method: str, path: str, who: str = "trainer", **how: Any) -> Any:
        return self.people[who].ask(method, f"/api/book{path}", **how)


@pytest.fixture
def desk(app: FastAPI, database: Database) -> Iterator[Desk]:
    with database.write() as unit:
        for file in shipped():
            publish(unit.session, file.read_text("utf-8"), file=file.name)
        assert first.begin(unit.session)
        assert not first.begin(unit.session), "there is a book already"
    ids = everybody(database)
    with ExitStack() as stack:
        people = {who: stack.enter_context(browser(app)).sign_in(f"{who}@example.com") for who in PEOPLE}
        yield Desk(people, ids)


def test_the_first_book_holds_the_rubrics_situations_in_both_languages(desk: Desk, database: Database) -> None:
    with database.read() as session:
        for language, said in (("he", "תתחדש/תתחדשי/תתחדשו על ה…"), ("en", "enjoy it, and thank you for choosing us")):
            found = {one.id: one for one in service.situations(session, language)}
            assert len(found) == 13
            assert said in [sentence.say for sentence in found["new-purchase"].sentences]
            assert found["new-purchase"].question_id == "new-purchase"
            assert found["new-purchase"].within_s == 15
            assert all(one.triggers for one in found.values() if one.id != "hold-thanks")


def test_everybody_reads_it_and_looks_words_up_in_any_form(desk: Desk) -> None:
    book = desk.got("", "agent-a")
    assert (book["number"], book["newest"], book["published_by"]) == (1, True, None)
    assert [entry["kind"] for entry in book["entries"]] == sorted(entry["kind"] for entry in book["entries"])
    # "ההמתנה" with its prefix is found by "המתנה", and the other way.
    for asked in ("המתנה", "בהמתנה"):
        found = {hit["entry_id"]: hit for hit in desk.got(f"/found?q={asked}", "agent-a")}
        assert {"long-wait", "hold-thanks"} <= set(found)
    texts = {entry["id"]: entry for entry in book["entries"]}
    hit = next(text for text in found["long-wait"]["texts"] if text["field"] == "sentences")
    say = next(line["say"] for line in texts["long-wait"]["sentences"]["he"] if line["id"] == hit["line_id"])
    assert [say[mark["start"] : mark["end"]] for mark in hit["marks"]] == ["ההמתנה"]
    assert desk.got("/found?q=מקרר", "agent-a") == []
    assert desk.ask("GET", "/found?q=...", "agent-a").status_code == 422


def test_a_star_is_its_owner_s_alone_and_lasts_over_versions(desk: Desk) -> None:
    line = "new-purchase-he-1"
    for _ in range(2):
        assert desk.ask("PUT", f"/stars/{line}", "agent-a").status_code == 204
    assert desk.ask("PUT", "/stars/no-such-line", "agent-a").status_code == 404
    assert desk.got("", "agent-a")["stars"] == [line]
    assert desk.got("", "agent-b")["stars"] == desk.got("")["stars"] == []
    publish_change(desk, "new-home", body={"he": "מברכים.", "en": "Wish them well."})
    assert desk.got("", "agent-a")["stars"] == [line]
    assert desk.ask("DELETE", f"/stars/{line}", "agent-b").status_code == 204
    assert desk.got("", "agent-a")["stars"] == [line]
    assert desk.ask("DELETE", f"/stars/{line}", "agent-a").status_code == 204
    assert desk.got("", "agent-a")["stars"] == []


def test_a_draft_is_edited_unseen_published_once_and_says_what_changed(desk: Desk, database: Database) -> None:
    draft = begin(desk)
    assert desk.ask("POST", "/draft").json()["error"]["code"] == "book_draft_exists"
    assert draft["findings"] == draft["changes"] == []
    assert desk.ask("POST", "/draft/publication", headers=match(draft), json={}).json()["error"]["code"] == (
        "book_nothing_new"
    )
    entry = entry_of(draft, "new-purchase")
    said = {**entry["sentences"], "he": [*entry["sentences"]["he"], {"say": "תודה שבחרת בנו, שיהיה בשמחה"}]}
    draft = change(desk, draft, "new-purchase", sentences=said)
    added = desk.ask("POST", "/draft/entries", headers=match(draft), json=NEW)
    assert added.status_code == 201, added.text
    removed = desk.ask("DELETE", "/draft/entries/own-words", headers=match(added.json()))
    assert removed.status_code == 200
    assert len(desk.got("", "agent-a")["entries"]) == len(draft["entries"]), "nobody sees the draft"
    before = [line["id"] for line in entry["sentences"]["he"]]
    after = [line["id"] for line in entry_of(removed.json(), "new-purchase")["sentences"]["he"]]
    assert after[:-1] == before
    published = desk.ask("POST", "/draft/publication", headers=match(removed.json()), json={"note": "קיץ"})
    assert published.status_code == 201, published.text
    assert (published.json()["number"], published.json()["published_by"]) == (2, "trainer")

    told = {change["change"]: change for change in desk.got("/versions/2/changes", "agent-a")["changes"]}
    assert [told[kind]["title"]["en"] for kind in ("added", "removed")] == [
        NEW["title"]["en"],
        "Key sentences are a ground to stand on, not a recital",
    ]
    (field,) = told["changed"]["fields"]
    assert (field["field"], field["language"]) == ("sentences", "he")
    assert set(field["after"]) - set(field["before"]) == {"תודה שבחרת בנו, שיהיה בשמחה"}
    versions = desk.got("/versions", "agent-a")
    assert [(one["number"], one["added"], one["changed"], one["removed"]) for one in versions] == [
        (2, 1, 1, 1),
        (1, len(draft["entries"]), 0, 0),
    ]
    assert versions[0]["note"] == "קיץ"
    earlier = desk.got("/versions/1", "agent-a")
    assert (earlier["newest"], len(earlier["entries"])) == (False, len(draft["entries"]))
    with database.read() as session:
        deeds = session.scalars(sa.select(AuditEntry.action).where(AuditEntry.action.startswith("book_"))).all()
        assert not verify(session)
    assert list(deeds) == [
        "book_published",
        "book_draft_begun",
        "book_entry_changed",
        "book_entry_added",
        "book_entry_removed",
        "book_published",
    ]


def test_what_is_published_is_out_of_reach_and_a_stale_draft_is_not_overwritten(desk: Desk, database: Database) -> None:
    with database.read() as session:
        published = session.scalars(sa.select(BookVersion.content)).one()
    first_draft = begin(desk)
    second = change(desk, first_draft, "lead", title={"he": "מובילים", "en": "Lead"})
    for method, path, body in (
        ("PUT", "/draft/entries/lead", wish_of(entry_of(first_draft, "lead"))),
        ("POST", "/draft/entries", NEW),
        ("DELETE", "/draft/entries/lead", None),
        ("PUT", "/draft/order", {"entry_ids": [entry["id"] for entry in first_draft["entries"]]}),
        ("POST", "/draft/publication", {}),
        ("DELETE", "/draft", None),
    ):
        stale = desk.ask(method, path, headers=match(first_draft), json=body)
        assert (stale.status_code, stale.json()["error"]["code"]) == (412, "stale_version"), path
        assert desk.ask(method, path, json=body).json()["error"]["code"] == "version_missing"
    assert desk.ask("DELETE", "/draft", headers=match(second)).status_code == 204
    assert desk.ask("GET", "/draft").status_code == 404
    assert desk.ask("PUT", "/draft/entries/lead", headers=match(second), json=NEW).status_code == 404
    with database.read() as session:
        assert session.scalars(sa.select(BookVersion.content)).one() == published


def test_entries_are_put_in_order_and_kinds_stay_together(desk: Desk) -> None:
    draft = begin(desk)
    ids = [entry["id"] for entry in draft["entries"]]
    turned = desk.ask("PUT", "/draft/order", headers=match(draft), json={"entry_ids": ids[::-1]}).json()
    kinds = [entry["kind"] for entry in turned["entries"]]
    assert kinds == [entry["kind"] for entry in draft["entries"]]
    assert turned["entries"][0]["id"] == "own-words"
    phases = [entry["phase"] for entry in turned["entries"] if entry["phase"]]
    assert phases == [entry["phase"] for entry in draft["entries"] if entry["phase"]]
    short = desk.ask("PUT", "/draft/order", headers=match(turned), json={"entry_ids": ids[1:]})
    assert short.json()["error"]["code"] == "book_order_incomplete"


def test_two_sentences_with_one_lasting_name_are_refused(desk: Desk) -> None:
    draft = begin(desk)
    taken = NEW | {"sentences": {"he": [{"id": "new-home-he-1", "say": "בשעה טובה ומוצלחת"}], "en": []}}
    answer = desk.ask("POST", "/draft/entries", headers=match(draft), json=taken)
    assert answer.json()["error"]["code"] == "book_line_twice"


NEW: dict[str, Any] = {
    "kind": "situation",
    "title": {"he": "לקוח מספר על יום הולדת", "en": "A customer tells of a birthday"},
    "body": {"he": "", "en": ""},
    "within_s": 20,
    "triggers": {"he": [{"say": "יש לי היום יום הולדת"}], "en": [{"say": "today is my birthday"}]},
    "sentences": {"he": [{"say": "המון מזל טוב ליום ההולדת"}], "en": [{"say": "many happy returns of the day"}]},
}


def match(draft: dict[str, Any]) -> dict[str, str]:
    return {"If-Match": f'"{draft["version"]}"'}


def begin(desk: Desk) -> dict[str, Any]:
    answer = desk.ask("POST", "/draft")
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def entry_of(draft: dict[str, Any], entry_id: str) -> dict[str, Any]:
    return next(entry for entry in draft["entries"] if entry["id"] == entry_id)


def wish_of(entry: dict[str, Any], **over: Any) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key != "id"} | over


def change(desk: Desk, draft: dict[str, Any], entry_id: str, **over: Any) -> dict[str, Any]:
    wish = wish_of(entry_of(draft, entry_id), **over)
    answer = desk.ask("PUT", f"/draft/entries/{entry_id}", headers=match(draft), json=wish)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def publish_change(desk: Desk, entry_id: str, **over: Any) -> None:
    draft = change(desk, begin(desk), entry_id, **over)
    assert desk.ask("POST", "/draft/publication", headers=match(draft), json={}).status_code == 201


def test_an_unsound_draft_says_what_is_wrong_and_where_and_is_not_published(desk: Desk) -> None:
    broken = NEW | {
        "title": {"he": "יום הולדת", "en": ""},
        "triggers": {"he": [{"say": "יש לי {יום"}, {"say": "קניתי אצלכם מזגן חדש"}], "en": []},
    }
    draft = begin(desk)
    answer = desk.ask("POST", "/draft/entries", headers=match(draft), json=broken)
    entry_id = next(iter({one["id"] for one in answer.json()["entries"]} - {one["id"] for one in draft["entries"]}))
    found = {
        (one["code"], one["severity"], one["field"], one["language"], one["line"]) for one in findings(answer, entry_id)
    }
    assert {
        ("title_missing", "error", "title", "en", None),
        ("marks_in_sentence", "error", "triggers", "he", 0),
        ("trigger_missing", "warning", "triggers", "en", None),
    } <= found
    refused = desk.ask("POST", "/draft/publication", headers=match(answer.json()), json={})
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "book_unsound")
    assert {one["entry_id"] for one in refused.json()["error"]["detail"]} == {entry_id}


@pytest.mark.parametrize(
    ("entry", "code", "other"),
    [
        ({"sentences": {"he": [{"say": "תודה"}], "en": []}}, "too_short", None),
        ({"sentences": {"he": [{"say": "טוב", "wordings": ["{טוב"]}], "en": []}}, "bad_pattern", None),
        ({"triggers": {"he": [{"say": "עברנו לדירה חדשה"}], "en": []}}, "trigger_twice", "new-home"),
        ({"question_id": "no-such"}, "question_unknown", None),
        ({"question_id": "greeting"}, "question_of_other_kind", "phrase"),
        ({"question_id": "new-home"}, "question_deaf", "new-home"),
        ({"triggers": {"he": [{"say": "המון מזל טוב ליום ההולדת"}], "en": []}}, "trigger_is_answer", None),
    ],
)
def test_the_linter_says_what_would_not_work_before_anything_is_kept(
    desk: Desk, entry: dict[str, Any], code: str, other: str | None
) -> None:
    answer = desk.ask("POST", "/check", json={"entry": NEW | entry})
    assert answer.status_code == 200, answer.text
    found = {one["code"]: one for one in answer.json()}
    assert code in found
    if other:
        assert found[code]["other"] == other
    assert desk.ask("POST", "/check", json={"entry": NEW}).json() == []


def test_a_sentence_that_its_question_counts_in_other_words_is_not_called_deaf(desk: Desk) -> None:
    said = {"he": [{"say": "מזל טוב על הבית החדש, שיהיה בשעה טובה"}], "en": []}
    found = desk.ask("POST", "/check", json={"entry": NEW | {"question_id": "new-home", "sentences": said}}).json()
    assert "question_deaf" not in {one["code"] for one in found}


def findings(answer: Any, entry_id: str) -> list[dict[str, Any]]:
    return [one for one in answer.json()["findings"] if one["entry_id"] == entry_id]
