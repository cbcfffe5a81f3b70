"""An agent sees feedback differently, another reviewer listens again, and the agent reads what changed."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.e2e.desk import Desk
from tests.e2e.disputing import CALLS, FIRST, READS, SECOND, WORDS, mailbox_of, publish_once
from tests.e2e.test_access import findings

SitDown = Callable[..., Desk]


@pytest.mark.parametrize("language", ["he", "en"])
def test_a_dispute_goes_from_the_agents_phone_to_another_reviewer_and_back(sit_down: SitDown, language: str) -> None:
    first = sit_down(language).sign_in(FIRST[language])
    call = publish_once(first, CALLS[language])
    agent = sit_down(language, phone=True).sign_in(mailbox_of(call))
    found = _disputes_two_questions(agent, call["evaluation"]["id"], WORDS[language])
    assert first.mashov.call(CALLS[language])["evaluation"]["state"] == "disputed"

    second = sit_down(READS[language]).sign_in(SECOND[language])
    found += _upholds_the_first(second, call["agent"]["name"])
    revised = first.mashov.call(CALLS[language])["evaluation"]
    assert (revised["state"], revised["id"] == call["evaluation"]["id"]) == ("published", False)
    assert found + _reads_what_changed(agent, revised["id"], call["evaluation"]["id"]) == []

    first.open("/disputes?list=decided")
    expect(first.page.get_by_text(first.t("disputes:state.partly")).first).to_be_visible()
    expect(first.page.get_by_role("heading", name=first.t("disputes:reversals.title"))).to_be_visible()
    assert findings(first) == []


def _disputes_two_questions(agent: Desk, evaluation_id: str, words: str) -> list[str]:
    page, t = agent.page, agent.t
    agent.open(f"/feedback/{evaluation_id}")
    expect(page.get_by_role("heading", name=t("disputes:own.title"))).to_be_visible()
    page.get_by_role("button", name=re.compile(re.escape(t("workbench:evidence.hear").split("{{")[0]))).first.click()
    agent.hears(after_s=0)
    # It ends by itself: what is lit while it plays changes its colours under whoever measures them.
    expect(page.get_by_role("button", name=t("workbench:transport.play"), exact=True)).to_be_visible(timeout=30_000)
    for attaches in (True, False):
        page.get_by_role("button", name=t("disputes:own.see_otherwise")).first.click()
        field = page.get_by_label(t("disputes:own.reason"))
        expect(field).to_be_focused()
        field.fill(words)
        if attaches:
            page.get_by_role("button", name=t("disputes:own.attach")).click()
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        page.get_by_role("button", name=t("disputes:own.add"), exact=True).click()
    found = findings(agent)
    page.get_by_role("button", name=t("disputes:own.send"), exact=True).click()
    expect(page.get_by_role("heading", name=t("disputes:own.open"))).to_be_visible()
    expect(page.get_by_text(t("disputes:own.in_it"))).to_have_count(2)
    return found + findings(agent)


def _upholds_the_first(second: Desk, agent_name: str) -> list[str]:
    page, t = second.page, second.t
    second.open("/disputes")
    page.get_by_role("link", name=agent_name).first.click()
    page.get_by_role("button", name=re.compile(re.escape(t("disputes:said.hear").split("{{")[0]))).first.click()
    second.hears(after_s=1)
    # What is lit while it plays changes its colours under whoever measures them.
    page.get_by_role("button", name=t("workbench:transport.pause"), exact=True).click()
    choices = page.get_by_role("radiogroup")
    expect(choices).to_have_count(2)
    send = page.get_by_role("button", name=t("disputes:judge.send"))
    expect(send).to_be_disabled()
    choices.nth(0).get_by_role("radio").nth(1).check()
    choices.nth(1).get_by_role("radio").nth(0).check()
    for reason in page.get_by_label(t("disputes:judge.reason")).all():
        reason.fill("הקשבתי שוב · I listened again")
    found = findings(second)
    send.click()
    expect(page.get_by_text(t("disputes:state.partly"), exact=True)).to_be_visible()
    return found


def _reads_what_changed(agent: Desk, revised_id: str, retracted_id: str) -> list[str]:
    page, t = agent.page, agent.t
    agent.open("/feedback")
    page.locator(f'a[href="/feedback/{revised_id}"]').click()
    expect(page.get_by_role("heading", name=t("disputes:history.title"))).to_be_visible()
    expect(page.get_by_text(t("disputes:history.was"), exact=True).first).to_be_visible()
    expect(page.get_by_role("heading", name=t("disputes:own.result.partly"))).to_be_visible()
    expect(page.get_by_text("הקשבתי שוב · I listened again").first).to_be_visible()
    found = findings(agent)
    agent.open(f"/feedback/{retracted_id}")
    page.get_by_role("link", name=t("disputes:retracted.go")).click()
    expect(page).to_have_url(re.compile(revised_id))
    return found


def test_a_reviewer_corrects_what_was_sent(sit_down: SitDown) -> None:
    reviewer = sit_down("he").sign_in("noa")
    call = publish_once(reviewer, "he-bereavement.opus")
    page, t = reviewer.page, reviewer.t
    reviewer.open(f"/calls/{call['id']}")
    page.get_by_role("button", name=t("disputes:revise.open")).click()
    page.get_by_label(t("disputes:revise.why")).fill("הקשבתי שוב")
    page.get_by_label(t("disputes:changes.choose")).select_option(index=1)
    page.get_by_role("button", name=t("disputes:changes.add")).click()
    page.get_by_label(t("disputes:changes.reason")).fill("נאמר, ולא שמעתי")
    opened = Axe().run(page).response["violations"]
    assert [violation["id"] for violation in opened] == []
    page.get_by_role("button", name=t("disputes:revise.send")).click()
    page.get_by_text(t("disputes:revise.revised")).click()
    expect(page.get_by_text("נאמר, ולא שמעתי").first).to_be_visible()
    assert reviewer.mashov.call("he-bereavement.opus")["evaluation"]["id"] != call["evaluation"]["id"]
