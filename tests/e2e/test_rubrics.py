"""A trainer's draft: checked, tried on calls that were really heard, published; and nobody is shut out of it."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Desk, Mashov
from tests.e2e.test_access import findings_day_and_night

SitDown = Callable[..., Desk]
RUBRIC = "service-language-he"


def published(desk: Desk) -> dict[str, Any]:
    """The newest version of the shipped rubric."""
    rubric: dict[str, Any] = desk.api("GET", f"/api/rubrics/{RUBRIC}")
    return rubric


def draft_of(desk: Desk) -> str:
    """The next version of it, with a goodbye that nobody says."""
    rubric = published(desk)
    source: str = rubric["source"]
    before, goodbye = source.split("- id: goodbye", 1)
    wordings = re.compile(r"( +)wordings:\n(?:\1  .*\n)+")
    changed = wordings.sub(r"\1wordings:\n\1  - שיהיה לכם בוקר מצוין ומלא שמחה\n", goodbye, count=1)
    assert changed != goodbye
    return re.sub(r"(?m)^version:.*$", f"version: {rubric['version'] + 1}", f"{before}- id: goodbye{changed}")


def trainer(sit_down: SitDown, language: str, scheme: str = "light") -> Desk:
    """The demo's trainer, in front of a page in this language."""
    return sit_down(language, scheme).sign_in("yoav").reads(language)


@pytest.fixture(autouse=True)
def his_own_language(mashov: Mashov, sit_down: SitDown) -> Iterator[None]:
    """The trainer's page is in Hebrew again for whoever comes next."""
    yield
    sit_down("he").sign_in("yoav").reads("he")


def try_draft(desk: Desk, source: str) -> None:
    """Write the draft and wait until it was tried on the calls."""
    desk.open("/rubrics/draft")
    desk.page.get_by_label(desk.t("rubrics:draft.editor")).fill(source)
    desk.page.get_by_role("button", name=desk.t("rubrics:draft.replay")).click()
    desk.page.locator("#replay-report").wait_for()


@pytest.mark.parametrize("language", ["he", "en"])
def test_a_draft_shows_what_it_changes_and_leads_to_the_moment(sit_down: SitDown, language: str) -> None:
    desk = trainer(sit_down, language)
    before, rubric = desk.api("GET", "/api/calls"), published(desk)
    try_draft(desk, draft_of(desk))
    page, t = desk.page, desk.t
    goodbye = page.get_by_role("region", name=_text(desk, "goodbye")[language])
    expect(goodbye.get_by_text(t("workbench:verdict.not_said")).first).to_be_visible()
    moment = goodbye.get_by_role("link").first
    expect(moment).to_have_attribute("href", re.compile(r"^/calls/[0-9a-z]{16}\?t=\d+$"))
    for button, kind in (("csv", ".csv"), ("json", ".json")):
        with page.expect_download() as downloading:
            page.get_by_role("button", name=t(f"rubrics:report.{button}")).click()
        assert downloading.value.suggested_filename == f"replay-{RUBRIC}-v{rubric['version'] + 1}{kind}"
        saved = Path(downloading.value.path()).read_text("utf-8-sig")
        assert saved.startswith("call,file,agent") if kind == ".csv" else json.loads(saved)["flips"]
    moment.click()
    expect(page).to_have_url(re.compile(r"/calls/[0-9a-z]{16}\?t=\d+"))
    page.go_back()
    expect(page.locator("#replay-report")).to_be_visible()
    assert desk.api("GET", "/api/calls") == before
    assert published(desk) == rubric


def _text(desk: Desk, question_id: str) -> dict[str, str]:
    sections: list[dict[str, Any]] = published(desk)["sections"]
    questions = [question for section in sections for question in section["questions"]]
    return next(question["text"] for question in questions if question["id"] == question_id)


def test_a_problem_leads_to_its_line(sit_down: SitDown) -> None:
    desk = trainer(sit_down, "he").open("/rubrics/draft")
    source = draft_of(desk).replace("kind: transition", "kind: magic", 1)
    field = desk.page.get_by_label(desk.t("rubrics:draft.editor"))
    field.fill(source)
    line = source[: source.index("kind: magic")].count("\n") + 1
    problem = desk.page.get_by_role("button", name=desk.t("rubrics:draft.line", line=line))
    problem.click()
    chosen = field.evaluate("it => it.value.slice(it.selectionStart, it.selectionEnd)")
    assert chosen.strip() == "kind: magic"
    expect(desk.page.get_by_role("button", name=desk.t("rubrics:draft.replay"))).to_have_count(0)


@pytest.mark.parametrize("language", ["he", "en"])
def test_axe_finds_nothing_on_a_trainers_screens(sit_down: SitDown, language: str) -> None:
    desk = trainer(sit_down, language)
    found = []
    for path in ("/rubrics", f"/rubrics/published/{RUBRIC}", "/rubrics/draft"):
        desk.open(path)
        desk.page.get_by_role("heading").first.wait_for()
        found += findings_day_and_night(desk)
    try_draft(desk, draft_of(desk))
    found += findings_day_and_night(desk)
    wider = desk.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert (found, wider) == ([], 0)


def test_a_version_is_published_once_and_never_with_another_content(sit_down: SitDown) -> None:
    """The rubric asks what the shipped one does, so that calls of other tests are held against the same questions."""
    desk = trainer(sit_down, "he")
    source = published(desk)["source"].replace(f"id: {RUBRIC}", "id: trial", 1)
    page, t = desk.open("/rubrics/draft").page, desk.t
    field = page.get_by_label(t("rubrics:draft.editor"))
    field.fill(source)
    page.get_by_role("button", name=t("rubrics:publish.open"), exact=True).click()
    expect(page.get_by_text(t("rubrics:publish.not_tried"))).to_be_visible()
    page.get_by_role("button", name=t("rubrics:publish.yes"), exact=True).click()
    expect(page).to_have_url(re.compile("/rubrics/published/trial"))
    desk.open("/rubrics/draft")
    field.fill(source.replace("pass_percent: 7", "pass_percent: 6", 1))
    expect(page.get_by_text(t("rubrics:standing.taken", next=published(desk)["version"] + 1))).to_be_visible()
    expect(page.get_by_role("button", name=t("rubrics:publish.open"), exact=True)).to_be_disabled()


def test_a_reviewer_reads_rubrics_and_publishes_none(sit_down: SitDown) -> None:
    desk = sit_down("he").sign_in("noa").open("/rubrics")
    desk.page.get_by_role("link", name=published(desk)["title"]["he"], exact=True).first.click()
    goodbye = _text(desk, "goodbye")
    for language in ("he", "en"):
        expect(desk.page.get_by_text(goodbye[language], exact=True)).to_be_visible()
    expect(desk.page.get_by_role("button", name=desk.t("rubrics:read.next_draft"))).to_have_count(0)
    desk.open("/rubrics/draft")
    expect(desk.page.get_by_role("heading", name=desk.t("common:not_found.title"))).to_be_visible()
