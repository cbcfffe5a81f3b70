"""The workbench as its users know it, hearing: what each of its behaviours promises, by mouse and by keys."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.benching import (
    LANGUAGES,
    SitDown,
    bench,
    plays,
    seconds,
    transcript_of,
    until,
)


def test_behaviour_1_space_plays_and_pauses_outside_of_text_and_esc_leaves_a_field(sit_down: SitDown) -> None:
    desk, page = bench(sit_down)
    page.keyboard.press("Space")
    desk.hears(after_s=0)
    page.keyboard.press("Space")
    until(lambda: not plays(desk), "Space pauses")
    field = page.get_by_role("searchbox").first
    page.keyboard.press("Slash")
    expect(field).to_be_focused()
    page.keyboard.type("א ב")
    assert not plays(desk)
    expect(field).to_have_value("א ב")
    page.keyboard.press("Escape")
    expect(field).not_to_be_focused()


def test_behaviour_2_arrows_move_by_one_and_five_seconds_and_turn_by_turn(sit_down: SitDown) -> None:
    desk, page = bench(sit_down)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowLeft")
    assert seconds(page) == pytest.approx(9, abs=0.11)
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert seconds(page) == pytest.approx(5, abs=0.11)
    starts = [turn["start_ms"] / 1000 for turn in transcript_of(desk)["turns"]]
    page.keyboard.press("Period")
    following = min(start for start in starts if start > 5)
    assert seconds(page) == pytest.approx(following, abs=0.11)
    page.keyboard.press("Comma")
    assert seconds(page) < following


def test_behaviour_3_resuming_rewinds_about_two_seconds(sit_down: SitDown) -> None:
    desk, page = bench(sit_down)
    page.keyboard.press("Space")
    desk.hears(after_s=4)
    page.keyboard.press("Space")
    until(lambda: not plays(desk), "it pauses")
    paused = seconds(page)
    heard = page.evaluate(
        """() => {
          window.dispatchEvent(new KeyboardEvent("keydown", { code: "Space", key: " ", bubbles: true }));
          return document.querySelector("[data-testid=waveform]").ariaValueNow; // before any of it is played
        }"""
    )
    assert paused - 3.1 <= float(heard) <= paused - 1.0


def test_behaviour_4_the_speed_is_remembered(sit_down: SitDown) -> None:
    desk, page = bench(sit_down)
    speed = page.get_by_label(desk.t("workbench:transport.speed"), exact=True)
    offered = [float(value) for value in speed.locator("option").evaluate_all("all => all.map(one => one.value)")]
    assert (min(offered), max(offered)) == (0.5, 3)
    page.keyboard.press("Equal")
    page.keyboard.press("Equal")
    expect(speed).to_have_value("1.5")
    page.reload()
    expect(speed).to_have_value("1.5")
    page.keyboard.press("Minus")
    expect(speed).to_have_value("1.25")


def test_behaviour_5_a_pressed_word_is_played_and_lit(sit_down: SitDown) -> None:
    desk, page = bench(sit_down)
    turns = transcript_of(desk)["turns"]
    number = sum(len(turn["words"]) for turn in turns[:2]) + 1
    word = page.locator(f"[data-word='{number}']")
    word.click()
    expect(word).to_have_attribute("data-now", "")
    assert seconds(page) == pytest.approx(turns[2]["words"][1]["start_ms"] / 1000, abs=0.11)
    expect(page.locator("[data-now]")).to_have_count(1)


def test_behaviour_6_the_transcript_follows_until_somebody_scrolls_and_a_button_returns(sit_down: SitDown) -> None:
    desk, page = bench(sit_down)
    page.keyboard.press("Space")
    desk.hears(after_s=0)
    page.get_by_test_id("transcript").hover()
    page.mouse.wheel(0, 4000)
    back = page.get_by_role("button", name=desk.t("workbench:transcript.follow"))
    expect(back).to_be_visible()
    page.locator("[data-now]").first.wait_for(state="attached")
    back.click()
    expect(back).to_have_count(0)
    until(lambda: _is_in_sight(page), "the word that is said comes into sight")


def _is_in_sight(page: Page) -> bool:
    return bool(
        page.evaluate(
            """() => {
              const word = document.querySelector("[data-now]")?.getBoundingClientRect();
              const frame = document.querySelector("[data-testid=transcript]").getBoundingClientRect();
              return word !== undefined && word.top >= frame.top && word.bottom <= frame.bottom;
            }"""
        )
    )


def test_behaviour_7_a_channel_is_muted_or_heard_alone(sit_down: SitDown) -> None:
    desk, page = bench(sit_down)
    agent = page.get_by_role("button", name=desk.t("workbench:voice.mute", name=desk.t("workbench:speaker.agent")))
    alone = page.get_by_role("button", name=desk.t("workbench:voice.solo", name=desk.t("workbench:speaker.agent")))
    page.keyboard.press("BracketLeft")
    expect(agent).to_have_attribute("aria-pressed", "true")
    alone.click()
    expect(agent).to_have_attribute("aria-pressed", "false")
    expect(alone).to_have_attribute("aria-pressed", "true")


@LANGUAGES
def test_behaviour_8_time_runs_from_left_to_right_in_both_languages(sit_down: SitDown, language: str) -> None:
    _, page = bench(sit_down, language)
    waves = page.get_by_test_id("waveform")
    box = waves.bounding_box()
    assert box is not None
    waves.click(position={"x": box["width"] * 0.2, "y": 20})
    early = seconds(page)
    waves.click(position={"x": box["width"] * 0.8, "y": 20})
    assert seconds(page) == pytest.approx(4 * early, rel=0.1)
    page.keyboard.press("ArrowLeft")
    assert seconds(page) < 4 * early


def test_behaviour_9_shortcuts_go_by_the_keys_place_under_a_hebrew_keyboard(sit_down: SitDown) -> None:
    _, page = bench(sit_down)
    page.evaluate(
        """() => { for (const [code, key] of [["KeyJ", "ח"], ["KeyJ", "ח"], ["Slash", "."]])
          window.dispatchEvent(new KeyboardEvent("keydown", { code, key, bubbles: true })); }"""
    )
    expect(page.locator("[data-question][aria-current]")).to_have_count(1)
    expect(page.get_by_role("searchbox").first).to_be_focused()


@LANGUAGES
def test_behaviour_10_zoom_minimap_loop_and_skipped_silence_work_by_keys(sit_down: SitDown, language: str) -> None:
    desk, page = bench(sit_down, language)
    window = page.get_by_role("slider", name=desk.t("workbench:waveform.scroll"))
    expect(window).to_have_count(0)
    for _ in range(3):
        page.keyboard.press("KeyZ")
    expect(window).to_be_visible()
    before = window.get_attribute("aria-valuetext")
    window.focus()
    page.keyboard.press("PageDown")
    expect(window).not_to_have_attribute("aria-valuetext", before or "")
    page.keyboard.press("Escape")
    for _ in range(3):
        page.keyboard.press("KeyX")
    expect(window).to_have_count(0)

    page.keyboard.press("ArrowRight")
    page.keyboard.press("KeyI")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("KeyO")
    loop = page.get_by_role("button", name=desk.t("workbench:transport.loop"))
    page.keyboard.press("KeyL")
    expect(loop).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Space")
    heard = [seconds(page)]
    for _ in range(300):  # as long as a busy machine may take to play one second
        page.wait_for_timeout(100)
        heard.append(seconds(page))
        if heard[-1] < heard[-2]:
            break
    assert heard[-1] < heard[-2], "it goes back"
    assert 4.9 <= min(heard) <= max(heard) <= 6.3, "one second, again and again"

    skip = page.get_by_role("button", name=desk.t("workbench:transport.skip"))
    page.keyboard.press("KeyS")
    expect(skip).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(skip).to_have_attribute("aria-pressed", "true")
