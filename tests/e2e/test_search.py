"""A reviewer looks for words, goes through the moments by keyboard, and lands on the workbench at the very moment."""

import re
from collections.abc import Callable

import pytest

from tests.e2e.desk import Desk

SitDown = Callable[..., Desk]


@pytest.mark.parametrize(("language", "words"), [("he", "תודה"), ("en", "thank")])
def test_a_search_leads_to_the_moment_by_keyboard_alone(sit_down: SitDown, language: str, words: str) -> None:
    desk = sit_down(language).sign_in("noa" if language == "he" else "emma").open("/search")
    box = desk.page.get_by_role("searchbox")
    box.fill(words)
    box.press("Enter")
    moment = desk.page.locator("ol a").first
    moment.wait_for()
    assert words in moment.locator("mark").first.inner_text().lower()
    asked = moment.get_attribute("href")
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url(re.compile(r"/calls/\w+\?t=\d+"))
    assert asked is not None
    assert desk.page.url.endswith(asked)
    desk.page.go_back()
    desk.page.locator("ol a").first.wait_for()
    assert box.input_value() == words, "the search is still there"
