"""Nobody is shut out: axe finds nothing on any screen, in both languages and both colour schemes."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.e2e.desk import Desk

SitDown = Callable[..., Desk]
_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
#: A search that finds moments in the demo calls, with a filter.
_SEARCH = {"he": "/search?q=תודה&speaker=agent", "en": "/search?q=thank&speaker=agent"}
#: What one is told, and wishes to be told.
_TOLD = ("/notices", "/notices/choices")


def findings(desk: Desk) -> list[str]:
    desk.page.wait_for_load_state("networkidle")
    desk.page.wait_for_timeout(400)
    found = Axe().run(desk.page, options=_RULES).response["violations"]
    return [f"{desk.page.url}: {v['id']} at {[node['target'] for node in v['nodes'][:3]]}" for v in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["he", "en"])
def test_axe_finds_nothing_on_a_reviewers_screens(sit_down: SitDown, language: str, scheme: str) -> None:
    desk = sit_down(language, scheme)
    desk.open("/")
    desk.page.get_by_role("heading").first.wait_for()
    found = findings(desk)
    desk.sign_in("noa" if language == "he" else "emma")
    call = desk.mashov.call("he-bereavement.opus" if language == "he" else "en-water-bar-filters.opus")
    paths = ("/calls", _SEARCH[language], "/upload", f"/calls/{call['id']}", "/disputes", *_TOLD, "/no-such-page")
    for path in paths:
        desk.open(path)
        desk.page.get_by_role("heading").first.wait_for()
        found += findings(desk)
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
