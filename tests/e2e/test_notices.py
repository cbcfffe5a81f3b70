"""The bell rings quietly, leads to what it tells of, and says only what somebody wishes to know."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from qa.people.tables import Person
from qa.platform.database import Database
from qa.platform.security.passwords import hash_password
from qa.platform.security.roles import Role
from qa.platform.settings import Settings
from tests.e2e.desk import Desk, Mashov
from tests.e2e.test_comments import bell, speak

SitDown = Callable[..., Desk]
_CALL = {"he": "he-card-missing-abroad.opus", "en": "en-double-charge.opus"}


@contextmanager
def administrator(mashov: Mashov) -> Iterator[str]:
    """The mailbox of an administrator, for as long as one is needed: the demo comes without one, and its first comes by
    the printed link."""
    database, mailbox = Database(Settings(data=mashov.data).database), "office"
    with database.write() as unit:
        made = Person(
            name="אורית",
            email=f"{mailbox}@demo.mashov.example",
            role=Role.ADMINISTRATOR,
            password_hash=hash_password(mashov.password),
        )
        known = unit.session.query(Person).filter_by(email=made.email).one_or_none()
        if known is None:
            unit.session.add(made)
        else:
            known.role = Role.ADMINISTRATOR
    yield mailbox
    with database.write() as unit:
        unit.session.query(Person).filter_by(email=made.email).one().role = Role.REVIEWER
    database.dispose()


@pytest.mark.parametrize("language", ["he", "en"])
def test_an_agent_is_told_of_feedback_and_led_to_it(sit_down: SitDown, language: str) -> None:
    reviewer = sit_down(language).sign_in("noa" if language == "he" else "emma")
    call = reviewer.mashov.call(_CALL[language])
    if call["evaluation"]["state"] == "draft":
        reviewer.publish(call["id"], "תודה · thank you")
    desk = sit_down(language, phone=True).sign_in(call["agent"]["email"].split("@")[0])
    before = desk.page.evaluate("document.activeElement.tagName")
    bell(desk)
    line = desk.page.locator(f'header li a[href$="/feedback/{call["evaluation"]["id"]}"]')
    line.click()
    desk.page.wait_for_url(f"**/feedback/{call['evaluation']['id']}")
    bell(desk)
    desk.page.get_by_role("link", name=desk.t("notices:bell.all")).wait_for()
    expect(line, "what was looked at is no longer new").to_have_count(0)
    desk.page.get_by_role("link", name=desk.t("notices:bell.all")).click()
    desk.page.get_by_role("heading", name=desk.t("notices:title"), exact=True).wait_for()
    expect(desk.page.locator(f'main a[href$="/feedback/{call["evaluation"]["id"]}"]')).to_have_count(1)
    assert before == "BODY", "nothing takes the focus by itself"


@pytest.mark.parametrize("language", ["he", "en"])
def test_what_the_machine_finds_is_told_only_to_who_turns_it_on(sit_down: SitDown, language: str) -> None:
    desk = speak(sit_down(language).sign_in("yoav"), language).open("/notices/choices")
    name = f"{desk.t('notices:choices.for_me')}: {desk.t('notices:kind.leaving_cue')}"
    switch = desk.page.get_by_role("switch", name=name)
    switch.wait_for()
    assert not switch.is_checked(), "it is quiet by default"
    switch.focus()
    desk.page.keyboard.press("Space")
    back = f"{desk.t('notices:choices.as_house')}: {desk.t('notices:kind.leaving_cue')}"
    desk.page.get_by_role("button", name=back).click()
    desk.page.get_by_role("button", name=back).wait_for(state="detached")
    assert not switch.is_checked()
    assert desk.page.get_by_role("switch", name=desk.t("notices:choices.for_all")).count() == 0
    speak(desk, "he")


@pytest.mark.parametrize("language", ["he", "en"])
def test_an_administrator_names_an_address_and_none_that_leads_inward(sit_down: SitDown, language: str) -> None:
    desk = sit_down(language)
    with administrator(desk.mashov) as mailbox:
        _name_addresses(desk.sign_in(mailbox).reads(language), language)


def _name_addresses(desk: Desk, language: str) -> None:
    desk.open("/notices/webhooks")
    desk.page.get_by_role("button", name=desk.t("notices:webhooks.add")).first.click()
    field = desk.page.get_by_role("textbox", name=desk.t("notices:webhooks.url"))
    field.fill("https://169.254.169.254/latest")
    desk.page.get_by_role("checkbox").first.check()
    field.press("Enter")
    desk.page.get_by_text(desk.t("problems:webhook_address_refused")).wait_for()
    address = f"https://hooks.example.com/{language}"
    field.fill(address)
    field.press("Enter")
    secret = desk.page.get_by_role("dialog").locator("code")
    secret.wait_for()
    assert secret.inner_text().startswith("whsec_")
    desk.page.keyboard.press("Escape")
    card = desk.page.get_by_role("article").filter(has_text=address)
    card.get_by_role("button", name=desk.t("notices:webhooks.disable")).click()
    card.get_by_text(desk.t("notices:webhooks.state_off")).wait_for()
    card.get_by_role("button", name=desk.t("notices:webhooks.remove")).click()
    desk.page.get_by_role("dialog").get_by_role("button", name=desk.t("notices:webhooks.remove")).click()
    card.wait_for(state="detached")
