"""A number that a reviewer types is hidden and sealed as one that was heard."""

import logging
from pathlib import Path

import pytest
from fastapi import FastAPI

from qa.calls.service import original_key
from qa.engines.interfaces import (
    SAMPLE_RATE,
)
from tests.integration.sealing import *  # noqa: F403 (fixtures: the line)
from tests.integration.sealing import (
    ANSWERED,
    DIGITS,
    REASON,
    Line,
    corrected,
    customers,
    everything_kept,
    heard,
    likeness,
    tells,
)
from tests.integration.web import browser, everybody

#: What a reviewer types where the machine heard nothing of the kind, and what would give it away.
TYPED = {
    "phone": ("הטלפון שלי 054-1234567", "054-1234567", "1234567"),
    "card": ("מספר הכרטיס 4580 1234 5678 9015", DIGITS, "4580"),
    "id_number": ("תעודת הזהות שלי 057193427", "057193427", "057193427"),
}


@pytest.mark.parametrize("kind", TYPED)
def test_a_number_that_a_reviewer_types_lies_sealed_and_nowhere_in_the_clear(
    app: FastAPI, line: Line, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    caplog.set_level(logging.DEBUG)
    everybody(line.system.database)
    call_id, (text, number, telltale) = line.take_in(), TYPED[kind]
    line.hear(call_id, "רציתי לשאול משהו אחר לגמרי היום בבקשה")
    with browser(app) as page:
        page.sign_in("reviewer@example.com")
        told = corrected(page, call_id, f"רציתי לשאול {text} בבקשה")
        assert [word["hidden"] for turn in told["turns"] for word in turn["words"] if word["hidden"]] == [kind]
        (shown,) = page.post(f"/api/calls/{call_id}/reveal", json={"reason": REASON}).json()
        assert (shown["kind"], shown["text"], shown["speaker"]) == (kind, number, "customer")
        told = corrected(page, call_id, f"שלום {customers(page, call_id)[1]['text']}")
        (again,) = page.post(f"/api/calls/{call_id}/reveal", json={"reason": REASON}).json()
        assert again["text"] == number, "it stays open to them in the next correction"
    kept = list(everything_kept(line.system))
    assert any("רציתי" in text for _, text in kept), "the search does not find what is there"
    assert [where for where, text in [*kept, ("log", caplog.text)] if tells(text, telltale)] == []


def test_the_place_of_a_number_that_is_typed_is_hidden_in_older_revisions_and_files_as_well(
    app: FastAPI, line: Line
) -> None:
    everybody(line.system.database)
    call_id = line.take_in()
    line.hear(call_id, "רציתי לשאול משהו אחר לגמרי היום בבקשה")
    with browser(app) as page:
        page.sign_in("reviewer@example.com")
        told = corrected(page, call_id, "רציתי לשאול 054-1234567 אחר לגמרי היום בבקשה")
        (turn,) = [turn for turn in told["turns"] if turn["speaker"] == "customer"]
        assert turn["corrected"]["heard"] == "רציתי לשאול ⟦▧⟧ אחר לגמרי היום בבקשה"
        before = page.get(f"/api/calls/{call_id}/transcript?revision=1")
        assert "⟦▧⟧" in before.text
        assert "משהו" not in before.text
        for kind in ("vtt", "srt", "json", "ctm"):
            taken = page.get(f"/api/calls/{call_id}/transcript.{kind}?revision=1").text
            assert "משהו" not in taken
            assert "לשאול" in taken
        chosen = page.post(f"/api/calls/{call_id}/transcripts/1/choose")
        assert "משהו" not in chosen.text


def test_what_a_reviewer_types_beside_a_hidden_number_hides_both(app: FastAPI, line: Line) -> None:
    everybody(line.system.database)
    call_id = line.take_in()
    line.hear(call_id, f"{ANSWERED} {DIGITS} תודה")
    with browser(app) as page:
        page.sign_in("reviewer@example.com")
        _, turn = customers(page, call_id)
        told = corrected(page, call_id, turn["text"].replace("תודה", "תודה הטלפון שלי 054-1234567"))
        words = [word for turn in told["turns"] for word in turn["words"]]
        assert [word["hidden"] for word in words if word["hidden"]] == ["card", "phone"]
        shown = page.post(f"/api/calls/{call_id}/reveal", json={"reason": REASON}).json()
        # Words that are put in where nobody paused have no time of their own, and are hidden with the number.
        assert [number["text"] for number in shown] == [DIGITS, "הטלפון שלי 054-1234567"]
        older = page.post(f"/api/calls/{call_id}/reveal", json={"reason": REASON, "revision": 1}).json()
        assert [number["text"] for number in older] == [DIGITS]
    assert not [where for where, text in everything_kept(line.system) if "1234567" in text]


def test_a_number_that_is_typed_in_the_place_of_a_hidden_one_is_the_one_that_is_revealed(
    app: FastAPI, line: Line
) -> None:
    everybody(line.system.database)
    call_id = line.take_in()
    line.hear(call_id, f"{ANSWERED} {DIGITS} תודה")
    with browser(app) as page:
        page.sign_in("reviewer@example.com")
        _, turn = customers(page, call_id)
        corrected(page, call_id, turn["text"].replace("⟦▤⟧", "4580 4580 4580 4580"))
        shown = page.post(f"/api/calls/{call_id}/reveal", json={"reason": REASON}).json()
        assert [number["text"] for number in shown] == ["4580 4580 4580 4580"]
        older = page.post(f"/api/calls/{call_id}/reveal", json={"reason": REASON, "revision": 1}).json()
        assert [number["text"] for number in older] == [DIGITS]


def test_the_playback_beeps_over_a_number_that_is_typed_and_stays_silent_where_it_was(
    app: FastAPI, line: Line, tmp_path: Path
) -> None:
    everybody(line.system.database)
    call_id = line.take_in()
    line.hear(call_id, f"{ANSWERED} {DIGITS} תודה רבה לך על כל העזרה היום")
    before = heard(line, call_id, tmp_path)
    with browser(app) as page:
        page.sign_in("reviewer@example.com")
        _, turn = customers(page, call_id)
        told = corrected(page, call_id, turn["text"].replace("העזרה היום", "הטלפון 054-1234567"))
    (phone,) = [word for turn in told["turns"] for word in turn["words"] if word["hidden"] == "phone"]
    after = heard(line, call_id, tmp_path)
    typed = slice(phone["start_ms"] * 16, phone["end_ms"] * 16)
    assert likeness(before[1][typed], after[1][typed]) < 0.1
    card = slice(int(5.6 * SAMPLE_RATE), int(6.6 * SAMPLE_RATE))
    assert likeness(heard(line, call_id, tmp_path, original_key(call_id))[1][card], after[1][card]) < 0.1
    rest = slice(SAMPLE_RATE, 4 * SAMPLE_RATE)
    assert likeness(before[1][rest], after[1][rest]) > 0.8
    assert likeness(before[0][typed], after[0][typed]) > 0.8
