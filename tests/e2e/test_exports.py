"""What is taken away out of the page: files that open, and a refusal that is told on the page."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Desk

SitDown = Callable[..., Desk]
LANGUAGES = pytest.mark.parametrize("language", ["he", "en"])
REVIEWERS = {"he": "noa", "en": "emma"}


@LANGUAGES
def test_the_list_is_taken_away_as_a_table_that_opens(sit_down: SitDown, language: str, tmp_path: Path) -> None:
    import openpyxl

    desk = sit_down(language).sign_in(REVIEWERS[language]).open("/calls")
    desk.page.get_by_role("button", name=desk.t("calls:export.title")).click()
    with desk.page.expect_download() as taken:
        desk.page.get_by_role("menuitem", name=desk.t("calls:export.kind.xlsx")).click()
    assert taken.value.suggested_filename.endswith(".xlsx")
    taken.value.save_as(tmp_path / "evaluations.xlsx")
    book = openpyxl.load_workbook(tmp_path / "evaluations.xlsx")
    said = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "he-bereavement.opus" in said
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)


@LANGUAGES
def test_an_evaluation_is_taken_away_on_paper(sit_down: SitDown, language: str, tmp_path: Path) -> None:
    import pypdfium2

    desk = sit_down(language).sign_in(REVIEWERS[language])
    call = desk.mashov.call("he-bereavement.opus" if language == "he" else "en-water-bar-filters.opus")
    desk.open(f"/calls/{call['id']}")
    with desk.page.expect_download() as taken:
        desk.page.get_by_role("link", name=desk.t("workbench:head.paper")).click()
    taken.value.save_as(tmp_path / "report.pdf")
    paper = pypdfium2.PdfDocument(tmp_path / "report.pdf")
    assert len(paper) > 0
    assert len(paper[0].get_textpage().get_text_range()) > 200


@LANGUAGES
def test_a_file_that_the_server_refuses_is_told_on_the_page(sit_down: SitDown, language: str) -> None:
    desk = sit_down(language).sign_in(REVIEWERS[language]).open("/calls?state=ready")
    refusal = {"error": {"code": "too_many_evaluations", "message": "too many", "detail": None}}
    desk.page.route("**/api/evaluations.*", lambda route: route.fulfill(status=422, json=refusal))
    desk.page.get_by_role("button", name=desk.t("calls:export.title")).click()
    desk.page.get_by_role("menuitem", name=desk.t("calls:export.kind.csv")).click()
    expect(desk.page.get_by_text(desk.t("problems:too_many_evaluations"))).to_be_visible()
    expect(desk.page).to_have_url(re.compile(r"/calls\?state=ready$"))
    expect(desk.page.get_by_role("heading", name=desk.t("calls:title"))).to_be_visible()
