"""A reviewer's first hour, an agent's first feedback: the way of the whole product, in Hebrew and in English."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Desk

SitDown = Callable[..., Desk]
#: What a person types and reads, by language: the call to review, its reviewer and its agent's mailbox.
PEOPLE = {"he": ("he-new-air-conditioner.opus", "noa"), "en": ("en-double-charge.opus", "emma")}


@pytest.mark.parametrize("language", ["he", "en"])
def test_the_page_follows_its_language(sit_down: SitDown, language: str) -> None:
    desk = sit_down(language)
    desk.open("/")
    direction = "rtl" if language == "he" else "ltr"
    expect(desk.page.locator("html")).to_have_attribute("lang", language)
    expect(desk.page.locator("html")).to_have_attribute("dir", direction)
    expect(desk.page.get_by_role("heading", name=desk.t("session:sign_in.title"))).to_be_visible()


def test_the_list_shows_calls_that_this_machine_heard(sit_down: SitDown) -> None:
    desk = sit_down("he").sign_in("noa").open("/calls")
    expect(desk.page.get_by_text("he-new-air-conditioner.opus")).to_be_visible()
    desk.page.get_by_label(desk.t("calls:filters.text"), exact=True).fill("double")
    expect(desk.page.get_by_text("he-new-air-conditioner.opus")).to_have_count(0)
    expect(desk.page.get_by_text("en-double-charge.opus")).to_be_visible()
    expect(desk.page).to_have_url(re.compile("q=double"))


@pytest.mark.parametrize("language", ["he", "en"])
def test_a_call_is_reviewed_published_and_acknowledged(sit_down: SitDown, language: str) -> None:
    file_name, mailbox = PEOPLE[language]
    reviewer = sit_down(language).sign_in(mailbox)
    call = reviewer.mashov.call(file_name)
    reviewer.open(f"/calls/{call['id']}")
    page, t = reviewer.page, reviewer.t

    expect(page.get_by_text(t("workbench:transcript.title"), exact=True).first).to_be_visible()
    _evidence_plays(reviewer)
    _an_override_needs_a_reason_and_keeps_the_machine(reviewer, call["id"])
    reviewer.decide_the_rest(call["id"])

    page.reload()
    page.get_by_role("button", name=t("workbench:decide.submit")).click()
    page.get_by_role("button", name=t("workbench:decide.publish")).click()
    page.get_by_role("button", name=t("workbench:decide.publish_yes"), exact=True).click()
    expect(page.get_by_text(t("workbench:state.published")).first).to_be_visible()

    agent = sit_down(language, phone=True).sign_in(_mailbox_of(call))
    agent.page.get_by_role("navigation", name=agent.t("home:doors.title")).get_by_role("link").first.click()
    agent.page.get_by_role("link", name=agent.t("feedback:open")).first.click()
    expect(agent.page).to_have_url(re.compile("/feedback/[0-9a-z]{16}"))
    expect(agent.page.get_by_role("heading", name=agent.t("workbench:agent.well"))).to_be_visible()
    expect(agent.page.get_by_text(agent.t("workbench:machine.suggests"))).to_have_count(0)
    agent.page.get_by_label(agent.t("feedback:acknowledge.note")).fill("תודה, אשים לב לסיכום")
    agent.page.get_by_role("button", name=agent.t("feedback:acknowledge.submit")).click()
    expect(agent.page.get_by_role("button", name=agent.t("feedback:acknowledge.submit"))).to_have_count(0)
    expect(agent.page.get_by_text("תודה, אשים לב לסיכום")).to_be_visible()
    assert reviewer.mashov.call(file_name)["evaluation"]["state"] == "acknowledged"


def _evidence_plays(desk: Desk) -> None:
    """A chip starts the sound at its moment: the greeting's is played past its first second."""
    chip = desk.page.get_by_role("button", name=re.compile(_start_of(desk.t("workbench:evidence.hear")))).first
    chip.click()
    desk.hears(after_s=1)


