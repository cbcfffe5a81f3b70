"""A reviewer comments on a moment, calls a colleague to it, and shares it with the agent, who answers."""

import re
from collections.abc import Callable, Iterator

import pytest

from tests.e2e.desk import Desk, Mashov

SitDown = Callable[..., Desk]
_CALL = {"he": "he-price-rise.opus", "en": "en-oven-does-not-heat.opus"}
_REVIEWER = {"he": "noa", "en": "emma"}


def opened(desk: Desk, call_id: str, query: str = "") -> Desk:
    """At the workbench, once the words and the comments are there."""
    desk.open(f"/calls/{call_id}{query}")
    desk.page.locator("[data-word]").first.wait_for()
    desk.page.get_by_role("heading", name=desk.t("comments:title"), exact=True).wait_for()
    return desk


def speak(desk: Desk, language: str) -> Desk:
    """The same person, in front of a page in this language."""
    desk.reads(language).page.reload()
    desk.page.get_by_role("navigation").first.wait_for()
    return desk


@pytest.fixture(autouse=True)
def their_own_languages(mashov: Mashov, sit_down: SitDown) -> Iterator[None]:
    """The page of whoever was asked to read another language is in Hebrew again for whoever comes next."""
    yield
    speak(sit_down("he").sign_in("yoav"), "he")


def bell(desk: Desk) -> None:
    """Look under the bell."""
    desk.page.locator("header button[aria-haspopup=dialog]").first.click()


@pytest.mark.parametrize("language", ["he", "en"])
def test_a_comment_goes_from_the_words_to_a_colleague_and_to_the_agent(sit_down: SitDown, language: str) -> None:
    desk = sit_down(language).sign_in(_REVIEWER[language])
    call = desk.mashov.call(_CALL[language])
    opened(desk, call["id"])
    page = desk.page
    # Marked words and one key: the comment stands where the words are.
    page.evaluate(
        """() => {
            const [first, last] = [3, 5].map((word) => document.querySelector(`[data-word="${word}"]`));
            getSelection().setBaseAndExtent(first, 0, last, last.childNodes.length);
        }"""
    )
    words = page.evaluate("getSelection().toString().trim().split(/\\s+/).join(' ')")
    page.keyboard.press("KeyM")
    page.get_by_text(words).last.wait_for()
    page.keyboard.type("@")
    page.get_by_role("option", name=re.compile("יואב שני")).wait_for()
    page.keyboard.type("יואב")
    page.keyboard.press("Enter")
    page.keyboard.type("<b>?</b>")
    page.keyboard.press("Control+Enter")
    thread = page.get_by_role("article", name=re.compile(desk.t("comments:thread", place="")))
    thread.get_by_text("<b>?</b>").wait_for()
    assert thread.locator("strong", has_text="@יואב שני").count() == 1
    page.get_by_role("button", name=desk.t("comments:of_turn_one")).first.wait_for()

    # The colleague is told, lands in the thread, answers and settles it.
    other = speak(sit_down(language).sign_in("yoav"), language)
    bell(other)
    other.page.locator("header li a", has_text=call["agent"]["name"]).first.click()
    other.page.wait_for_url(re.compile(rf"/calls/{call['id']}\?thread=\w+&t=\d+"))
    theirs = other.page.get_by_role("article", name=re.compile(desk.t("comments:thread", place="")))
    theirs.get_by_role("button", name=desk.t("comments:reply"), exact=True).click()
    other.page.keyboard.type("נשמע היטב · heard")
    other.page.keyboard.press("Control+Enter")
    theirs.get_by_text("נשמע היטב · heard").wait_for()
    theirs.get_by_role("button", name=desk.t("comments:resolve"), exact=True).click()
    theirs.get_by_role("button", name=desk.t("comments:reopen"), exact=True).wait_for()

    # Once there is feedback the agent may read along, and answers on a phone.
    desk.publish(call["id"], "תודה · thank you")
    opened(desk, call["id"], other.page.evaluate("location.search"))
    thread.get_by_role("button", name=desk.t("comments:share"), exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name=desk.t("comments:share"), exact=True).click()
    thread.get_by_text(desk.t("comments:shared")).wait_for()
    agent = sit_down(language, phone=True).sign_in(call["agent"]["email"].split("@")[0])
    bell(agent)
    agent.page.locator('header li a[href*="thread="]').first.click()
    shared = agent.page.get_by_role("article", name=re.compile(desk.t("comments:thread", place="")))
    shared.get_by_role("button", name=desk.t("comments:reply"), exact=True).click()
    agent.page.keyboard.type("תודה, אנסה · I will try")
    agent.page.keyboard.press("Control+Enter")
    shared.locator("span").get_by_text("תודה, אנסה · I will try").wait_for()
    assert shared.get_by_role("button", name=desk.t("comments:resolve"), exact=True).count() == 0
