"""Settled answers stand before a draft, agents see their call for themselves, and share moments as they wish."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Desk, Mashov
from tests.e2e.learning import (
    PEOPLE,
    UNSENT,
    WORDS,
    answer_as_the_machine,
    asked,
    beside_each_other,
    checked_draft,
    mailbox_of,
    published,
    shared_moment,
)
from tests.e2e.test_access import findings_day_and_night
from tests.e2e.test_rubrics import published as newest
from tests.e2e.test_rubrics import trainer

SitDown = Callable[..., Desk]


@pytest.fixture(autouse=True)
def as_it_was(mashov: Mashov, sit_down: SitDown) -> Iterator[None]:
    """Nothing stays in the way of a draft, and the trainer's page is in Hebrew, for whoever comes next."""
    yield
    desk = sit_down("he").sign_in("yoav").reads("he")
    for case in desk.api("GET", "/api/regressions")["items"]:
        desk.api("POST", f"/api/regressions/{case['id']}/retire", data={"why": "the test is over"})


@pytest.mark.parametrize("language", ["he", "en"])
def test_a_trainer_settles_an_answer_and_a_draft_that_breaks_it_is_held_up(sit_down: SitDown, language: str) -> None:
    desk = trainer(sit_down, language)
    call = desk.mashov.call(UNSENT["he"])
    answer_as_the_machine(desk, desk.api("GET", f"/api/calls/{call['id']}/evaluation"), "goodbye")
    page, t, words = desk.open(f"/calls/{call['id']}").page, desk.t, WORDS[language]
    card = page.locator('[data-question="goodbye"]')
    card.get_by_role("button", name=t("cases:keep.open")).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name=t("cases:keep.yes"))).to_be_disabled()
    dialog.get_by_label(t("cases:keep.why")).fill(words["right"])
    dialog.get_by_role("button", name=t("cases:keep.yes")).click()
    expect(page.get_by_text(t("cases:keep.done"))).to_be_visible()

    page = checked_draft(sit_down, language).page
    report = page.get_by_role("region", name=t("cases:report.broken_one"))
    expect(report.get_by_text(words["right"])).to_be_visible()
    expect(report.get_by_role("link").first).to_have_attribute("href", re.compile(f"^/calls/{call['id']}"))
    before = newest(desk)["version"]
    page.get_by_role("button", name=t("rubrics:publish.open"), exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(t("cases:publish.broken_one"))).to_be_visible()
    expect(dialog.get_by_role("button", name=t("rubrics:publish.yes"), exact=True)).to_be_disabled()
    dialog.get_by_label(t("cases:publish.despite")).fill(words["despite"])
    expect(dialog.get_by_role("button", name=t("rubrics:publish.yes"), exact=True)).to_be_enabled()
    assert newest(desk)["version"] == before

    page = desk.open("/rubrics/cases").page
    page.get_by_role("button", name=t("cases:retire.open")).first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(t("cases:retire.why")).fill(words["despite"])
    dialog.get_by_role("button", name=t("cases:retire.yes"), exact=True).click()
    expect(page.get_by_role("heading", name=t("cases:empty.title"))).to_be_visible()
    page.get_by_text(t("cases:retired"), exact=True).click()
    expect(page.get_by_text(words["despite"]).first).to_be_visible()


@pytest.mark.parametrize("language", ["he", "en"])
def test_an_agent_who_is_asked_hears_the_call_without_its_score_and_may_decline(
    sit_down: SitDown, language: str
) -> None:
    reviewer = sit_down(language).sign_in(PEOPLE[language][1])
    call = reviewer.mashov.call(UNSENT[language])
    page, t = reviewer.open(f"/calls/{call['id']}").page, reviewer.t
    page.get_by_role("link", name=t("selfevaluation:open_beside")).click()
    page.get_by_label(t("selfevaluation:ask.words")).fill(WORDS[language]["ask"])
    page.get_by_role("button", name=t("selfevaluation:ask.yes")).click()
    expect(page.get_by_role("button", name=t("selfevaluation:ask.yes"))).to_have_count(0)

    agent = sit_down(language, phone=True).sign_in(mailbox_of(call))
    page, t = agent.page, agent.t
    card = page.get_by_role("region", name=t("selfevaluation:waiting"))
    expect(card.get_by_text(WORDS[language]["ask"])).to_be_visible()
    card.get_by_role("link").first.click()
    question = page.locator("[data-question]").first
    expect(page.get_by_text(t("workbench:machine.suggests"))).to_have_count(0)
    question.get_by_role("button").first.click()
    saved = t("workbench:save.saved").split("{{", maxsplit=1)[0].strip()
    expect(page.get_by_text(saved).first).to_be_visible()
    page.get_by_role("button", name=t("selfevaluation:finish.open")).click()
    page.get_by_role("button", name=t("selfevaluation:finish.decline")).click()
    expect(page).to_have_url(re.compile("/feedback$"))
    assert agent.api("GET", "/api/self-evaluations") == []
    assert agent.context.request.get(f"{agent.mashov.address}/api/calls/{call['id']}").status == 404


