"""A reviewer at the workbench: what its tests stand on."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.desk import Desk

SitDown = Callable[..., Desk]
LANGUAGES = pytest.mark.parametrize("language", ["he", "en"])
#: A call that nothing else here publishes, and its reviewer.
CALLS = {"he": ("he-price-rise.opus", "noa"), "en": ("en-oven-does-not-heat.opus", "emma")}
#: A word that is said in the call.
SAID = {"he": "תודה", "en": "thank"}


def bench(sit_down: SitDown, language: str = "he", address: str = "") -> tuple[Desk, Page]:
    """A reviewer in front of a call, with its words and questions there."""
    file_name, mailbox = CALLS[language]
    desk = sit_down(language).sign_in(mailbox)
    desk.open(f"/calls/{desk.mashov.call(file_name)['id']}{address}")
    desk.page.locator("[data-word]").first.wait_for()
    desk.page.locator("[data-question]").first.wait_for()
    return desk, desk.page


def seconds(page: Page) -> float:
    """Where it plays, as the clock beside the controls shows it."""
    shown = re.search(
        r"(\d+):(\d\d\.\d)", page.locator("[role=group] span", has_text=re.compile(r"\d\.\d")).first.inner_text()
    )
    assert shown is not None
    return int(shown[1]) * 60 + float(shown[2])


def until(happened: Callable[[], bool], what: str, most_s: float = 60) -> None:
    """Look often; fail with what was waited for."""
    end = time.monotonic() + most_s
    while not happened():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def plays(desk: Desk) -> bool:
    """Whether the button offers to pause."""
    return desk.page.get_by_role("button", name=desk.t("workbench:transport.pause")).is_visible()


def transcript_of(desk: Desk) -> dict[str, Any]:
    call = desk.page.url.split("/calls/")[1][:16]
    return dict(desk.api("GET", f"/api/calls/{call}/transcript"))


def evaluation_of(desk: Desk) -> dict[str, Any]:
    call = desk.page.url.split("/calls/")[1][:16]
    return dict(desk.api("GET", f"/api/calls/{call}/evaluation"))


def questions(evaluation: dict[str, Any]) -> list[dict[str, Any]]:
    return [question for section in evaluation["sections"] for question in section["questions"]]


def card(page: Page, question: dict[str, Any]) -> Locator:
    return page.locator(f"[data-question='{question['id']}']")


def unmade(desk: Desk) -> dict[str, Any]:
    """A question on which nobody, machine or person, has said anything yet that a reason would be owed to."""
    return next(q for q in questions(evaluation_of(desk)) if q["answer"] is None and q["decided_by"] == "nobody")


def saved(desk: Desk) -> None:
    text = re.escape(desk.t("workbench:save.saved").split("{{")[0].strip())
    expect(desk.page.get_by_text(re.compile(text))).to_be_visible()
