"""Search over calls that were really indexed, on SQLite and on Postgres: what is found, by whom, and what never is."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.platform.database import Database
from qa.search.fulltext import full_text
from qa.search.tables import SpokenTurn
from qa.search.words import NothingAsked, found_in, question
from tests.integration.databases import *  # noqa: F403 (fixtures: both databases)
from tests.integration.searched import *  # noqa: F403 (the fixture that lets calls be heard)
from tests.integration.searched import CANCEL, ENGLISH, found, ids_of, marked
from tests.integration.web import Browser, browser
from tests.unit.test_search_words import PREFIXES


def test_a_word_is_found_in_all_its_forms_with_speaker_and_moment(reviewer: Browser, heard: Any) -> None:
    call_id = heard(CANCEL)
    heard(ENGLISH)
    (call,) = found(reviewer, "ביטול")
    assert call["id"] == call_id
    assert [(hit["turn"], hit["speaker"], marked(hit)) for hit in call["hits"]] == [
        (1, "customer", ["הביטול"]),
        (2, "agent", ["לביטול"]),
    ]
    turns = reviewer.get(f"/api/calls/{call_id}/transcript").json()["turns"]
    assert [hit["start_ms"] for hit in call["hits"]] == [
        turns[1]["words"][8]["start_ms"],
        turns[2]["words"][4]["start_ms"],
    ]
    assert "".join(part["text"] for part in call["hits"][0]["snippet"]) == CANCEL[1][1]


def test_words_stand_in_one_turn_and_a_phrase_in_order_of_one_speaker(reviewer: Browser, heard: Any) -> None:
    heard(CANCEL)
    assert found(reviewer, "העסקה לבטל")
    assert not found(reviewer, "לבטל אישור"), "the two words are said in different turns"
    assert found(reviewer, '"לבטל את העסקה"')
    assert not found(reviewer, '"העסקה את לבטל"')
    assert not found(reviewer, '"בטעות אני מעבירה"'), "a phrase does not run on into another's turn"
    assert found(reviewer, '"את העסקה" הביטול')
    assert not found(reviewer, '"ביטול"'), "in quotes a word is taken as it stands"


def test_english_words_are_found_in_their_forms(reviewer: Browser, heard: Any) -> None:
    call_id = heard(ENGLISH)
    for asked in ("charge", "Charges", "refunds", "refun*", '"my card twice"', "call thank"):
        assert ids_of(found(reviewer, asked)) == [call_id], asked
    assert not found(reviewer, "discharge")


@given(
    words=st.lists(st.sampled_from(("ביטול", "לקוח", "חשבונית", 'חו"ל', "25", "12.5%", "it's", "refund")), max_size=4),
    prefix=st.sampled_from(PREFIXES),
    asked=st.text(alphabet="אבהוילמנשת \"*%.'⟦▤x", max_size=12),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_the_database_finds_exactly_what_the_words_say(
    database: Database, heard: Any, words: list[str], prefix: str, asked: str
) -> None:
    text = " ".join([f"{prefix}ביטול", *words, "תודה"])
    call_id = heard((("customer", text),))
    for wanted in ("ביטול", asked, f'"{asked}"', *words, f'"{" ".join(words)}"'):
        try:
            read = question(wanted)
        except NothingAsked:
            continue
        with database.read() as session:
            rows = sa.select(SpokenTurn.call_id).where(SpokenTurn.call_id == call_id, full_text(session).finds(read))
            is_found = session.scalar(rows) is not None
        alone = list(parts(read))
        assert is_found == all(found_in(text.split(), one) for one in alone), wanted
        if wanted == "ביטול":
            assert is_found


def parts(asked: Any) -> Iterator[Any]:
    """Each thing that is asked for as a question of its own."""
    for phrase in asked.phrases:
        yield type(asked)((phrase,), ())
    for word in asked.words:
        yield type(asked)((), (word,))


def test_filters_narrow_by_what_is_known_of_the_call_and_by_where_in_it(
    reviewer: Browser, heard: Any, ids: dict[str, str]
) -> None:
    early = heard(CANCEL, ids["agent-a"], queue="ביטולים", direction="inbound", started_at=day(1), percent=40.0)
    late = heard(CANCEL[:2], ids["agent-b"], queue="טכני", direction="outbound", started_at=day(9), percent=90.0)
    both = [late, early]
    assert ids_of(found(reviewer)) == both
    assert ids_of(found(reviewer, "העסקה")) == both
    for wish, expected in (
        ({"agent_id": ids["agent-a"]}, [early]),
        ({"queue": "טכני"}, [late]),
        ({"direction": "inbound"}, [early]),
        ({"language": "he"}, both),
        ({"language": "en"}, []),
        ({"since": day(5).isoformat()}, [late]),
        ({"until": day(5).isoformat()}, [early]),
        ({"longer_than_ms": 10_000}, [early]),
        ({"shorter_than_ms": 10_000}, [late]),
        ({"least_percent": 50}, [late]),
        ({"most_percent": 50}, [early]),
        ({"passed": True}, []),
    ):
        assert ids_of(found(reviewer, "העסקה", **wish)) == expected, wish
        assert ids_of(found(reviewer, **wish)) == expected, wish
    for wish, expected in (
        ({"speaker": "agent"}, [early]),
        ({"from_ms": 8_000}, [early]),
        ({"until_ms": 5_000}, both),
        ({"until_ms": 1_000}, []),
        ({"last_ms": 5_000}, [late]),
    ):
        assert ids_of(found(reviewer, "העסקה", **wish)) == expected, wish
    assert reviewer.get("/api/search/queues").json() == ["ביטולים", "טכני"]


def day(number: int) -> datetime:
    return datetime.fromisoformat(f"2026-03-0{number}T09:00:00+00:00")


def test_pages_follow_one_another_without_gap_or_repeat(reviewer: Browser, heard: Any) -> None:
    made = [heard(CANCEL) for _ in range(7)]
    seen, cursor = [], None
    while True:
        page = reviewer.get("/api/search", params={"q": "ביטול", "limit": 3} | ({"cursor": cursor} if cursor else {}))
        seen += ids_of(page.json()["items"])
        heard(CANCEL)  # what is new meanwhile lies before the cursor
        cursor = page.json()["next_cursor"]
        if cursor is None:
            break
    assert seen == sorted(made, reverse=True)


def test_a_call_with_many_hits_shows_the_first_and_counts_the_others(reviewer: Browser, heard: Any) -> None:
    heard(tuple(("agent" if n % 2 else "customer", f"ביטול {n}") for n in range(9)))
    (call,) = found(reviewer, "ביטול")
    assert [hit["turn"] for hit in call["hits"]] == [0, 1, 2, 3, 4]
    assert call["more_hits"] == 4


def test_a_long_turn_is_cut_around_what_was_found(reviewer: Browser, heard: Any) -> None:
    heard((("agent", " ".join([f"מילה{n}" for n in range(80)] + ["ביטול"] + ["סוף"] * 60)),))
    ((hit,),) = [call["hits"] for call in found(reviewer, "ביטול")]
    assert (hit["cut_before"], hit["cut_after"], marked(hit)) == (True, True, ["ביטול"])
    assert hit["start_ms"] == 80 * 400
    assert len(" ".join(part["text"] for part in hit["snippet"]).split()) <= 40


def test_markup_in_what_was_said_stays_text(reviewer: Browser, heard: Any) -> None:
    heard((("customer", "<b>refund</b> <script>alert(1)</script>"),))
    ((hit,),) = [call["hits"] for call in found(reviewer, "refund")]
    assert marked(hit) == ["<b>refund</b>"], "parts hold the words as they are; who draws them draws text"


def test_nobody_finds_counts_or_pages_over_what_they_may_not_see(
    app: FastAPI, reviewer: Browser, heard: Any, ids: dict[str, str]
) -> None:
    own = heard(CANCEL, ids["agent-a"], shared=True, evaluation_state="published", percent=80.0, queue="שלי")
    heard(CANCEL, ids["agent-a"], evaluation_state="draft", percent=80.0, queue="עוד לא")
    heard(CANCEL, ids["agent-b"], shared=True, evaluation_state="published", percent=80.0, queue="של אחר")
    heard(CANCEL, queue="של אף אחד")
    with browser(app) as page:
        page.sign_in("agent-a@example.com")
        for wish in ({}, {"q": "ביטול"}, {"least_percent": 10}, {"agent_id": ids["agent-b"]}, {"cursor": "z" * 16}):
            answer = page.get("/api/search", params={"limit": 1, **wish}).json()
            assert ids_of(answer["items"]) == ([] if "agent_id" in wish else [own]), wish
            assert answer["next_cursor"] is None, wish
        assert page.get("/api/search/queues").json() == ["שלי"]
        listed = page.get("/api/calls").json()["items"]
        assert ids_of(listed) == ids_of(found(page)), "search shows exactly the calls that the list shows"
    assert len(found(reviewer, "ביטול")) == 4
    with browser(app) as nobody:
        assert nobody.get("/api/search", params={"q": "ביטול"}).status_code == 401


def test_an_agent_learns_no_score_before_it_is_published(app: FastAPI, heard: Any, ids: dict[str, str]) -> None:
    heard(CANCEL, ids["agent-a"], shared=True, evaluation_state="draft", percent=31.0, passed=False)
    with browser(app) as page:
        page.sign_in("agent-a@example.com")
        assert [call["score"] for call in found(page, "ביטול")] == [None]
        for wish in ({"least_percent": 30}, {"most_percent": 32}, {"passed": False}):
            assert found(page, "ביטול", **wish) == [], "a filter would tell the score as well"
        page.sign_in("reviewer@example.com")
        (call,) = found(page, "ביטול", least_percent=30, most_percent=32, passed=False)
        assert call["score"] == {"percent": 31.0, "passed": False, "machine_only": True}


def test_searches_are_kept_by_name_for_their_owner_alone(app: FastAPI, reviewer: Browser) -> None:
    wish = {"name": " ביטולים השבוע ", "asked": {"q": '"לבטל את העסקה"', "speaker": "customer", "passed": False}}
    kept = reviewer.post("/api/saved-searches", json=wish)
    assert kept.status_code == 200, kept.text
    assert kept.json()["name"] == "ביטולים השבוע"
    wish["asked"] = {"q": "זיכוי"}
    again = reviewer.post("/api/saved-searches", json=wish).json()
    assert again["id"] == kept.json()["id"], "the name now stands for another search"
    (listed,) = reviewer.get("/api/saved-searches").json()
    assert {key: value for key, value in listed["asked"].items() if value is not None} == {
        "q": "זיכוי",
        "purpose": "live",
    }
    assert reviewer.post("/api/saved-searches", json={"name": "x", "asked": {"q": "?!"}}).status_code == 422
    assert reviewer.post("/api/saved-searches", json={"name": "x", "asked": {"cursor": "y"}}).status_code == 422
    with browser(app) as other:
        other.sign_in("trainer@example.com")
        assert other.get("/api/saved-searches").json() == []
        assert other.ask("DELETE", f"/api/saved-searches/{listed['id']}").status_code == 404
    assert reviewer.ask("DELETE", f"/api/saved-searches/{listed['id']}").status_code == 204
    assert reviewer.get("/api/saved-searches").json() == []


def test_only_so_many_searches_are_kept(reviewer: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.search.service._MOST_SAVED", 1)
    assert reviewer.post("/api/saved-searches", json={"name": "a", "asked": {}}).status_code == 200
    full = reviewer.post("/api/saved-searches", json={"name": "b", "asked": {}})
    assert (full.status_code, full.json()["error"]["code"]) == (409, "too_many_saved_searches")


def test_a_mark_of_quotation_inside_a_word_is_no_sign_of_the_database_s_own_language(
    reviewer: Browser, heard: Any
) -> None:
    call_id = heard((("customer", 'part a"b-41 is missing'),))
    for asked in ('a"b', '"part a"b"', 'a"b*'):
        assert ids_of(found(reviewer, asked)) == [call_id], asked


@pytest.mark.parametrize("q", ["?!", '""', "*", "⟦▤⟧"])
def test_a_question_without_words_is_refused_and_says_so(reviewer: Browser, q: str) -> None:
    answer = reviewer.get("/api/search", params={"q": q})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "nothing_asked")
