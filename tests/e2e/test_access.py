"""Nobody is shut out: axe finds nothing on any screen, in both languages and both colour schemes."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.e2e.desk import Desk

SitDown = Callable[..., Desk]
_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # What is in order is counted and not described, which takes most of the time.
    "resultTypes": ["violations"],
}
#: What hangs on the colour scheme; the rest of a page is the same by night.
_COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"], "resultTypes": ["violations"]}
#: Nothing moves any more: what goes on for ever, as a sign of waiting does, is left out.
_AT_REST = """() => document.getAnimations().every((one) =>
  one.playState !== "running" || one.effect.getComputedTiming().endTime === Infinity)"""
#: A search that finds moments in the demo calls, with a filter.
_SEARCH = {"he": "/search?q=תודה&speaker=agent", "en": "/search?q=thank&speaker=agent"}
#: What one is told, and wishes to be told.
_TOLD = ("/notices", "/notices/choices")


def findings(desk: Desk, rules: dict[str, list[str]] = _RULES) -> list[str]:
    """What axe finds wrong with what is in the window now, once it is the page and no longer the sign of its coming."""
    desk.page.wait_for_load_state("networkidle")
    desk.page.locator("h1").first.wait_for(state="attached")
    desk.page.wait_for_function(_AT_REST)
    found = Axe().run(desk.page, options=rules).response["violations"]
    return [f"{desk.page.url}: {v['id']} at {[node['target'] for node in v['nodes'][:3]]}" for v in found]


def findings_day_and_night(desk: Desk) -> list[str]:
    """The same by a light page and by a dark one; the page follows what the device wishes while it is open."""
    found = []
    for scheme, rules in {"dark": _COLOURS, "light": _RULES}.items():
        desk.page.emulate_media(color_scheme=scheme)
        desk.page.locator(f"html[data-mantine-color-scheme={scheme}]").wait_for(state="attached")
        found += [f"{scheme}: {finding}" for finding in findings(desk, rules)]
    return found


@pytest.mark.parametrize("language", ["he", "en"])
def test_axe_finds_nothing_on_a_reviewers_screens(sit_down: SitDown, language: str) -> None:
    desk = sit_down(language)
    desk.open("/")
    desk.page.get_by_role("heading").first.wait_for()
    found = findings_day_and_night(desk)
    desk.sign_in_by_form("noa" if language == "he" else "emma")
    call = desk.mashov.call("he-bereavement.opus" if language == "he" else "en-water-bar-filters.opus")
    paths = ("/calls", _SEARCH[language], "/upload", f"/calls/{call['id']}", "/disputes", *_TOLD, "/no-such-page")
    for path in paths:
        desk.open(path)
        desk.page.get_by_role("heading").first.wait_for()
        found += findings_day_and_night(desk)
    assert found == []


@pytest.mark.parametrize("language", ["he", "en"])
def test_axe_finds_nothing_on_an_agents_phone(sit_down: SitDown, language: str) -> None:
    reviewer = sit_down(language).sign_in("noa" if language == "he" else "emma")
    call = reviewer.mashov.call("he-bereavement.opus" if language == "he" else "en-water-bar-filters.opus")
    if call["evaluation"]["state"] == "draft":
        reviewer.publish(call["id"], "תודה · thank you")
    desk = sit_down(language, phone=True).sign_in(call["agent"]["email"].split("@")[0])
    found = []
    drill = f"/practice/drills/{language}.question.new-purchase"
    for path in ("/feedback", _SEARCH[language], f"/feedback/{call['evaluation']['id']}", "/practice", drill):
        desk.open(path)
        desk.page.get_by_role("heading").first.wait_for()
        found += findings(desk)
    assert found == []


def test_a_screen_is_never_wider_than_its_window(sit_down: SitDown) -> None:
    for language in ("he", "en"):
        desk = sit_down(language).sign_in("noa" if language == "he" else "emma")
        call = desk.mashov.call("he-bereavement.opus")
        for path in ("/calls", _SEARCH[language], "/upload", f"/calls/{call['id']}"):
            desk.open(path)
            desk.page.get_by_role("heading").first.wait_for()
            desk.page.wait_for_load_state("networkidle")
            wider = desk.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wider <= 0, (language, path)
