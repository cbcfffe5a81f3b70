"""Pictures of every screen, in both languages and both colour schemes: `python -m tests.e2e.gallery [FOLDER]`.

It starts a Mashov of its own, lets it hear the demo calls, and looks at it. The README's picture is one of these.
"""

import sys
import tempfile
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser

from tests.e2e.desk import CLONE, Desk, Mashov, Sight, debians_chromium, desk_at, started

PICTURES = CLONE / "web" / "gallery"
_CALL = {"he": "he-new-air-conditioner.opus", "en": "en-double-charge.opus"}
_REVIEWER = {"he": "noa", "en": "emma"}


def main() -> None:
    """Make all pictures."""
    target = Path(sys.argv[1]) if sys.argv[1:] else PICTURES
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, started(Path(folder)) as mashov, debians_chromium() as chromium:
        for language, scheme in product(("he", "en"), ("light", "dark")):
            for name, desk in screens(mashov, chromium, Sight(language, scheme)):
                desk.page.screenshot(path=target / f"{name}-{language}-{scheme}.png")
                print(target / f"{name}-{language}-{scheme}.png")


def screens(mashov: Mashov, chromium: Browser, sight: Sight) -> list[tuple[str, Desk]]:
    """Windows that each show one screen."""
    call = mashov.call(_CALL[sight.language])
    desks = [("sign-in", _looking(mashov, chromium, sight, "/"))]
    for name, path in (("calls", "/calls"), ("upload", "/upload"), ("workbench", f"/calls/{call['id']}")):
        desk = desk_at(mashov, chromium, sight).sign_in(_REVIEWER[sight.language])
        desks.append((name, _at_rest(desk.open(path))))
    return desks


def _looking(mashov: Mashov, chromium: Browser, sight: Sight, path: str) -> Desk:
    return _at_rest(desk_at(mashov, chromium, sight).open(path))


def _at_rest(desk: Desk) -> Desk:
    desk.page.get_by_role("heading").first.wait_for()
    desk.page.wait_for_load_state("networkidle")
    desk.page.wait_for_timeout(800)
    return desk


if __name__ == "__main__":
    main()
