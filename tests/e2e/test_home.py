"""An agent's day begins: what went well is heard where it was said, and what waits is one press away."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.learning import PEOPLE, published
from tests.e2e.test_access import SitDown, findings


@pytest.mark.parametrize("language", ["he", "en"])
def test_an_agent_begins_with_what_went_well_and_hears_it(sit_down: SitDown, language: str) -> None:
    evaluation = published(sit_down, language)
    desk = sit_down(language, phone=True).sign_in(PEOPLE[language][2])
    page = desk.page
    page.wait_for_url("**/home")
    expect(page.get_by_role("heading", name=desk.t("home:title"), level=1)).to_be_visible()
    waiting = page.get_by_role("navigation", name=desk.t("home:doors.title")).get_by_role("link").first
    expect(waiting).to_have_attribute("href", "/feedback")
    well = page.get_by_role("region", name=desk.t("home:well.title"))
    assert findings(desk) == []
    listen = well.get_by_role("link").first
    listen.click()
    page.wait_for_url(re.compile(rf"/feedback/{evaluation['id']}\?t=\d+&question="))
    page.locator("[data-word]").first.wait_for()


@pytest.mark.parametrize("language", ["he", "en"])
def test_the_page_fits_a_phone(sit_down: SitDown, language: str) -> None:
    published(sit_down, language)
    desk = sit_down(language, phone=True).sign_in(PEOPLE[language][2]).open("/home")
    desk.page.get_by_role("region", name=desk.t("home:well.title")).wait_for()
    wider = desk.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0
