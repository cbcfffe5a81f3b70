"""A trainer asks whether the programme takes hold: each measure with its definition, as a chart, a table and a file."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from qa.platform.database import Database
from qa.platform.settings import Settings
from tests.e2e.desk import Desk, Mashov, Sight, desk_at
from tests.e2e.measuring import MEASURES
from tests.e2e.remembering import TRAINER, remembering, weeks_of_calls
from tests.e2e.test_access import findings_day_and_night
from tests.integration import history, measured

Sit = Callable[..., Desk]


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mashov]:
    """Weeks of calls of a cohort, in a Mashov of their own."""
    with remembering(tmp_path_factory.mktemp("measured"), _a_cohort) as running:
        yield running


def _a_cohort(config: Settings) -> None:
    weeks_of_calls(config, history.History(calls=600))
    database = Database(config.database)
    measured.add(database, coached=4)
    database.dispose()


@pytest.fixture
def sit(programme: Mashov, chromium: Browser) -> Iterator[Sit]:
    """Gives a window in which a trainer of that language looks at the measures."""
    opened: list[Desk] = []

    def sit_at(language: str) -> Desk:
        opened.append(desk_at(programme, chromium, Sight(language)).sign_in(TRAINER[language]))
        opened[-1].open("/measures")
        opened[-1].page.get_by_role("heading", name=opened[-1].t("measures:adoption.title")).wait_for()
        return opened[-1]

    yield sit_at
    for desk in opened:
        desk.context.close()
        assert desk.complaints == []


@pytest.mark.parametrize("language", ["he", "en"])
def test_each_measure_is_defined_in_words_and_axe_finds_nothing(sit: Sit, language: str) -> None:
    desk = sit(language)
    found, wide = [], []
    for measure in MEASURES:
        measures = desk.page.get_by_role("main")
        measures.get_by_role("link", name=desk.t(f"measures:{measure}.name"), exact=True).click()
        definition = desk.page.get_by_role("region", name=desk.t("measures:definition"))
        expect(definition).to_contain_text(desk.t(f"measures:{measure}.title"))
        definition.get_by_text(desk.t("measures:how_it_is_counted")).click()
        expect(definition.get_by_text(desk.t("measures:definition_part.not"), exact=True)).to_be_visible()
        expect(desk.page.get_by_role("main").get_by_role("status").first).to_contain_text("9")  # members
        found += findings_day_and_night(desk)
        if desk.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(measure)
    assert found == []
    assert wide == []


@pytest.mark.parametrize("language", ["he", "en"])
def test_a_curve_is_read_by_keyboard_as_a_table_and_as_a_file(sit: Sit, language: str) -> None:
    desk = sit(language)
    page = desk.page
    slider = page.get_by_role("slider")
    slider.focus()
    page.keyboard.press("Home")
    first = slider.get_attribute("aria-valuetext") or ""
    assert "−8" in first
    page.keyboard.press("End")
    assert slider.get_attribute("aria-valuetext") != first
    chart = page.get_by_role("region").filter(has=slider).last
    expect(chart).to_contain_text(desk.t("measures:adoption.workshop"))
    expect(chart).to_contain_text("80%")
    title = chart.get_by_role("heading").inner_text()
    chart.get_by_role("button", name=desk.t("charts:table_of", title=title)).click()
    expect(page.get_by_role("rowheader", name=re.compile("−8"))).to_be_visible()
    page.get_by_role("button", name=desk.t("charts:take_away", title=title)).click()
    with page.expect_download() as taken:
        page.get_by_role("menuitem", name="CSV").click()
    assert taken.value.path().read_text("utf-8-sig").count("\n") > 20


@pytest.mark.parametrize("language", ["he", "en"])
def test_another_question_is_chosen_from_how_much_each_changed(sit: Sit, language: str) -> None:
    desk = sit(language)
    changes = desk.page.get_by_role("list", name=desk.t("measures:adoption.changes"))
    other = changes.get_by_role("button").nth(2)
    name = other.inner_text()
    other.click()
    expect(desk.page.get_by_role("heading", name=name)).to_be_visible()
    expect(desk.page).to_have_url(re.compile("question="))
