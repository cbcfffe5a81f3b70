"""A trainer reads what many calls say: from a figure to its table, from a field of the map to the call's moment."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.desk import Desk, Mashov, Sight, desk_at
from tests.e2e.remembering import PERIOD, TRAINER, remembering
from tests.e2e.test_access import findings_day_and_night

Sit = Callable[..., Desk]


@pytest.fixture(scope="module")
def remembered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mashov]:
    """Weeks of calls, in a Mashov of their own."""
    with remembering(tmp_path_factory.mktemp("remembered")) as running:
        yield running


@pytest.fixture
def sit(remembered: Mashov, chromium: Browser) -> Iterator[Sit]:
    """Gives a window in which a trainer of that language looks at an address."""
    opened: list[Desk] = []

    def sit_at(language: str, path: str) -> Desk:
        opened.append(desk_at(remembered, chromium, Sight(language)).sign_in(TRAINER[language]))
        return opened[-1].open(path)

    yield sit_at
    for desk in opened:
        desk.context.close()
        assert desk.complaints == []


@pytest.mark.parametrize("language", ["he", "en"])
def test_axe_finds_nothing_and_no_screen_is_wider_than_its_window(sit: Sit, language: str) -> None:
    desk = sit(language, "")
    found, wide = [], []
    for part in ("", "/questions", "/topics", "/topics/list", "/promises"):
        desk.open(f"/insights{part}?{PERIOD}").page.get_by_role("heading").first.wait_for()
        found += findings_day_and_night(desk)
        if desk.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(part)
    assert found == []
    assert wide == []


@pytest.mark.parametrize("language", ["he", "en"])
def test_a_trend_is_read_by_keyboard_as_a_table_and_as_a_file(sit: Sit, language: str) -> None:
    desk = sit(language, f"/insights?{PERIOD}")
    title = desk.t("insights:trend.score.title")
    chart = desk.page.get_by_role("region", name=title).first
    slider = chart.get_by_role("slider")
    slider.focus()
    desk.page.keyboard.press("End")
    last = slider.get_attribute("aria-valuetext")
    desk.page.keyboard.press("ArrowLeft")  # time runs from left to right in both languages
    before = slider.get_attribute("aria-valuetext")
    assert last != before
    assert int(slider.get_attribute("aria-valuenow") or 0) == int(slider.get_attribute("aria-valuemax") or 0) - 1
    assert before is not None
    assert re.search(r"\d+ \(.*\d+.*\d+\), \d+", before), "a figure has its interval and its count"
    chart.get_by_role("button", name=desk.t("charts:table_of", title=title)).click()
    rows = chart.get_by_role("row")
    assert rows.count() > 8
    chart.get_by_role("button", name=desk.t("charts:take_away", title=title)).click()
    with desk.page.expect_download() as taken:
        chart.get_by_role("menuitem", name="CSV").click()
    text = taken.value.path().read_text("utf-8-sig")
    assert text.count("\n") == rows.count()


@pytest.mark.parametrize("language", ["he", "en"])
def test_a_field_of_the_map_leads_to_the_moment_in_a_call(sit: Sit, language: str) -> None:
    desk = sit(language, f"/insights/questions?{PERIOD}")
    fields = desk.page.locator("[data-cell]")
    fields.first.wait_for()
    fields.first.focus()
    away = "ArrowLeft" if language == "he" else "ArrowRight"
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press(away)
    assert desk.page.evaluate("document.activeElement.dataset.cell") == "1-1"
    desk.page.keyboard.press("Enter")
    calls = desk.page.get_by_role("dialog").get_by_role("link")
    calls.first.wait_for()
    desk.page.get_by_role("dialog").locator("a[href*='?t=']").first.click()
    desk.page.wait_for_url(re.compile(r"/calls/\w+\?t=\d+"))


@pytest.mark.parametrize("language", ["he", "en"])
def test_a_topic_is_watched_for_and_leads_to_what_was_said(sit: Sit, language: str) -> None:
    desk = sit(language, "/insights/topics/list")
    name = f"נושא {language}"
    desk.page.get_by_role("button", name=desk.t("insights:watch.add")).click()
    form = desk.page.get_by_role("dialog")
    form.get_by_label(desk.t("insights:watch.name_he")).fill(name)
    form.get_by_label(desk.t("insights:watch.name_en")).fill(name)
    form.get_by_label(desk.t("insights:watch.wordings")).fill("סיסמה\npassword")
    form.get_by_role("button", name=desk.t("common:save")).click()
    desk.page.get_by_text(name, exact=True).wait_for()
    desk.open(f"/insights/topics?{PERIOD}")
    desk.page.get_by_role("button", name=name).click()
    moment = desk.page.get_by_role("dialog").locator("a[href*='?t=']").first
    moment.wait_for()
    assert re.search("סיסמה|password", moment.inner_text())


@pytest.mark.parametrize("language", ["he", "en"])
def test_what_became_of_a_promise_is_said_in_the_list(sit: Sit, language: str) -> None:
    desk = sit(language, "/insights/promises?which=overdue")
    states = desk.page.locator("main select")
    states.first.wait_for()
    told = desk.page.locator("main li q").first.inner_text()
    count = desk.api("GET", "/api/promises?which=kept")["counts"]["kept"]
    with desk.page.expect_response(re.compile("/api/promises/")) as answered:
        states.first.select_option("kept")
    assert answered.value.ok
    desk.open("/insights/promises?which=kept")
    desk.page.locator("main li q", has_text=told).first.wait_for()
    assert desk.api("GET", "/api/promises?which=kept")["counts"]["kept"] == count + 1
