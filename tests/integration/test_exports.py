"""Evaluations as files: whoever opens one finds what the page shows, and no cell that does anything."""

import csv
import io
import json
from datetime import datetime
from typing import Any
from uuid import UUID

import openpyxl
import pypdfium2
import pytest
import sqlalchemy as sa

from qa.calls.tables import Call
from qa.exports import routes as export_routes
from qa.exports.sheets import MEDIA_TYPES
from qa.exports.tabular import ANSWERS, EVALUATIONS
from qa.pipeline.redact import named
from qa.pipeline.redact.removal import MARKS
from qa.platform.audit import AuditEntry
from tests.integration.scored import System
from tests.integration.test_evaluation import answer, questions
from tests.integration.web import Browser

FORMULA = '=HYPERLINK("http://evil.example";"press")'


@pytest.fixture
def reviewed(reviewer: Browser, system: System, ids: dict[str, str]) -> dict[str, Any]:
    """A call whose first question a person answered against the machine, with a formula for a reason."""
    evaluation = reviewer.get(f"/api/calls/{system.scored(ids['agent-a'])}/evaluation").json()
    first = next(q for q in questions(evaluation).values() if q["suggestion"] and q["suggestion"]["verdict"] == "said")
    other = next(o["id"] for o in first["options"] if o["id"] != first["suggestion"]["option_id"])
    changed = answer(reviewer, evaluation, first["id"], option_id=other, reason=FORMULA).json()
    return {"evaluation": changed, "question": questions(changed)[first["id"]]}


def rows_of(answered: Any) -> list[dict[str, str]]:
    assert answered.status_code == 200, answered.text
    assert answered.content.startswith(b"\xef\xbb\xbf"), "Excel takes the file for another alphabet without the mark"
    return list(csv.DictReader(io.StringIO(answered.content.decode("utf-8-sig"))))


def test_a_csv_of_evaluations_says_what_the_page_says(reviewer: Browser, reviewed: dict[str, Any]) -> None:
    answered = reviewer.get("/api/evaluations.csv?texts=en")
    (row,) = rows_of(answered)
    evaluation = reviewed["evaluation"]
    assert list(row) == [column.key for column in EVALUATIONS]
    assert (row["evaluation_id"], row["call_id"]) == (evaluation["id"], evaluation["call"]["id"])
    assert float(row["percent"]) == pytest.approx(evaluation["score"]["percent"], abs=0.01)
    assert row["from_people"] == "1"
    assert row["passed"] in ("true", "false", "")
    assert "attachment" in answered.headers["content-disposition"]
    assert "no-store" in answered.headers["cache-control"]


def test_a_csv_of_answers_has_machine_and_person_side_by_side_and_no_formula(
    reviewer: Browser, reviewed: dict[str, Any]
) -> None:
    rows = {row["question_id"]: row for row in rows_of(reviewer.get("/api/evaluations.answers.csv?texts=en"))}
    assert list(rows) == list(questions(reviewed["evaluation"]))
    row, question = rows[reviewed["question"]["id"]], reviewed["question"]
    labels = {option["id"]: option["label"]["en"] for option in question["options"]}
    assert row["machine_option"] == labels[question["suggestion"]["option_id"]]
    assert row["answer"] == labels[question["answer"]["option_id"]]
    assert row["reason"] == f"'{FORMULA}"
    assert row["decided_by"] == "person"


