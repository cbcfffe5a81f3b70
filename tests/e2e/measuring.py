"""Pictures of the measures of a cohort, over the demo's simulated weeks."""

from collections.abc import Iterator

from playwright.sync_api import Browser

from tests.e2e.desk import Desk, Mashov, Sight, desk_at
from tests.e2e.remembering import TRAINER

MEASURES = ("adoption", "stalling", "transfer", "consistency", "coaching", "anchor")


def scenes(mashov: Mashov, chromium: Browser, sight: Sight) -> Iterator[tuple[str, Desk]]:
    """Each measure of the cohort whose workshop was first, and some on a phone."""
    for measure in MEASURES:
        yield f"measures-{measure}", _shown(desk_at(mashov, chromium, sight).sign_in(TRAINER[sight.language]), measure)
    phone = Sight(sight.language, sight.scheme, phone=True)
    for measure in ("adoption", "anchor"):
        yield (
            f"measures-{measure}-on-a-phone",
            _shown(desk_at(mashov, chromium, phone).sign_in(TRAINER[sight.language]), measure),
        )


def _shown(desk: Desk, measure: str) -> Desk:
    earliest = desk.api("GET", "/api/measures/cohorts")[-1]["id"]
    desk.open(f"/measures/{earliest}/{measure}".removesuffix("/adoption"))
    desk.page.get_by_role("main").get_by_role("status").first.wait_for()
    desk.page.locator("main details summary").click()
    return desk
