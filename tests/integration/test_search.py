"""Search over calls that were really indexed, on SQLite and on Postgres: what is found, by whom, and what never is."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from qa.calls import revisions
from qa.calls.service import HEAR
from qa.calls.tables import Call, TranscriptRevision
from qa.calls.transcripts import to_body
from qa.cli import app as command_line
from qa.migrations import config_for
from qa.pipeline.conduct import measure
from qa.pipeline.model import Speaker
from qa.platform import settings as platform_settings
from qa.platform.clock import now
from qa.platform.database import Database
from qa.platform.jobs import Ledger
from qa.platform.settings import Settings
from qa.search import index
from qa.search.fulltext import full_text
from qa.search.tables import SpokenTurn
from qa.search.words import NothingAsked, found_in, question
from tests.integration.databases import *  # noqa: F403 (fixtures: both databases)
from tests.integration.scored import System, spoken, tone
from tests.integration.test_sealed import ANSWERED, CARD, DIGITS, SPELT, TELLTALES, Line
from tests.integration.web import Browser, browser
from tests.unit.test_search_words import PREFIXES

Said = tuple[tuple[Speaker, str], ...]

CANCEL: Said = (
    ("agent", "שלום מדברת דנה במה אפשר לעזור"),
    ("customer", "אני רוצה לבטל את העסקה כי הגיע לי הביטול בטעות"),
    ("agent", "אני מעבירה את הבקשה לביטול העסקה ותוך יומיים יגיע אישור"),
    ("customer", "תודה רבה"),
)
ENGLISH: Said = (("agent", "thank you for calling"), ("customer", "you charged my card twice I want a refund"))


@pytest.fixture
def line(system: System) -> Line:
    return Line(system)


@pytest.fixture
def heard(system: System) -> Iterator[Any]:
    """Takes a call in and lets these turns be heard in it; returns its id."""
    index.keep_current()
    made = 0

    def hear(said: Said, agent_id: str | None = None, *, shared: bool = False, **values: Any) -> str:
        nonlocal made
        made += 1
        call_id = system.take_in(tone(seconds=0.2, hertz=200 + made))
        with system.database.write() as unit:
            call = unit.session.get_one(Call, call_id)
            call.agent_id, call.shared_at = agent_id, now() if shared else None
            for name, value in values.items():
                setattr(call, name, value)
            add(unit.session, call, said)
        return call_id

    return hear


def add(session: Any, call: Call, said: Said) -> TranscriptRevision:
    transcript = spoken(said)
    call.duration_ms = transcript.duration_ms
    return revisions.add_heard(session, call, transcript, to_body(transcript, measure(transcript, 3000)))


def found(page: Browser, q: str | None = None, **wish: Any) -> list[dict[str, Any]]:
    answer = page.get("/api/search", params={**({"q": q} if q else {}), **wish})
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def ids_of(items: list[dict[str, Any]]) -> list[str]:
    return [item["id"] for item in items]


def marked(hit: dict[str, Any]) -> list[str]:
    return [part["text"] for part in hit["snippet"] if part["marked"]]


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


def test_a_correction_changes_what_is_found_with_the_same_commit(reviewer: Browser, heard: Any) -> None:
    call_id = heard(CANCEL)
    wish = {"revision": 1, "turn": 1, "text": "אני רוצה להחליף את המקרר"}
    assert reviewer.post(f"/api/calls/{call_id}/transcript/corrections", json=wish).status_code == 200
    assert ids_of(found(reviewer, "מקרר")) == [call_id]
    assert not found(reviewer, "בטעות")
    (hit,) = found(reviewer, "מקרר")[0]["hits"]
    assert (hit["revision"], hit["turn"]) == (2, 1)
    (hit,) = found(reviewer, "אישור")[0]["hits"]
    assert (hit["revision"], hit["turn"]) == (2, 2), "turns that nobody touched are of the new revision too"


def test_what_is_heard_again_chosen_or_rolled_back_is_followed(
    reviewer: Browser, heard: Any, database: Database
) -> None:
    call_id = heard(CANCEL)
    with pytest.raises(RuntimeError, match="power"), database.write() as unit:
        add(unit.session, unit.session.get_one(Call, call_id), ENGLISH)
        raise RuntimeError("power cut")
    assert not found(reviewer, "refund")
    assert found(reviewer, "ביטול")
    with database.write() as unit:
        add(unit.session, unit.session.get_one(Call, call_id), ENGLISH)
    assert found(reviewer, "refund")
    assert not found(reviewer, "ביטול")
    chosen = reviewer.post(f"/api/calls/{call_id}/transcripts/1/choose")
    assert chosen.status_code == 200, chosen.text
    assert not found(reviewer, "refund")
    assert found(reviewer, "ביטול")


def test_who_is_who_is_followed(reviewer: Browser, heard: Any, database: Database) -> None:
    call_id = heard(CANCEL)
    with database.write() as unit:
        call = unit.session.get_one(Call, call_id)
        said = tuple(("customer" if who == "agent" else "agent", text) for who, text in CANCEL)
        add(unit.session, call, said)
    assert found(reviewer, "בטעות", speaker="agent")
    assert not found(reviewer, "בטעות", speaker="customer")


def test_a_deleted_call_leaves_nothing_behind(reviewer: Browser, heard: Any, database: Database) -> None:
    call_id, other = heard(CANCEL), heard(CANCEL)
    with database.write() as unit:
        unit.session.execute(sa.delete(Call).where(Call.id == call_id))
    assert ids_of(found(reviewer, "ביטול")) == [other]
    with database.read() as session:
        kept = session.scalars(sa.select(SpokenTurn.call_id).distinct()).all()
        assert list(kept) == [other]
        if session.get_bind().dialect.name == "sqlite":
            beside = session.scalar(sa.text("SELECT count(*) FROM spoken_turns_said"))
            assert beside == len(CANCEL)


def test_what_the_index_missed_is_not_found_falsely_and_reindex_heals_it(
    reviewer: Browser, heard: Any, database: Database, config: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    call_id, silent = heard(CANCEL), heard((("agent", "..."),))
    monkeypatch.setattr(revisions, "_following", [])
    with database.write() as unit:
        add(unit.session, unit.session.get_one(Call, call_id), ENGLISH)
    assert not found(reviewer, "ביטול"), "these words are shown no longer"
    assert not found(reviewer, "refund")
    monkeypatch.setenv("QA_DATA", str(config.data))
    monkeypatch.setenv("QA_DATABASE_URL", config.database)
    platform_settings.settings.cache_clear()
    told = CliRunner().invoke(command_line, ["search", "reindex"])
    assert told.exit_code == 0, told.output
    assert "1 calls were indexed" in told.output
    assert found(reviewer, "refund")
    assert "0 calls" in CliRunner().invoke(command_line, ["search", "reindex"]).output
    with database.write() as unit:
        unit.session.execute(sa.update(SpokenTurn).values(text="something broken"))
    assert "2 calls" in CliRunner().invoke(command_line, ["search", "reindex", "--all"]).output
    ((hit,),) = [call["hits"] for call in found(reviewer, "refund")]
    assert marked(hit) == ["refund"], "all is made anew"
    assert silent in ids_of(found(reviewer))


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


def test_the_index_comes_and_goes_with_its_migration(config: Settings, heard: Any, database: Database) -> None:
    from alembic import command

    heard(CANCEL)
    database.dispose()
    command.downgrade(config_for(config.database), "0004")
    with database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Call)) == 1
        assert not [name for name in sa.inspect(session.get_bind()).get_table_names() if name.startswith("spoken")]
    database.dispose()
    command.upgrade(config_for(config.database), "head")
    assert list(index.reindex(database, whole=False)) == [1]


def sealed_call(line: Line, number: str) -> str:
    """A call in which this number was said, heard as a worker hears it, with redaction."""
    index.keep_current()
    call_id = line.take_in()
    line.hear(call_id, f"{ANSWERED} {number} תודה")
    return call_id


@pytest.mark.parametrize("number", [DIGITS, SPELT])
def test_a_number_that_was_taken_out_is_found_by_nothing(reviewer: Browser, line: Line, number: str) -> None:
    call_id = sealed_call(line, number)
    (call,) = found(reviewer, "הכרטיס")
    assert call["id"] == call_id
    shown = "".join(part["text"] for hit in call["hits"] for part in hit["snippet"])
    assert "[מספר כרטיס]" in shown
    groups = [*number.split(), *DIGITS.split(), "45*", "4580*", CARD, f"{CARD[:8]}*", f'"{number}"', "תשע אפס אחת חמש"]
    for asked in groups:
        assert found(reviewer, asked) == [], asked
    assert found(reviewer, '"הוא תודה"') == [], "nor does a phrase run across its place"
    with line.system.database.read() as session:
        kept = [str(row) for row in session.execute(sa.text("SELECT * FROM spoken_turns"))]
        if session.get_bind().dialect.name == "sqlite":
            kept += [str(row) for row in session.execute(sa.text("SELECT * FROM spoken_turns_said"))]
    assert not [(telltale, row) for telltale in TELLTALES for row in kept if telltale in row]


def test_a_number_that_a_reviewer_types_is_found_by_nothing_either(reviewer: Browser, line: Line) -> None:
    call_id = sealed_call(line, DIGITS)
    read = reviewer.get(f"/api/calls/{call_id}/transcript").json()
    (turn,) = [turn for turn in read["turns"] if turn["speaker"] == "customer"]
    text = turn["text"].replace("תודה", "תודה הטלפון שלי 054-1234567")
    wish = {"revision": read["revision"], "turn": turn["index"], "text": text}
    assert reviewer.post(f"/api/calls/{call_id}/transcript/corrections", json=wish).status_code == 200
    ((hit,),) = [call["hits"] for call in found(reviewer, '"הכרטיס שלי הוא"')]
    assert hit["revision"] == 2, "what was typed is what is searched"
    for asked in ("054", "054*", "1234567", "123*", "054-1234567"):
        assert found(reviewer, asked) == [], asked


def test_a_number_that_is_hidden_later_is_found_no_longer(reviewer: Browser, line: Line) -> None:
    index.keep_current()
    call_id = line.take_in()
    line.hear(call_id, f"{ANSWERED} {DIGITS} תודה", seals=False)
    assert ids_of(found(reviewer, "4580*")) == [call_id], "the test would find it"
    with line.system.database.write() as unit:
        Ledger.enqueue(unit.session, HEAR, call_id, key=f"{call_id}:again")
    line.hear(call_id, f"{ANSWERED} {DIGITS} תודה")
    assert found(reviewer, "4580*") == []
    assert ids_of(found(reviewer, "הכרטיס")) == [call_id]


def test_the_worker_and_the_web_both_keep_the_index_current(config: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    from qa import worker
    from qa.app import create_app

    monkeypatch.setattr("qa.worker.settings", lambda: config)
    for start in (lambda: create_app(config), worker.runner.__wrapped__):
        monkeypatch.setattr(revisions, "_following", [])
        start()
        assert index._take_in in revisions._following
