"""A situation that only the language book has is drilled, and judged by the book's own sentences."""

import pytest

from tests.integration.drilling import *  # noqa: F403 (fixtures: the desk)
from tests.integration.drilling import Desk

BIRTHDAY = {
    "kind": "situation",
    "title": {"he": "לקוח מספר על יום הולדת", "en": "A customer tells of a birthday"},
    "within_s": 20,
    "triggers": {"he": [{"say": "יש לי היום יום הולדת"}], "en": []},
    "sentences": {"he": [{"say": "המון מזל טוב ליום ההולדת"}], "en": []},
}


def publish(desk: Desk) -> str:
    """The first book with one situation more, which no rubric counts; the id of its drill."""
    trainer = desk.people["trainer"]
    draft = trainer.post("/api/book/draft").json()
    known = {entry["id"] for entry in draft["entries"]}
    changed = trainer.post("/api/book/draft/entries", json=BIRTHDAY, headers={"If-Match": f'"{draft["version"]}"'})
    assert changed.status_code == 201, changed.text
    (entry,) = (one for one in changed.json()["entries"] if one["id"] not in known)
    put = {"If-Match": f'"{changed.json()["version"]}"'}
    published = trainer.post("/api/book/draft/publication", json={}, headers=put)
    assert published.status_code == 201, published.text
    return f"he.book.{entry['id']}"


@pytest.mark.parametrize(
    ("heard", "verdict"),
    [("איזה יופי המון מזל טוב ליום ההולדת", "said"), ("אני מיד אבדוק מתי אפשר להגיע אליכם", "not_said")],
)
def test_it_stands_among_the_drills_and_its_own_sentence_is_what_is_owed(desk: Desk, heard: str, verdict: str) -> None:
    drill_id = publish(desk)
    (drill,) = (one for one in desk.drills() if one["id"] == drill_id)
    assert (drill["misses"], drill["question_id"]) == (0, None)
    told = desk.people["agent-a"].get(f"/api/drills/{drill_id}").json()
    assert [(moment["source"], moment["text"]) for moment in told["moments"]] == [("book", "יש לי היום יום הולדת")]
    assert told["sentences"] == ["המון מזל טוב ליום ההולדת"]
    judged = desk.judged(heard, drill_id=drill_id, moment_id=told["moments"][0]["id"])
    assert judged["verdict"] == verdict
