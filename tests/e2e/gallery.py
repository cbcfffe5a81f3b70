"""Pictures of every screen, in both languages and both colour schemes: `python -m tests.e2e.gallery [FOLDER]`.

It starts a Mashov of its own, lets it hear the demo calls, and looks at it. The README's picture is one of these.
"""

import sys
import tempfile
from functools import partial
from itertools import chain, product
from pathlib import Path

from playwright.sync_api import Browser

from tests.e2e.desk import CLONE, Desk, Mashov, Sight, debians_chromium, desk_at, started
from tests.e2e.test_rubrics import RUBRIC, draft_of, trainer, try_draft
from tests.e2e.transcripts import scenes

PICTURES = CLONE / "web" / "gallery"
_CALL = {"he": "he-new-air-conditioner.opus", "en": "en-double-charge.opus"}
_REVIEWER = {"he": "noa", "en": "emma"}
_REVIEWED = {"he": "he-bereavement.opus", "en": "en-water-bar-filters.opus"}
#: What opens and closes with a movement has come to rest by then.
_SETTLING_MS = 400
_SEARCH = {"he": "/search?q=תודה&speaker=agent", "en": "/search?q=thank&speaker=agent"}
_TRAINER = "yoav"
_AGENT = {"he": "agent1", "en": "agent4"}
_SUMMARY = {
    "he": "ההקשבה שלך ללקוח הייתה מלאה. בשיחה הבאה כדאי לסכם במשפט אחד לפני הפרידה.",
    "en": "You listened fully to the customer. Next time, try one sentence of summary before the goodbye.",
}


def main() -> None:
    """Make all pictures."""
    target = Path(sys.argv[1]) if sys.argv[1:] else PICTURES
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, started(Path(folder)) as mashov, debians_chromium() as chromium:
        _publish_something(mashov, chromium)
        for language, scheme in product(("he", "en"), ("light", "dark")):
            sit = partial(_sits, mashov, chromium)
            shown = chain(screens(mashov, chromium, Sight(language, scheme)), scenes(sit, language, scheme))
            for name, desk in shown:
                desk.page.wait_for_timeout(_SETTLING_MS)
                desk.page.screenshot(path=target / f"{name}-{language}-{scheme}.png")
                print(target / f"{name}-{language}-{scheme}.png")


def screens(mashov: Mashov, chromium: Browser, sight: Sight) -> list[tuple[str, Desk]]:
    """Windows that each show one screen."""
    call = mashov.call(_CALL[sight.language])
    desks = [("sign-in", _looking(mashov, chromium, sight, "/"))]
    for name, path in (
        ("calls", "/calls"),
        ("search", _SEARCH[sight.language]),
        ("upload", "/upload"),
        ("workbench", f"/calls/{call['id']}"),
    ):
        desk = desk_at(mashov, chromium, sight).sign_in(_REVIEWER[sight.language])
        desks.append((name, _at_rest(desk.open(path))))
    desks.append(("workbench-in-use", _in_use(desk_at(mashov, chromium, sight), sight.language, call["id"])))
    desks += _rubrics(mashov, chromium, sight)
    agent = Sight(sight.language, sight.scheme, phone=True)
    for name, path in (
        ("feedback", "/feedback"),
        ("one-feedback", f"/feedback/{_feedback_of(mashov, sight.language)}"),
    ):
        desks.append((name, _at_rest(desk_at(mashov, chromium, agent).sign_in(_AGENT[sight.language]).open(path))))
    return desks


def _in_use(desk: Desk, language: str, call_id: str) -> Desk:
    """Seen closer, a stretch marked to be repeated, a word searched for."""
    desk = _at_rest(desk.sign_in(_REVIEWER[language]).open(f"/calls/{call_id}"))
    for key in ("KeyZ", "KeyZ", "ArrowRight", "KeyI", "Shift+ArrowRight", "Shift+ArrowRight", "KeyO", "KeyL", "Slash"):
        desk.page.keyboard.press(key)
    desk.page.keyboard.type(_SEARCH[language].removeprefix("/search?q=").split("&")[0])
    return desk


def _rubrics(mashov: Mashov, chromium: Browser, sight: Sight) -> list[tuple[str, Desk]]:
    """The trainer's screens; the draft was tried on the calls."""
    desks = []
    for name, path in (
        ("rubrics", "/rubrics"),
        ("rubric", f"/rubrics/published/{RUBRIC}"),
        ("draft", "/rubrics/draft"),
    ):
        desk = trainer(partial(_sits, mashov, chromium), sight.language, sight.scheme)
        desks.append((name, _at_rest(desk.open(path))))
    desk = desks[-1][1]
    try_draft(desk, draft_of(desk))
    desk.page.locator("#replay-report").scroll_into_view_if_needed()
    desk.page.mouse.wheel(0, 400)
    _at_rest(desk)
    return desks


def _sits(mashov: Mashov, chromium: Browser, language: str, scheme: str) -> Desk:
    return desk_at(mashov, chromium, Sight(language, scheme))


def _publish_something(mashov: Mashov, chromium: Browser) -> None:
    """An agent of each language gets feedback on a call, so that there is something to look at."""
    for language, words in _SUMMARY.items():
        reviewer = desk_at(mashov, chromium, Sight(language)).sign_in(_REVIEWER[language])
        reviewer.publish(mashov.call(_REVIEWED[language])["id"], words)


def _feedback_of(mashov: Mashov, language: str) -> str:
    return str(mashov.call(_REVIEWED[language])["evaluation"]["id"])


def _looking(mashov: Mashov, chromium: Browser, sight: Sight, path: str) -> Desk:
    return _at_rest(desk_at(mashov, chromium, sight).open(path))


def _at_rest(desk: Desk) -> Desk:
    desk.page.get_by_role("heading").first.wait_for()
    desk.page.wait_for_load_state("networkidle")
    desk.page.wait_for_timeout(800)
    return desk


if __name__ == "__main__":
    main()