@pytest.mark.parametrize("language", ["he", "en"])
def test_both_sides_are_read_beside_each_other(sit_down: SitDown, language: str) -> None:
    call_id = beside_each_other(sit_down, language)
    reviewer = sit_down(language).sign_in(PEOPLE[language][1]).open(f"/calls/{call_id}/self-evaluation")
    page, t = reviewer.page, reviewer.t
    beside = page.locator("section[aria-labelledby=beside]")
    expect(beside.get_by_text(WORDS[language]["own"])).to_be_visible()
    expect(beside.get_by_role("link", name=t("selfevaluation:hear")).first).to_have_attribute(
        "href", re.compile(rf"^/calls/{call_id}\?t=\d+$")
    )
    evaluation = published(sit_down, language)
    agent = sit_down(language, phone=True).sign_in(PEOPLE[language][2]).open(f"/feedback/{evaluation['id']}")
    expect(agent.page.locator("#beside")).to_be_visible()
    wider = agent.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0


@pytest.mark.parametrize("language", ["he", "en"])
def test_a_moment_is_marked_agreed_to_and_heard_by_a_colleague(sit_down: SitDown, language: str) -> None:
    call_id = published(sit_down, language)["call"]["id"]
    _, mailbox, own, colleague = PEOPLE[language]
    reviewer = sit_down(language).sign_in(mailbox).open(f"/calls/{call_id}")
    page, t, phrase = reviewer.page, reviewer.t, WORDS[language]["phrase"]
    page.get_by_role("button", name=t("exemplars:mark.open")).first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(t("exemplars:mark.phrase")).fill(phrase)
    dialog.get_by_label(t("exemplars:mark.whole")).uncheck()
    dialog.get_by_label(t("sound:to"), exact=True).fill("0:04")
    dialog.get_by_label(t("exemplars:mark.why")).fill(WORDS[language]["why"])
    dialog.get_by_role("button", name=t("exemplars:mark.yes"), exact=True).click()
    expect(page.get_by_text(t("exemplars:mark.done"))).to_be_visible()

    other = sit_down(language, phone=True).sign_in(colleague).open("/exemplars")
    expect(other.page.get_by_role("heading", level=1)).to_be_visible()
    expect(other.page.get_by_text(phrase)).to_have_count(0)
    agent = sit_down(language, phone=True).sign_in(own).open("/feedback")
    mine = agent.page.get_by_role("listitem").filter(has_text=phrase)
    mine.get_by_label(agent.t("exemplars:own.unnamed")).check()
    agent.page.wait_for_load_state("networkidle")

    other.page.reload()
    card = other.page.get_by_role("listitem").filter(has_text=phrase)
    expect(card.get_by_text(other.t("exemplars:colleague"), exact=True)).to_be_visible()
    card.get_by_role("button", name=other.t("exemplars:hear")).click()
    expect(card.get_by_role("button", name=other.t("exemplars:pause"))).to_be_visible()
    mine.get_by_label(agent.t("exemplars:own.declined")).check()
    agent.page.wait_for_load_state("networkidle")
    other.page.reload()
    expect(other.page.get_by_text(phrase)).to_have_count(0)

    page = reviewer.open("/exemplars").page
    card = page.get_by_role("listitem").filter(has_text=phrase)
    expect(card.get_by_text(t("exemplars:shared.declined"))).to_be_visible()
    card.get_by_role("button", name=t("exemplars:withdraw")).click()
    expect(page.get_by_text(phrase)).to_have_count(0)


@pytest.mark.parametrize("language", ["he", "en"])
def test_axe_finds_nothing_where_people_learn(sit_down: SitDown, language: str) -> None:
    _, mailbox, own, colleague = PEOPLE[language]
    call_id = beside_each_other(sit_down, language)
    shared_moment(sit_down, language)
    found = findings_day_and_night(checked_draft(sit_down, language))
    found += findings_day_and_night(trainer(sit_down, language).open("/rubrics/cases"))
    reviewer = sit_down(language).sign_in(mailbox)
    for path in ("/exemplars", f"/calls/{call_id}/self-evaluation"):
        found += findings_day_and_night(reviewer.open(path))
    found += findings_day_and_night(sit_down(language, phone=True).sign_in(colleague).open("/exemplars"))
    call = asked(sit_down, language)
    agent = sit_down(language, phone=True).sign_in(mailbox_of(call))
    (waiting,) = agent.api("GET", "/api/self-evaluations")
    for path in ("/feedback", f"/feedback/self/{waiting['id']}"):
        found += findings_day_and_night(agent.open(path))
    agent.api("POST", f"/api/self-evaluations/{waiting['id']}/decline", headers={"If-Match": f'"{waiting["version"]}"'})
    evaluation = published(sit_down, language)
    found += findings_day_and_night(sit_down(language, phone=True).sign_in(own).open(f"/feedback/{evaluation['id']}"))
    assert found == []