def _an_override_needs_a_reason_and_keeps_the_machine(desk: Desk, call_id: str) -> None:
    page, t = desk.page, desk.t
    before = desk.api("GET", f"/api/calls/{call_id}/evaluation")
    question = next(
        q
        for section in before["sections"]
        for q in section["questions"]
        if q["kind"] == "phrase" and (q["suggestion"] or {}).get("verdict") == "said"
    )
    card = (
        page.locator("li, article, section").filter(has_text=question["text"]["he" if _is_hebrew(desk) else "en"]).last
    )
    other = next(o for o in question["options"] if o["id"] != question["suggestion"]["option_id"])
    label = other["label"]["he" if _is_hebrew(desk) else "en"]
    card.get_by_role("radio", name=re.compile(re.escape(label))).or_(
        card.get_by_role("button", name=re.compile(re.escape(label)))
    ).first.click()
    page.get_by_label(t("workbench:answer.reason_label")).fill("שמעתי אחרת")
    page.get_by_role("button", name=t("workbench:answer.save")).click()
    expect(page.get_by_text(re.compile(_start_of(t("workbench:save.saved"))))).to_be_visible()
    after = desk.api("GET", f"/api/calls/{call_id}/evaluation")
    changed = next(q for s in after["sections"] for q in s["questions"] if q["id"] == question["id"])
    assert changed["answer"]["option_id"] == other["id"]
    assert changed["suggestion"] == question["suggestion"], "the machine's word stands beside the person's"


def _mailbox_of(call: dict) -> str:
    return call["agent"]["email"].split("@")[0]


def _is_hebrew(desk: Desk) -> bool:
    return desk.t("common:product") == "משוב"


def _start_of(text: str) -> str:
    """A text up to its first place to be filled, to be looked for."""
    return re.escape(text.split("{{", maxsplit=1)[0].strip())


def test_a_word_of_the_transcript_seeks_to_its_moment(sit_down: SitDown) -> None:
    desk = sit_down("he").sign_in("noa")
    call = desk.mashov.call("he-price-rise.opus")
    desk.open(f"/calls/{call['id']}")
    transcript = desk.api("GET", f"/api/calls/{call['id']}/transcript")
    turn = next(turn for turn in transcript["turns"] if turn["start_ms"] > 20_000 and len(turn["words"]) > 3)
    word = turn["words"][2]
    desk.page.get_by_text(word["text"], exact=True).last.click()
    desk.hears(after_s=5)


def test_the_address_of_anothers_call_is_like_one_that_does_not_exist(sit_down: SitDown) -> None:
    agent = sit_down("he").sign_in("agent1")
    others = [call for call in agent.mashov.calls() if (call["agent"] or {}).get("email", "")[:6] != "agent1"]
    pictures = []
    for call_id in (others[0]["id"], "0" * 16):
        agent.open(f"/calls/{call_id}")
        agent.page.get_by_role("heading").first.wait_for()
        agent.page.wait_for_load_state("networkidle")
        pictures.append(agent.page.locator("main").inner_text())
    assert pictures[0] == pictures[1]
    assert others[0]["file_name"] not in pictures[0]


def test_the_first_administrator_comes_in_by_the_printed_link_once(sit_down: SitDown) -> None:
    desk = sit_down("he")
    desk.page.goto(desk.mashov.setup_link)
    t = desk.t
    desk.page.get_by_label(t("session:setup.name")).fill("רות המנהלת")
    desk.page.get_by_label(t("session:setup.email")).fill("ruth@example.com")
    desk.page.get_by_label(t("session:setup.password"), exact=False).first.fill("a long enough password")
    desk.page.get_by_role("button", name=t("session:setup.submit")).click()
    desk.page.get_by_role("button", name=t("common:nav.further")).click()
    expect(desk.page.get_by_role("menuitem", name=t("common:nav.people"))).to_be_visible()
    again = sit_down("he")
    again.page.goto(desk.mashov.setup_link)
    expect(again.page.get_by_text(t("session:setup.over_title"))).to_be_visible()
