"""The workbench as its users know it, answering: what each of its behaviours promises, by mouse and by keys."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.benching import (
    LANGUAGES,
    SAID,
    SitDown,
    bench,
    card,
    evaluation_of,
    plays,
    questions,
    saved,
    seconds,
    unmade,
    until,
)
from tests.e2e.desk import Desk, at
from tests.e2e.test_access import findings_day_and_night


def test_behaviour_11_evidence_is_gone_to_played_and_flashed(sit_down: SitDown) -> None:
    desk, page = bench(sit_down)
    question = next(q for q in questions(evaluation_of(desk)) if (q["suggestion"] or {}).get("evidence"))
    evidence = question["suggestion"]["evidence"][0]
    hear = re.escape(desk.t("workbench:evidence.hear").split("{{")[0].strip())
    card(page, question).get_by_role("button", name=re.compile(hear)).first.click()
    expect(page.locator("[data-flash]").first).to_be_visible()
    until(lambda: seconds(page) >= evidence["start_ms"] / 1000 - 0.2, "it goes to the moment")
    until(lambda: not plays(desk) and seconds(page) >= evidence["end_ms"] / 1000 - 0.2, "it stops at its end", 40)
    assert seconds(page) == pytest.approx(evidence["end_ms"] / 1000, abs=0.3)


def test_behaviour_12_what_the_machine_says_has_a_quote_a_probability_and_a_reason_of_its_own(
    sit_down: SitDown,
) -> None:
    desk, page = bench(sit_down)
    question = next(q for q in questions(evaluation_of(desk)) if (q["suggestion"] or {}).get("evidence"))
    own = card(page, question)
    expect(own.get_by_text(desk.t("workbench:machine.suggests"))).to_be_visible()
    expect(own.get_by_text(re.compile(r"^\(\d+\s?%\)$"))).to_be_visible()
    expect(own.get_by_text(question["suggestion"]["why"]["he"])).to_be_visible()
    style = own.locator("[data-verdict]").last.evaluate("one => getComputedStyle(one).borderStyle")
    assert style == "dashed", "a machine's mark is outlined"


def test_behaviour_14_number_keys_answer_and_the_question_mark_lists_all_keys(sit_down: SitDown) -> None:
    desk, page = bench(sit_down)
    page.keyboard.press("Shift+Slash")
    dialog = page.get_by_role("dialog")
    for name in ("toggle", "five", "mark", "skip", "zoom", "question", "choose", "submit", "undo"):
        expect(dialog.get_by_text(desk.t(f"workbench:shortcuts.of.{name}"), exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    question = unmade(desk)
    page.keyboard.press("KeyU")
    expect(card(page, question)).to_be_focused()
    page.keyboard.press("Digit1")
    saved(desk)
    now = next(q for q in questions(evaluation_of(desk)) if q["id"] == question["id"])
    assert now["answer"]["option_id"] == question["options"][0]["id"]
    page.keyboard.press("Control+KeyZ")
    until(lambda: unmade(desk)["id"] == question["id"], "it is taken back")


@LANGUAGES
def test_behaviour_15_how_to_decide_stands_beside_every_question(sit_down: SitDown, language: str) -> None:
    desk, page = bench(sit_down, language)
    guided = [question for question in questions(evaluation_of(desk)) if question["guide"]]
    assert len(guided) > 10
    for question in guided:
        expect(card(page, question)).to_contain_text(question["guide"][language])


def test_behaviour_16_somebody_elses_answer_is_shown_and_never_written_over(sit_down: SitDown) -> None:
    desk, page = bench(sit_down)
    question = unmade(desk)
    other = sit_down("he").sign_in("emma")
    evaluation = evaluation_of(desk)
    path = f"/api/evaluations/{evaluation['id']}/answers/{question['id']}"
    theirs, mine = question["options"][0], question["options"][-1]
    other.api("PUT", path, data={"option_id": theirs["id"]}, headers=at(evaluation))
    card(page, question).get_by_role("button", name=re.compile(re.escape(mine["label"]["he"]))).first.click()
    notice = page.get_by_role("alert").filter(has_text=desk.t("workbench:conflict.title"))
    expect(notice).to_contain_text("Emma Clark")
    now = next(q for q in questions(evaluation_of(desk)) if q["id"] == question["id"])
    assert now["answer"]["option_id"] == theirs["id"]
    notice.get_by_role("button", name=desk.t("workbench:conflict.keep_theirs")).click()
    expect(notice).to_have_count(0)
    page.keyboard.press("Control+KeyZ")
    page.wait_for_timeout(500)
    now = next(q for q in questions(evaluation_of(desk)) if q["id"] == question["id"])
    assert now["answer"]["option_id"] == theirs["id"], "undo takes back one's own answers only"
    other.api("DELETE", path, headers=at(evaluation_of(desk)))


def test_behaviour_17_answers_are_undone_one_after_the_other(sit_down: SitDown) -> None:
    desk, page = bench(sit_down)
    undo = page.get_by_role("button", name=desk.t("workbench:save.undo"), exact=True)
    expect(undo).to_be_disabled()
    before = [(q["id"], q["answer"]) for q in questions(evaluation_of(desk))]
    for _ in range(2):
        page.keyboard.press("KeyU")
        page.keyboard.press("Digit1")
        saved(desk)
        page.wait_for_timeout(300)
    until(lambda: len(_changed(desk, before)) == 2, "both are kept")
    undo.click()
    until(lambda: len(_changed(desk, before)) == 1, "the last is taken back")
    page.keyboard.press("Control+KeyZ")
    until(lambda: _changed(desk, before) == [], "and the one before it")
    expect(undo).to_be_disabled()


def _changed(desk: Desk, before: list[tuple[str, Any]]) -> list[str]:
    now = questions(evaluation_of(desk))
    return [q["id"] for q, (_, answer) in zip(now, before, strict=True) if q["answer"] != answer]


@LANGUAGES
def test_behaviour_18_an_answer_that_the_server_refuses_is_taken_back_and_told(
    sit_down: SitDown, language: str
) -> None:
    desk, page = bench(sit_down, language)
    question = unmade(desk)
    refusal = {"error": {"code": "unexpected", "message": "", "detail": None}}
    page.route("**/answers/*", lambda route: route.fulfill(status=422, json=refusal))
    chosen = (
        card(page, question)
        .get_by_role("button", name=re.compile(re.escape(question["options"][0]["label"][language])))
        .first
    )
    chosen.click()
    expect(page.get_by_text(desk.t("problems:unexpected"))).to_be_visible()
    expect(chosen).to_have_attribute("aria-pressed", "false")
    expect(card(page, question).get_by_text(desk.t("workbench:question.waiting"))).to_be_visible()


@LANGUAGES
def test_behaviour_20_moment_question_and_search_live_in_the_address(sit_down: SitDown, language: str) -> None:
    desk, page = bench(sit_down, language)
    page.keyboard.press("Slash")
    page.keyboard.type(SAID[language])
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("KeyJ")
    page.keyboard.press("KeyJ")
    looked_at = page.locator("[data-question][aria-current]").get_attribute("data-question")
    expect(page).to_have_url(re.compile(rf"t=10000.*question={looked_at}|question={looked_at}.*t=10000"))
    page.reload()
    page.locator("[data-word]").first.wait_for()
    until(lambda: abs(seconds(page) - 10) < 0.11, "the moment is back")
    expect(page.locator(f"[data-question='{looked_at}']")).to_be_focused()
    expect(page.get_by_role("searchbox").first).to_have_value(SAID[language])

    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name=desk.t("workbench:transport.copy_link")).click()
    expect(page.get_by_text(desk.t("workbench:transport.copied"))).to_be_visible()
    assert "t=15000" in page.evaluate("navigator.clipboard.readText()")


def test_behaviour_20_the_way_back_leads_to_the_list_as_it_was(sit_down: SitDown) -> None:
    desk = sit_down("he").sign_in("noa").open("/calls?q=price")
    desk.page.get_by_role("link", name="he-price-rise.opus").click()
    desk.page.get_by_role("link", name=desk.t("calls:back")).click()
    expect(desk.page).to_have_url(re.compile(r"/calls\?q=price$"))


@LANGUAGES
def test_behaviour_21_search_marks_the_words_and_ticks_the_waveform(sit_down: SitDown, language: str) -> None:
    _, page = bench(sit_down, language)
    page.keyboard.press("Slash")
    page.keyboard.type(SAID[language])
    current = page.locator("[data-hit=current]")
    expect(current).to_have_count(1)
    ticks = page.get_by_test_id("hit-ticks")
    assert int(ticks.get_attribute("data-hits") or 0) == page.locator("[data-hit]").count() > 1
    painted = ticks.evaluate(
        "one => one.getContext('2d').getImageData(0, 0, one.width, one.height).data.some((part) => part > 0)"
    )
    assert painted
    first = current.get_attribute("data-word")
    page.keyboard.press("Enter")
    expect(page.locator(f"[data-word='{first}']")).to_have_attribute("data-hit", "")
    expect(current).to_be_in_viewport()


@LANGUAGES
def test_the_workbench_fits_one_screen_of_1280_pixels(sit_down: SitDown, language: str) -> None:
    _, page = bench(sit_down, language)
    high, wide = page.evaluate("[document.documentElement.scrollHeight, document.documentElement.scrollWidth]")
    assert high <= page.evaluate("innerHeight")
    assert wide <= 1280
    for part in ("waveform", "transcript", "rubric"):
        expect(page.get_by_test_id(part)).to_be_in_viewport(ratio=0.5)


@LANGUAGES
def test_on_paper_stands_all_that_was_asked_and_said(sit_down: SitDown, language: str) -> None:
    desk, page = bench(sit_down, language)
    page.emulate_media(media="print")
    page.wait_for_timeout(200)
    cut = page.evaluate(
        """() => ["transcript", "rubric"].map((name) => {
          const part = document.querySelector(`[data-testid=${name}]`);
          return part.scrollHeight - part.clientHeight;
        })"""
    )
    assert cut == [0, 0], "nothing waits to be scrolled to"
    expect(page.get_by_role("button", name=desk.t("workbench:decide.submit"))).to_be_hidden()
    expect(page.get_by_test_id("waveform")).to_be_hidden()
    last = questions(evaluation_of(desk))[-1]
    expect(card(page, last)).to_be_visible()


@LANGUAGES
def test_axe_finds_nothing_while_the_workbench_is_in_use(sit_down: SitDown, language: str) -> None:
    desk, page = bench(sit_down, language)
    for key in ("KeyZ", "KeyZ", "ArrowRight", "KeyI", "KeyO", "KeyL", "KeyS", "Slash"):
        page.keyboard.press(key)
    page.keyboard.type(SAID[language])
    page.keyboard.press("Escape")
    decided = next(q for q in questions(evaluation_of(desk)) if (q["suggestion"] or {}).get("option_id"))
    place = next(n for n, o in enumerate(decided["options"], 1) if o["id"] != decided["suggestion"]["option_id"])
    card(page, decided).focus()
    page.keyboard.press(f"Digit{place}")
    page.get_by_label(desk.t("workbench:answer.reason_label")).wait_for()
    found = findings_day_and_night(desk)
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+Slash")
    page.get_by_role("dialog").wait_for()
    assert found + findings_day_and_night(desk) == []


def test_whatever_the_tab_key_reaches_shows_that_it_is_reached(sit_down: SitDown) -> None:
    _, page = bench(sit_down)
    hidden = []
    for _ in range(60):
        page.keyboard.press("Tab")
        page.wait_for_timeout(30)
        hidden += page.evaluate(
            """() => {
              const here = document.activeElement;
              if (!here || here === document.body) return [];
              const style = getComputedStyle(here);
              const shown = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0)
                || style.boxShadow !== "none" || here.matches("input:not([type=range]), select, textarea");
              return shown ? [] : [here.outerHTML.slice(0, 160)];
            }"""
        )
    assert hidden == []


@LANGUAGES
def test_a_whole_review_is_done_by_keys_alone(sit_down: SitDown, language: str) -> None:
    desk, page = bench(sit_down, language)
    keys = page.keyboard
    keys.press("Space")
    desk.hears(after_s=1)
    keys.press("Space")
    keys.press("ArrowLeft")

    # What the machine is sure of is looked at, heard, and once seen otherwise: with a reason.
    keys.press("KeyJ")
    looked_at = page.locator("[data-question][aria-current]")
    name = looked_at.get_attribute("data-question")
    keys.press("KeyE")
    expect(page.locator("[data-flash]").first).to_be_attached()
    desk.hears(after_s=1)
    keys.press("Space")
    first = next(q for q in questions(evaluation_of(desk)) if q["id"] == name)
    other = next(n for n, o in enumerate(first["options"], 1) if o["id"] != first["suggestion"]["option_id"])
    keys.press(f"Digit{other}")
    expect(page.get_by_label(desk.t("workbench:answer.reason_label"))).to_be_focused()
    keys.type("שמעתי אחרת" if language == "he" else "I heard it differently")
    keys.press("Control+Enter")
    expect(card(page, first)).to_be_focused()
    keys.press("KeyJ")
    keys.press("KeyA")

    # What waits for a person is answered, one after the other, until nothing waits.
    waiting = [q for q in questions(evaluation_of(desk)) if q["decided_by"] == "nobody"]
    assert waiting
    for _ in waiting:
        keys.press("KeyU")
        expect(looked_at).to_be_focused()
        keys.press("Digit1")
    saved(desk)
    until(lambda: all(q["decided_by"] != "nobody" for q in questions(evaluation_of(desk))), "all are answered")

    keys.press("Control+Enter")
    expect(page.get_by_role("button", name=desk.t("workbench:decide.publish"), exact=True)).to_be_visible()
    keys.press("Control+Enter")
    expect(page.get_by_role("button", name=desk.t("workbench:decide.publish_yes"), exact=True)).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_text(desk.t("workbench:state.published")).first).to_be_visible()
    done = evaluation_of(desk)
    assert done["state"] == "published"
    overridden = next(q for q in questions(done) if q["id"] == name)
    assert overridden["answer"]["reason"]
    assert overridden["suggestion"] == first["suggestion"]