def test_a_workbook_opens_from_right_to_left_with_real_numbers_and_times(
    reviewer: Browser, reviewed: dict[str, Any]
) -> None:
    answered = reviewer.get("/api/evaluations.xlsx?texts=he")
    assert answered.headers["content-type"] == MEDIA_TYPES["xlsx"]
    book = openpyxl.load_workbook(io.BytesIO(answered.content))
    evaluations, answers = book.worksheets
    assert (evaluations.title, answers.title) == ("הערכות", "תשובות")
    assert evaluations.sheet_view.rightToLeft
    assert [cell.value for cell in evaluations[1]] == [column.he for column in EVALUATIONS]
    row = {column.key: cell.value for column, cell in zip(EVALUATIONS, evaluations[2], strict=True)}
    assert row["percent"] == pytest.approx(reviewed["evaluation"]["score"]["percent"], abs=0.01)
    assert row["rubric"] == reviewed["evaluation"]["rubric"]["title"]["he"]
    asked = [
        {column.key: cell for column, cell in zip(ANSWERS, cells, strict=True)}
        for cells in answers.iter_rows(min_row=2)
    ]
    assert len(asked) == len(questions(reviewed["evaluation"]))
    answered_by = next(cells for cells in asked if cells["question_id"].value == reviewed["question"]["id"])
    assert answered_by["reason"].value == FORMULA
    assert answered_by["reason"].data_type == "s", "a text, not a formula"
    assert isinstance(answered_by["answered_at"].value, datetime)


def test_json_lines_hold_each_evaluation_whole(reviewer: Browser, reviewed: dict[str, Any]) -> None:
    (line,) = reviewer.get("/api/evaluations.jsonl").text.splitlines()
    assert json.loads(line)["id"] == reviewed["evaluation"]["id"]
    assert questions(json.loads(line)).keys() == questions(reviewed["evaluation"]).keys()


def test_the_filters_of_the_list_narrow_the_file_too(
    reviewer: Browser, reviewed: dict[str, Any], system: System, ids: dict[str, str]
) -> None:
    system.scored(ids["agent-b"], hertz=300)
    assert len(rows_of(reviewer.get("/api/evaluations.csv"))) == 2
    (own,) = rows_of(reviewer.get(f"/api/evaluations.csv?agent_id={ids['agent-b']}"))
    assert own["call_id"] != reviewed["evaluation"]["call"]["id"]
    assert rows_of(reviewer.get("/api/evaluations.csv?language=en")) == []


def test_that_it_was_taken_away_is_audited(reviewer: Browser, reviewed: dict[str, Any], system: System) -> None:
    reviewer.get("/api/evaluations.xlsx")
    with system.database.read() as session:
        entries = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "evaluations_exported")).all()
    assert [(entry.subject, entry.detail["count"]) for entry in entries] == [("xlsx", 1)]


def test_more_than_a_file_takes_is_refused_with_the_numbers(
    reviewer: Browser, reviewed: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_routes, "MOST", 0)
    refused = reviewer.get("/api/evaluations.csv")
    assert refused.status_code == 422
    assert refused.json()["error"]["code"] == "too_many_evaluations"
    assert "1 evaluations fit, and a file takes 0" in refused.text


def test_only_the_evaluation_that_stands_is_in_it(reviewer: Browser, reviewed: dict[str, Any], system: System) -> None:
    with system.database.write() as unit:
        unit.session.get_one(Call, reviewed["evaluation"]["call"]["id"]).evaluation_id = None
    assert rows_of(reviewer.get("/api/evaluations.csv")) == []


def text_of(answered: Any) -> str:
    assert answered.status_code == 200, answered.text
    assert answered.headers["content-type"] == "application/pdf"
    document = pypdfium2.PdfDocument(answered.content)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.parametrize(
    ("language", "words"), [("he", ["משוב על שיחה", "נימוק"]), ("en", ["Feedback on a call", "Reason"])]
)
def test_one_evaluation_on_paper(reviewer: Browser, reviewed: dict[str, Any], language: str, words: list[str]) -> None:
    evaluation = reviewed["evaluation"]
    text = text_of(reviewer.get(f"/api/evaluations/{evaluation['id']}/report.pdf?texts={language}"))
    for wanted in [*words, f"{evaluation['score']['percent']:.0f}%", evaluation["id"]]:
        assert wanted in text
    said = "".join(text.split())
    for question in questions(evaluation).values():
        own_words = [word for word in question["text"][language].split() if word.isalpha()]
        assert all(word in said for word in own_words), question["text"][language]


