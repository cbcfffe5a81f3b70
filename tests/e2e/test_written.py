"""A chat comes in through the page and is reviewed by its words; the store of learning records is named and tried."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Desk
from tests.e2e.test_access import findings
from tests.e2e.test_notices import administrator
from tests.e2e.writing import CHAT

SitDown = Callable[..., Desk]


@pytest.mark.parametrize("language", ["he", "en"])
def test_a_chat_is_uploaded_and_reviewed_without_a_sound(sit_down: SitDown, tmp_path: Path, language: str) -> None:
    chat, bad = tmp_path / f"chat-{language}.txt", tmp_path / "bad.txt"
    chat.write_text(CHAT.replace("יוסי", f"יוסי {language}"), "utf-8")
    bad.write_text("agent: hello\nnobody says this\n", "utf-8")
    desk = sit_down(language).sign_in("noa" if language == "he" else "emma").open("/upload")
    asked: list[str] = []
    desk.page.on("request", lambda request: asked.append(request.url))
    desk.page.locator('input[type="file"]').first.set_input_files([chat, bad])
    expect(desk.page.get_by_text(desk.t("problems:at.line", line="2"), exact=False)).to_be_visible()
    link = desk.page.get_by_role("link", name=re.compile(desk.t("upload:open"))).first
    expect(link).to_be_visible(timeout=120_000)
    link.click()
    expect(desk.page.get_by_text(desk.t("written:no_sound"))).to_be_visible(timeout=120_000)
    expect(desk.page.get_by_text(desk.t("written:mark.chat")).first).to_be_visible()
    shown = desk.page.get_by_role("button", name=re.compile(desk.t("written:show", name=".*", place=".*")))
    shown.first.click()
    expect(desk.page.get_by_text("1234567")).to_have_count(0)
    desk.page.keyboard.press("Space")
    desk.page.keyboard.press("ArrowRight")
    expect(desk.page.get_by_text(desk.t("workbench:problem.sound"))).to_have_count(0)
    assert [url for url in asked if "/peaks" in url or "/audio" in url] == [], "nothing is asked of a sound"


@pytest.mark.parametrize("language", ["he", "en"])
def test_an_administrator_names_a_store_of_learning_records(sit_down: SitDown, language: str) -> None:
    desk = sit_down(language)
    with administrator(desk.mashov) as mailbox:
        _name_a_store(desk.sign_in(mailbox).reads(language))


def _name_a_store(desk: Desk) -> None:
    desk.open("/notices/learning-records")
    desk.page.get_by_role("button", name=desk.t("learningRecords:name")).click()
    form = desk.page.get_by_role("dialog")
    form.get_by_label(desk.t("learningRecords:url"), exact=False).first.fill("https://169.254.169.254/xapi")
    form.get_by_label(desk.t("learningRecords:user_name"), exact=False).first.fill("mashov")
    form.locator('input[type="password"]').fill("a secret of the store")
    form.get_by_role("button", name=desk.t("common:save")).click()
    desk.page.get_by_text(desk.t("problems:webhook_address_refused")).wait_for()
    form.get_by_label(desk.t("learningRecords:url"), exact=False).first.fill("https://records.invalid/xapi")
    form.get_by_role("button", name=desk.t("common:save")).click()
    card = desk.page.get_by_role("article")
    card.get_by_text("https://records.invalid/xapi").wait_for()
    card.get_by_role("button", name=desk.t("learningRecords:test")).click()
    expect(card.get_by_text(desk.t("learningRecords:problem.unresolved"))).to_be_visible(timeout=60_000)
    assert findings(desk) == []
    card.get_by_role("button", name=desk.t("learningRecords:remove")).click()
    desk.page.get_by_role("dialog").get_by_role("button", name=desk.t("learningRecords:remove")).click()
    desk.page.get_by_text(desk.t("learningRecords:empty_title")).wait_for()
