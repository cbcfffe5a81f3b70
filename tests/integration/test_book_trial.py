"""What is typed into the book, looked for in calls that were really indexed: on SQLite and on Postgres."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI

from qa.book import trying
from qa.calls import blindfolds, revisions
from qa.calls.service import owe_score
from qa.calls.tables import Call, Purpose
from qa.calls.transcripts import to_body
from qa.evaluation.tables import AnswerRow
from qa.pipeline.conduct import measure
from qa.pipeline.model import Speaker
from qa.platform.clock import now
from qa.rubric import shipped
from qa.rubric.store import publish
from qa.search import index
from tests.integration.databases import *  # noqa: F403 (fixtures: both databases)
from tests.integration.scored import SAID, System, spoken, tone
from tests.integration.sealing import ANSWERED as CARD_SAID
from tests.integration.sealing import DIGITS, TELLTALES, Line
from tests.integration.web import Browser, browser

Said = tuple[tuple[Speaker, str], ...]

BOUGHT = "שלום. קנינו אצלכם תנור חדש אתמול ואנחנו צריכים התקנה."
ANSWERED: Said = (
    ("agent", "שלום במה אפשר לעזור"),
    ("customer", BOUGHT),
    ("agent", "תתחדשו ותודה רבה שבחרתם בנו"),
)
MISSED: Said = (("customer", BOUGHT), ("agent", "מה מספר ההזמנה"))
LATE: Said = (
    ("customer", BOUGHT),
    ("agent", "רגע אחד " + "אני בודקת " * 40),
    ("agent", "ותתחדשו ותודה רבה שבחרתם במוצר שלנו"),
)
#: What a trainer types: forms side by side, and a word with another ending than was said.
WISH: dict[str, Any] = {
    "language": "he",
    "triggers": [{"say": "קנינו/רכשנו אצלכם … חדש"}],
    "sentences": [{"say": "תתחדש/תתחדשי/תתחדשו ותודה רבה שבחרת/שבחרתם בנו", "wordings": []}],
    "within_s": 15,
}


@pytest.fixture
def trainer(app: FastAPI, ids: dict[str, str]) -> Iterator[Browser]:
    assert ids["trainer"]
    with browser(app) as opened:
        yield opened.sign_in("trainer@example.com")


@pytest.fixture
def hear(system: System) -> Any:
    """Takes a live call in and lets these turns be heard in it; returns its id."""
    index.keep_current()
    made = 0

    def heard(said: Said, **values: Any) -> str:
        nonlocal made
        made += 1
        call_id = system.take_in(tone(seconds=0.2, hertz=200 + made))
        with system.database.write() as unit:
            call = unit.session.get_one(Call, call_id)
            for name, value in values.items():
                setattr(call, name, value)
            transcript = spoken(said)
            call.duration_ms = transcript.duration_ms
            revisions.add_heard(unit.session, call, transcript, to_body(transcript, measure(transcript, 3000)))
        return str(call_id)

    return heard


def tried(page: Browser, **over: Any) -> Any:
    answer = page.post("/api/book/trial", json=WISH | over)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_moments_are_found_in_any_form_with_whether_the_answer_followed_in_time(trainer: Browser, hear: Any) -> None:
    answered, missed, late = hear(ANSWERED), hear(MISSED), hear(LATE)
    hear((("agent", BOUGHT), ("customer", "תתחדשו ותודה רבה שבחרתם בנו")))
    told = tried(trainer)
    assert (told["looked_at"], told["calls"], told["moments"], told["followed"]) == (4, 3, 3, 1)
    shown = {moment["call_id"]: moment for moment in told["shown"]}
    assert {call: shown[call]["followed"] for call in (answered, missed, late)} == {
        answered: True,
        missed: False,
        late: False,
    }
    moment = shown[answered]
    assert moment["quote"] == "קנינו אצלכם תנור חדש"
    turns = trainer.get(f"/api/calls/{answered}/transcript").json()["turns"]
    assert moment["start_ms"] == turns[1]["words"][1]["start_ms"]
    assert moment["end_ms"] == turns[1]["words"][5]["start_ms"]
    assert moment["reply"] == "תתחדשו ותודה רבה שבחרתם בנו"
    assert moment["reply_start_ms"] == turns[2]["words"][0]["start_ms"]
    assert told["by_line"] == [3]
    assert told["by_reply"] == [1]


def test_sentences_alone_are_looked_for_as_the_agent_says_them(trainer: Browser, hear: Any) -> None:
    answered = hear(ANSWERED)
    hear(MISSED)
    told = tried(trainer, triggers=[])
    assert (told["calls"], told["moments"], told["by_line"], told["by_reply"]) == (1, 1, [1], [])
    (moment,) = told["shown"]
    assert (moment["call_id"], moment["speaker"], moment["followed"]) == (answered, "agent", None)


def test_only_live_calls_of_those_weeks_and_that_language_count_and_no_blind_ones(
    trainer: Browser, system: System, hear: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = hear(ANSWERED, started_at=now() - timedelta(weeks=3))
    hear(ANSWERED, started_at=now() - timedelta(weeks=9))
    hear(ANSWERED, purpose=Purpose.PRACTICE)
    hear(ANSWERED, language="en")
    blind = hear(MISSED)
    with system.database.write() as unit:
        blindfolds.tie(unit.session, "session", [blind], [trainer.person["id"]])
    told = tried(trainer)
    assert (told["looked_at"], [moment["call_id"] for moment in told["shown"]]) == (1, [live])
    assert tried(trainer, weeks=12)["looked_at"] == 2
    monkeypatch.setattr(trying, "MOST_CALLS", 1)
    told = tried(trainer, weeks=12)
    assert (told["looked_at"], told["more_calls"]) == (1, True)


def test_a_number_that_was_taken_out_is_never_told(trainer: Browser, system: System) -> None:
    index.keep_current()
    line = Line(system)
    line.hear(line.take_in(), f"{CARD_SAID} {DIGITS} תודה")
    told = tried(trainer, triggers=[{"say": "הכרטיס שלי הוא"}], sentences=[])
    assert told["moments"] == 1
    over_it = tried(trainer, triggers=[{"say": "הכרטיס שלי הוא … תודה"}], sentences=[])
    assert over_it["moments"] == 0, "no wording runs across the place of a number"
    assert not [telltale for telltale in TELLTALES if telltale in str([told, over_it])]


def test_what_cannot_be_looked_for_is_refused_with_a_reason(trainer: Browser) -> None:
    for wish, code in (
        ({"triggers": [], "sentences": []}, "book_nothing_to_try"),
        ({"triggers": [{"say": "א", "wordings": ["{אחת"]}]}, "bad_pattern"),
    ):
        answer = trainer.post("/api/book/trial", json=WISH | wish)
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)


@pytest.fixture
def score(system: System) -> Any:
    """Holds a call that was heard against the shipped rubric, by its text alone."""

    def scored(call_id: str) -> None:
        with system.database.write() as unit:
            for file in shipped():
                publish(unit.session, file.read_text("utf-8"), file=file.name)
            job_id = owe_score(unit.session, call_id, revisions.shown(unit.session, call_id).id)
        assert system.score(job_id)

    return scored


def test_what_a_situation_was_heard_in_is_told_apart_from_the_words_that_are_typed(
    trainer: Browser, hear: Any, score: Any
) -> None:
    answered, missed = hear(ANSWERED), hear(MISSED)
    wish: dict[str, Any] = {"triggers": [{"say": "המכשיר החדש הגיע אליי"}], "question_id": "new-purchase"}
    assert tried(trainer, **wish)["otherwise"] is None, "nothing was held against the question yet"
    score(answered)
    score(missed)
    told = tried(trainer, **wish)
    assert told["moments"] == 0
    otherwise = told["otherwise"]
    assert (otherwise["asked_of"], otherwise["calls"], otherwise["moments"], otherwise["unsure"]) == (2, 2, 2, 0)
    followed = {moment["call_id"]: (moment["followed"], moment["line"]) for moment in otherwise["shown"]}
    assert followed == {answered: (True, None), missed: (False, None)}
    in_these_words = tried(trainer, question_id="new-purchase")
    assert (in_these_words["moments"], in_these_words["otherwise"]["moments"]) == (2, 0)
    assert tried(trainer)["otherwise"] is None, "no question counts it"


def test_a_phrase_in_other_words_is_told_with_its_probability_unless_a_person_saw_it_otherwise(
    trainer: Browser, system: System, hear: Any, score: Any
) -> None:
    call_id = hear(SAID)
    score(call_id)
    wish: dict[str, Any] = {"triggers": [], "sentences": [{"say": "ברוכים הבאים אלינו"}], "question_id": "recorded"}
    told = tried(trainer, **wish)
    (moment,) = told["otherwise"]["shown"]
    assert (told["moments"], told["otherwise"]["moments"], moment["call_id"]) == (0, 1, call_id)
    assert moment["speaker"] == "agent"
    assert moment["is_sure"] is True
    assert 0.5 < moment["probability"] <= 1
    with system.database.write() as unit:
        evaluation_id = unit.session.get_one(Call, call_id).evaluation_id
        person = {"evaluation_id": evaluation_id, "person_id": trainer.person["id"]}
        unit.session.add(AnswerRow(question_id="recorded", option_id="not_said", **person))
    assert tried(trainer, **wish)["otherwise"]["moments"] == 0
