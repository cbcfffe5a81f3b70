"""An agent hears a customer's sentence, answers into the microphone, and learns what a real recogniser heard."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.desk import Desk, Mashov, Sight, desk_at
from tests.e2e.speaking import Spoken, with_a_voice
from tests.e2e.test_access import findings

SitDown = Callable[..., Desk]

#: What is promised, in seconds from the end of sending a reply to its verdict on this machine with nothing else to do.
_PROMISED_S = 15
_PATIENCE_MS = 120_000


@dataclass(frozen=True, slots=True)
class Drilled:
    """An agent, a call that is published to them, what they practise, and a good and another reply to it."""

    agent: str
    reviewer: str
    call: str
    drill: str
    good: Spoken
    other: Spoken


DRILLED = {
    "he": Drilled(
        "agent2",
        "noa",
        "he-card-missing-abroad.opus",
        "he.question.sad-news",
        good=Spoken("he-bereavement.opus", 20_900, 25_000),
        other=Spoken("he-bereavement.opus", 51_700, 55_600),
    ),
    "en": Drilled(
        "agent4",
        "emma",
        "en-water-bar-filters.opus",
        "en.question.new-purchase",
        good=Spoken("en-water-bar-filters.opus", 12_450, 16_100),
        other=Spoken("en-water-bar-filters.opus", 27_400, 29_900),
    ),
}


@pytest.fixture
def speaking(mashov: Mashov, chromium: Browser, tmp_path: Path) -> Iterator[Callable[[str, Spoken, bool], Desk]]:
    """Seats the agent of a language before a browser into whose microphone this is said."""
    with ExitStack() as stack:
        opened: list[Desk] = []

        def sit(language: str, said: Spoken, phone: bool = False) -> Desk:
            browser = stack.enter_context(with_a_voice(chromium, said.into(tmp_path / f"{len(opened)}.wav")))
            opened.append(desk_at(mashov, browser, Sight(language, phone=phone)))
            return opened[-1].sign_in(DRILLED[language].agent)

        yield sit
        assert [desk.complaints for desk in opened] == [[] for _ in opened]


def publish(sit_down: SitDown, language: str) -> str:
    """Send feedback on the call to its agent, once; returns the call's id."""
    own = DRILLED[language]
    reviewer = sit_down(language).sign_in(own.reviewer)
    call = reviewer.mashov.call(own.call)
    if call["evaluation"]["state"] == "draft":
        reviewer.publish(call["id"], "…")
    return str(call["id"])


def record(desk: Desk, *, for_ms: int) -> float:
    """Record for so long by the keyboard alone, send it; returns the seconds from sending to the verdict."""
    page, t = desk.page, desk.t
    page.get_by_role("button", name=t("practice:record")).or_(
        page.get_by_role("button", name=t("practice:record_again"))
    ).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(t("recorder:hears_you"))).to_be_visible()
    page.wait_for_timeout(for_ms)
    page.get_by_role("button", name=t("recorder:stop")).focus()
    page.keyboard.press("Enter")
    before = page.get_by_role("region", name=t("practice:step.attempts")).get_by_role("listitem").count()
    send = page.get_by_role("button", name=t("practice:send"))
    began = time.monotonic()
    send.click()
    attempts = page.get_by_role("region", name=t("practice:step.attempts")).get_by_role("listitem")
    expect(attempts).to_have_count(before + 1)
    expect(attempts.first.get_by_text(t("practice:why"))).to_be_visible(timeout=_PATIENCE_MS)
    return time.monotonic() - began


@contextmanager
def fetched(page: Page, ending: str) -> Iterator[None]:
    """Within, a sound whose address ends so is asked for and comes."""
    with page.expect_response(lambda answer: answer.url.endswith(ending)) as said:
        yield
    assert said.value.status == 200
    assert said.value.headers["content-type"] == "audio/ogg"