def test_who_printed_an_evaluation_is_audited(reviewer: Browser, reviewed: dict[str, Any], system: System) -> None:
    evaluation = reviewed["evaluation"]
    reviewer.get(f"/api/evaluations/{evaluation['id']}/report.pdf")
    with system.database.read() as session:
        entry = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "evaluation_printed")).one()
    assert (entry.subject, entry.detail["version"]) == (evaluation["id"], evaluation["version"])


def test_a_call_as_contact_lens_would_tell_it(reviewer: Browser, reviewed: dict[str, Any]) -> None:
    call_id = reviewed["evaluation"]["call"]["id"]
    turns = reviewer.get(f"/api/calls/{call_id}/transcript").json()["turns"]
    told = reviewer.get(f"/api/calls/{call_id}/analysis/contact-lens.json").json()
    assert (told["Version"], told["Channel"], told["LanguageCode"]) == ("1.1.0", "VOICE", "he-IL")
    assert {one["ParticipantRole"] for one in told["Participants"]} == {"AGENT", "CUSTOMER"}
    assert [(turn["Content"], turn["BeginOffsetMillis"], turn["EndOffsetMillis"]) for turn in told["Transcript"]] == [
        (turn["text"], turn["start_ms"], turn["end_ms"]) for turn in turns
    ]
    fulfilled = {
        q["id"]
        for q in questions(reviewed["evaluation"]).values()
        if q["suggestion"] and q["suggestion"]["option_id"] in ("said", "met")
    }
    fulfilled -= {reviewed["question"]["id"]}  # a person said otherwise
    assert set(told["Categories"]["MatchedCategories"]) == fulfilled
    assert told["ConversationCharacteristics"]["TalkTime"]["TotalTimeMillis"] == sum(
        t["end_ms"] - t["start_ms"] for t in turns
    )


def test_a_call_as_a_vcon(reviewer: Browser, reviewed: dict[str, Any]) -> None:
    call_id = reviewed["evaluation"]["call"]["id"]
    told = reviewer.get(f"/api/calls/{call_id}/analysis/vcon.json").json()
    assert UUID(told["uuid"])
    assert [party["role"] for party in told["parties"]] == ["agent", "customer"]
    (dialog,) = told["dialog"]
    assert (dialog["type"], dialog["parties"]) == ("recording", [0, 1])
    bodies = {one["type"]: one["body"] for one in told["analysis"]}
    assert [turn["party"] for turn in bodies["transcript"]["turns"]] == [0, 1, 0, 1, 0]
    assert bodies["evaluation"]["id"] == reviewed["evaluation"]["id"]
    assert all(one["dialog"] == 0 and one["encoding"] == "json" for one in told["analysis"])


def test_the_analysis_rests_on_the_words_that_were_analysed(reviewer: Browser, reviewed: dict[str, Any]) -> None:
    call_id = reviewed["evaluation"]["call"]["id"]
    before = reviewer.get(f"/api/calls/{call_id}/transcript").json()["turns"]
    wish = {"revision": 1, "turn": 1, "text": "משהו אחר לגמרי"}
    assert reviewer.post(f"/api/calls/{call_id}/transcript/corrections", json=wish).status_code == 200
    assert reviewer.get(f"/api/calls/{call_id}/transcript").json()["turns"][1]["text"] == wish["text"]
    # Nobody has scored the corrected words yet.
    told = reviewer.get(f"/api/calls/{call_id}/analysis/contact-lens.json").json()
    assert [turn["Content"] for turn in told["Transcript"]] == [turn["text"] for turn in before]


def test_a_hidden_number_is_a_name_in_every_form(reviewer: Browser, system: System, ids: dict[str, str]) -> None:
    said = (("agent", f"שלום מספר הכרטיס הוא {MARKS['card']} נכון"), ("customer", "כן תודה"))
    call_id = system.scored(ids["agent-a"], hertz=350, said=said)
    for form in ("contact-lens", "vcon"):
        told = reviewer.get(f"/api/calls/{call_id}/analysis/{form}.json").json()
        assert MARKS["card"] not in json.dumps(told, ensure_ascii=False)
        assert named(MARKS["card"], "he") in json.dumps(told, ensure_ascii=False)
