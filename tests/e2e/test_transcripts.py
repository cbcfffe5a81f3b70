"""What the machine heard, and people's word on it: a reviewer corrects a turn, reveals a number, takes words along."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Desk
from tests.e2e.test_access import findings
from tests.e2e.transcripts import HIDING, begins_with, scenes

SitDown = Callable[..., Desk]
#: A call, its reviewer, and what the reviewer heard in a turn instead.
CORRECTIONS = {
    "he": ("he-price-rise.opus", "noa", "תודה רבה לך ולהתראות"),
    "en": ("en-double-charge.opus", "emma", "Thank you very much and goodbye"),
}


@pytest.mark.parametrize("language", ["he", "en"])
def test_a_turn_is_corrected_and_the_machines_words_are_kept(sit_down: SitDown, language: str, tmp_path: Path) -> None:
    file_name, mailbox, heard = CORRECTIONS[language]
    desk = sit_down(language).sign_in(mailbox)
    call = desk.mashov.call(file_name)
    desk.open(f"/calls/{call['id']}")
    page, t = desk.page, desk.t
    before = desk.api("GET", f"/api/calls/{call['id']}/transcript")

    begins_with(desk, "button", "workbench:words.correct").last.click()
    begins_with(desk, "textbox", "workbench:words.field").fill(heard)
    page.keyboard.press("Control+Enter")

    transcript = page.get_by_test_id("transcript")
    expect(transcript.get_by_text(t("workbench:words.corrected_by"))).to_be_visible()
    after = desk.api("GET", f"/api/calls/{call['id']}/transcript")
    assert after["revision"] == before["revision"] + 1
    assert after["turns"][-1]["text"] == heard
    assert after["turns"][:-1] == before["turns"][:-1], "nothing but the turn changed"

    page.get_by_role("button", name=t("workbench:words.revisions")).click()
    page.get_by_role("menuitem", name=re.compile(re.escape(t("workbench:words.by_machine")))).click()
    expect(page.get_by_text(t("workbench:words.looking_at.machine"))).to_be_visible()
    page.get_by_role("button", name=t("workbench:words.back")).click()

    page.get_by_role("button", name=t("workbench:words.download")).click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name=t("workbench:words.kind.vtt")).click()
    download.value.save_as(tmp_path / "call.vtt")
    subtitles = (tmp_path / "call.vtt").read_text(encoding="utf-8")
    assert subtitles.startswith("WEBVTT")
    assert heard.split()[0] in subtitles


@pytest.mark.parametrize("language", ["he", "en"])
def test_a_hidden_number_is_seen_heard_and_hidden_again(sit_down: SitDown, language: str) -> None:
    file_name, mailbox, reason, _ = HIDING[language]
    desk = sit_down(language).sign_in(mailbox)
    call = desk.mashov.call(file_name)
    page, t = desk.open(f"/calls/{call['id']}").page, desk.t
    sound = f"/api/calls/{call['id']}/reveal/sound"
    page.get_by_role("button", name=re.compile(re.escape(t("workbench:sealed.reveal_button")))).first.click()
    dialog = page.get_by_role("dialog")
    page.keyboard.type(reason)
    dialog.get_by_role("button", name=t("workbench:sealed.reveal_button")).click()
    hear = dialog.get_by_role("button", name=t("workbench:sealed.hear")).first
    expect(hear).to_be_focused()
    with page.expect_response(lambda answer: answer.url.endswith(sound)) as answered:
        page.keyboard.press("Enter")
    assert answered.value.headers["cache-control"] == "private, no-store"
    assert answered.value.headers["content-type"] == "audio/ogg"
    assert int(answered.value.headers["content-length"]) > 1_000
    stop = dialog.get_by_role("button", name=t("workbench:sealed.stop"))
    expect(stop).to_be_visible()
    stop.click()
    expect(hear).to_be_visible()
    page.keyboard.press("Escape")
    opener = page.get_by_role("button", name=re.compile(f"^{re.escape(t('workbench:sealed.open', kind=''))}"))
    expect(opener.first).to_be_focused()
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name=t("workbench:sealed.hide")).click()
    expect(opener).to_have_count(0)


@pytest.mark.parametrize(("language", "scheme"), [("he", "light"), ("en", "dark")])
def test_axe_finds_nothing_while_words_are_corrected_and_numbers_revealed(
    sit_down: SitDown, language: str, scheme: str
) -> None:
    found = [f"{name}: {finding}" for name, desk in scenes(sit_down, language, scheme) for finding in findings(desk)]
    assert found == []
