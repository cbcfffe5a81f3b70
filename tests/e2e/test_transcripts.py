"""What the machine heard, and people's word on it: a reviewer corrects a turn, and takes the transcript along."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.desk import Desk

SitDown = Callable[..., Desk]
#: A call, its reviewer, and what the reviewer heard in a turn instead.
CORRECTIONS = {
    "he": ("he-price-rise.opus", "noa", "תודה רבה לך ולהתראות"),
    "en": ("en-oven-does-not-heat.opus", "emma", "Thank you very much and goodbye"),
}


@pytest.mark.parametrize("language", ["he", "en"])
def test_a_turn_is_corrected_and_the_machines_words_are_kept(sit_down: SitDown, language: str, tmp_path: Path) -> None:
    file_name, mailbox, heard = CORRECTIONS[language]
    desk = sit_down(language).sign_in(mailbox)
    call = desk.mashov.call(file_name)
    desk.open(f"/calls/{call['id']}")
    page, t = desk.page, desk.t
    before = desk.api("GET", f"/api/calls/{call['id']}/transcript")

    _begins_with(desk, "button", "workbench:words.correct").last.click()
    _begins_with(desk, "textbox", "workbench:words.field").fill(heard)
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


def _begins_with(desk: Desk, role: str, key: str) -> Locator:
    """What has this role and a name that begins as the text does, before whatever it fills in."""
    start = desk.t(key).split("{{", maxsplit=1)[0]
    return desk.page.get_by_role(role, name=re.compile(f"^{re.escape(start)}"))  # type: ignore[arg-type]  # a role's name
