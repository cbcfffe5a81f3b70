"""Pictures of the measures of a cohort, over the demo's simulated weeks."""

from collections.abc import Iterator

from playwright.sync_api import Browser

from tests.e2e.desk import Desk, Mashov, Sight, desk_at
from tests.e2e.remembering import TRAINER

MEASURES = ("adoption", "stalling", "transfer", "consistency", "coaching", "anchor")


def scenes(mashov: Mashov, chromium: Browser, sight: Sight) -> Iterator[tuple[str, Desk]]:
    """Each measure of the newest cohort whose calls are in the language of the page, and the curve on a phone."""
    for measure in MEASURES:
        yield f"measures-{measure}", _shown(desk_at(mashov, chromium, sight), sight.language, measure)
    phone = Sight(sight.language, sight.scheme, phone=True)
    for measure in ("adoption", "anchor"):
        yield f"measures-{measure}-on-a-phone", _shown(desk_at(mashov, chromium, phone), sight.language, measure)


def _shown(desk: Desk, language: str, measure: str) -> Desk:
    desk.sign_in(TRAINER[language])
    cohorts = desk.api("GET", "/api/measures/cohorts")
    of_language = [one for one in cohorts if any("א" <= letter <= "ת" for letter in one["name"]) == (language == "he")]
    desk.open(f"/measures/{(of_language or cohorts)[0]['id']}/{measure}".removesuffix("/adoption"))
    desk.page.get_by_role("main").get_by_role("status").first.wait_for()
    desk.page.locator("main details summary").click()
    return desk
