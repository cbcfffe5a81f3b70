"""The job aid: what was starred or chosen, on one page, in both languages."""

import pypdfium2
import pytest
import sqlalchemy as sa

from qa.platform.audit import AuditEntry
from qa.platform.database import Database
from tests.integration.test_book import Desk, desk  # noqa: F401 (a fixture)


def pages(answer: object) -> list[str]:
    """The text of each page, as a reader of PDFs takes it out."""
    content: bytes = answer.content  # type: ignore[attr-defined] # a response of the test client
    with pypdfium2.PdfDocument(content) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


@pytest.mark.parametrize(("texts", "says"), [("he", "רפואה שלמה"), ("en", "please accept my condolences")])
def test_chosen_entries_stand_on_one_page(desk: Desk, texts: str, says: str) -> None:  # noqa: F811
    answer = desk.ask("GET", f"/job-aid.pdf?texts={texts}&entry=sad-news&entry=illness&entry=verify", "agent-a")
    assert answer.status_code == 200, answer.text
    (page,) = pages(answer)
    plain = page.replace("\u2028", " ")
    assert says in plain or says[::-1] in plain


def test_starred_sentences_stand_alone_and_it_is_audited(desk: Desk, database: Database) -> None:  # noqa: F811
    desk.ask("PUT", "/stars/new-purchase-en-3", "agent-a")
    (page,) = pages(desk.ask("GET", "/job-aid.pdf?texts=en", "agent-a"))
    assert "enjoy it, and thank you for choosing us" in page
    assert "many congratulations" not in page
    with database.read() as session:
        told = session.scalars(sa.select(AuditEntry.detail).where(AuditEntry.action == "job_aid_printed")).one()
    assert told == {"number": 1, "entries": 1}
    refused = desk.ask("GET", "/job-aid.pdf?texts=en", "agent-b")
    assert refused.json()["error"]["code"] == "job_aid_empty"


def test_what_does_not_fit_on_the_page_is_refused_and_not_cut(desk: Desk) -> None:  # noqa: F811
    every = [entry["id"] for entry in desk.got("")["entries"]]
    asked = "&".join(f"entry={entry_id}" for entry_id in every)
    refused = desk.ask("GET", f"/job-aid.pdf?texts=he&{asked}")
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "job_aid_too_long")
    assert refused.json()["error"]["detail"]["entries"] == len(every)