@pytest.mark.parametrize("language", ["he", "en"])
def test_a_reply_is_recorded_judged_heard_and_deleted(
    sit_down: SitDown, speaking: Callable[..., Desk], language: str
) -> None:
    own, call_id = DRILLED[language], publish(sit_down, language)
    desk = speaking(language, own.good, phone=language == "he")
    page, t = desk.open("/practice").page, desk.t
    drill = next(one for one in desk.api("GET", "/api/drills") if one["id"] == own.drill)
    # Whether the miss is heard in the call hangs on the recogniser, which groups calls as they come; that a miss is a
    # drill with its sound is held fast by the integration tests.
    missed, topic = drill["misses"] > 0, drill["topic"][language]
    page.get_by_role("link", name=topic).click()
    if missed:
        expect(page.get_by_text(t("practice:source.book"))).to_have_count(0)
        with fetched(page, "/sound"):
            page.get_by_role("button", name=t("practice:hear_customer")).click()
    took = record(desk, for_ms=own.good.end_ms - own.good.start_ms + 300)
    print(f"\n{language}: {took:.1f} s from sending to the verdict")
    attempt = page.get_by_role("region", name=t("practice:step.attempts")).get_by_role("listitem").first
    expect(attempt).to_contain_text(t("practice:came_of.said"))
    with fetched(page, "/sound"):
        attempt.get_by_role("button", name=t("practice:hear_own")).click()
    attempt.get_by_text(t("practice:why")).click()
    expect(attempt).to_contain_text(t("practice:heard"))
    assert findings(desk) == []

    desk.open("/practice")
    done = page.get_by_role("region", name=t("practice:part.done.title"))
    expect(done.get_by_role("link", name=topic)).to_be_visible()
    assert findings(desk) == []

    trainer = sit_down("he").sign_in("yoav").open("/practice")
    (kept,) = desk.api("GET", f"/api/drill-attempts?drill_id={own.drill}")["items"]
    assert kept["verdict"] == "said"
    assert (kept["moment_id"].startswith(call_id)) == missed
    trainer.page.get_by_role("link", name=kept["person_name"]).click()
    with fetched(trainer.page, "/sound"):
        trainer.page.get_by_role("button", name=trainer.t("practice:hear_own")).first.click()
    expect(trainer.page.get_by_role("button", name=trainer.t("practice:forget"))).to_have_count(0)
    assert findings(trainer) == []

    desk.open(f"/practice/drills/{own.drill}")
    attempt.get_by_role("button", name=t("practice:forget")).click()
    attempt.get_by_role("group", name=t("practice:forget_sure")).get_by_role(
        "button", name=t("practice:forget")
    ).click()
    expect(page.get_by_role("region", name=t("practice:step.attempts"))).to_have_count(0)
    assert desk.api("GET", "/api/drill-attempts")["items"] == []


def test_another_reply_is_not_taken_for_the_answer(sit_down: SitDown, speaking: Callable[..., Desk]) -> None:
    own = DRILLED["en"]
    publish(sit_down, "en")
    desk = speaking("en", own.other).open(f"/practice/drills/{own.drill}")
    record(desk, for_ms=2_500)
    attempt = desk.page.get_by_role("region", name=desk.t("practice:step.attempts")).get_by_role("listitem").first
    expect(attempt).to_contain_text(desk.t("practice:came_of.not_said"))


def test_a_file_takes_the_place_of_a_microphone_that_may_not_be_used(
    sit_down: SitDown, mashov: Mashov, chromium: Browser, tmp_path: Path
) -> None:
    own = DRILLED["en"]
    publish(sit_down, "en")
    desk = sit_down("en").sign_in(own.agent).open(f"/practice/drills/{own.drill}")
    page, t = desk.page, desk.t
    page.get_by_role("button", name=t("practice:record")).or_(
        page.get_by_role("button", name=t("practice:record_again"))
    ).click()
    expect(page.get_by_role("alert")).to_contain_text(t("recorder:or_file"))
    page.locator("input[type=file]").set_input_files(own.good.into(tmp_path / "reply.wav"))
    page.get_by_role("button", name=t("practice:send")).click()
    attempt = page.get_by_role("region", name=t("practice:step.attempts")).get_by_role("listitem").first
    expect(attempt).to_contain_text(t("practice:came_of.said"), timeout=_PATIENCE_MS)
