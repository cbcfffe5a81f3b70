"""How smooth the workbench is on a long call: `python -m tests.benchmarks.workbench [FOLDER]`.

A call of two hours with 15,000 words (see `material.py`) is served by the real web from a real database, and Chromium
opens it as a reviewer does: plays it, scrolls, presses words, answers, searches, zooms. Of each the browser writes a
trace of itself; from it comes what the main thread did for every frame (`frames.py`), against the 16.7 ms that a frame
of 60 a second has. FOLDER keeps the calls for the next time.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page
from sqlalchemy import select

from qa.calls.tables import Call
from qa.migrations import upgrade
from qa.platform.database import Database
from qa.platform.settings import Settings
from qa.up import parts
from tests.benchmarks.workbench.frames import CATEGORIES, FRAME_MS, Frames, frames_of
from tests.benchmarks.workbench.material import stock
from tests.e2e.desk import CLONE, debians_chromium
from tests.servers import free_port

PASSWORD = "nobody signs in here but this"
RESULTS = Path(__file__).with_name("README.md")
SEARCHES = {"he": ("תשלום", "מזגן חדש", "כ"), "en": ("payment", "cooler", "a")}
_HALF_AN_HOUR_MS = 1_800_000


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening the call cost."""

    usable_ms: float  # from asking for the address to words and questions on screen, and a key that answers
    blocked_ms: float  # of that, the main thread in tasks longer than 50 ms, beyond those 50
    nodes: int
    heap_mb: float


@dataclass(frozen=True, slots=True)
class Measured:
    """One language's figures."""

    opened: Opened
    frames: dict[str, Frames]
    heap_after_mb: float


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The web on a database with the two calls; gives its address and the calls' ids by language."""
    settings = Settings(data=folder, port=free_port())
    folder.mkdir(parents=True, exist_ok=True)
    upgrade(settings)
    database = Database(settings.database)
    with database.read() as session:
        calls = {call.language: call.id for call in session.scalars(select(Call))}
    if not calls:
        calls = stock(settings, database, PASSWORD)
    told = {"QA_DATA": str(folder), "QA_PORT": str(settings.port), "QA_SIGN_IN_ATTEMPTS": "1000/minute"}
    environment = os.environ | told | {"PYTHONPATH": str(CLONE)}
    with (folder / "web.log").open("wb") as log:
        web = subprocess.Popen(parts.web(settings).command, cwd=CLONE, env=environment, stdout=log, stderr=log)
    try:
        until = time.monotonic() + 60
        while not parts.answers(settings, "/healthz"):
            if web.poll() is not None or time.monotonic() > until:
                raise RuntimeError((folder / "web.log").read_text("utf-8"))
            time.sleep(0.2)
        yield f"http://127.0.0.1:{settings.port}", calls
    finally:
        web.terminate()
        web.wait(20)


class Bench:
    """Chromium in front of one call."""

    def __init__(self, browser: Browser, address: str, language: str) -> None:
        locale = "he-IL" if language == "he" else "en-GB"
        self.browser, self.address, self.language = browser, address, language
        self.context = browser.new_context(viewport={"width": 1280, "height": 800}, locale=locale)
        said = {"email": "reviewer@benchmark.example", "password": PASSWORD}
        answer = self.context.request.post(f"{address}/api/session", data=said)
        assert answer.ok, answer.text()
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(60_000)
        self.cdp: CDPSession = self.context.new_cdp_session(self.page)

    def open(self, call_id: str) -> Opened:
        """Twice, and the second counts: a reviewer's browser has the page's files already."""
        self.page.add_init_script(_WATCH)
        for _ in range(2):
            self.page.goto(f"{self.address}/calls/{call_id}")
            while not self.page.evaluate("window.usable !== undefined"):
                self.page.wait_for_timeout(100)
        self.page.wait_for_timeout(1500)
        usable, blocked = self.page.evaluate("[window.usable, window.blocked]")
        return Opened(usable, blocked, self._metric("Nodes"), self.heap_mb())

    def heap_mb(self) -> float:
        """What is kept once what is not needed was given back."""
        self.cdp.send("HeapProfiler.enable")
        self.cdp.send("HeapProfiler.collectGarbage")
        return self._metric("JSHeapUsedSize") / (1 << 20)

    def _metric(self, name: str) -> int:
        self.cdp.send("Performance.enable")
        told = {one["name"]: one["value"] for one in self.cdp.send("Performance.getMetrics")["metrics"]}
        return int(told[name])

    def traced(self, act: Callable[[Page, str], None]) -> Frames:
        """The frames while somebody does this."""
        self.page.wait_for_timeout(500)
        self.browser.start_tracing(page=self.page, categories=CATEGORIES)
        try:
            act(self.page, self.language)
        finally:
            trace = self.browser.stop_tracing()
        return frames_of(trace)


#: When words and questions are there and the main thread has answered a timer, and how long it was blocked until then.
_WATCH = """
window.blocked = 0;
new PerformanceObserver((list) => {
  for (const task of list.getEntries()) window.blocked += Math.max(0, task.duration - 50);
}).observe({ type: "longtask", buffered: true });
const look = setInterval(() => {
  if (!document.querySelector("[data-turn]") || !document.querySelector("[data-question]")) return;
  clearInterval(look);
  requestAnimationFrame(() => setTimeout(() => { window.usable = performance.now(); }, 0));
}, 10);
"""


def play(page: Page, _language: str) -> None:
    """Ten seconds of the call at twice its speed, the words lit and followed."""
    page.get_by_test_id("waveform").click(position={"x": 300, "y": 40})
    page.keyboard.press("Equal")
    page.keyboard.press("Space")
    page.wait_for_timeout(10_000)
    page.keyboard.press("Space")


def scroll(page: Page, _language: str) -> None:
    """Far down the transcript and up again, faster than anybody reads."""
    page.get_by_test_id("transcript").hover()
    for way in (1, -1):
        for _ in range(80):
            page.mouse.wheel(0, way * 700)
            page.wait_for_timeout(16)


def press_words(page: Page, _language: str) -> None:
    """Thirty words, wherever the transcript stands."""
    frame = page.get_by_test_id("transcript").bounding_box()
    assert frame is not None
    for number in range(30):
        x = frame["x"] + frame["width"] * (0.35 + 0.015 * (number % 10))
        page.mouse.click(x, frame["y"] + frame["height"] * (0.2 + 0.02 * number))
        page.wait_for_timeout(120)


def answer(page: Page, _language: str) -> None:
    """Twenty questions, one after the other; each answer is sent and comes back with a new score."""
    page.keyboard.press("Escape")
    for _ in range(20):
        page.keyboard.press("KeyJ")
        page.keyboard.press("KeyA")
        page.wait_for_timeout(60)
        page.keyboard.press("Digit1")
        page.wait_for_timeout(200)
        page.keyboard.press("Escape")


def search(page: Page, language: str) -> None:
    """Three searches letter by letter, and from hit to hit; one letter alone is in thousands of words."""
    field = page.get_by_role("searchbox").first
    for asked in SEARCHES[language]:
        field.fill("")
        field.press_sequentially(asked, delay=120)
        for _ in range(5):
            page.keyboard.press("Enter")
            page.wait_for_timeout(80)
    field.fill("")


def zoom(page: Page, _language: str) -> None:
    """Into the waveform and along it, and out again."""
    page.get_by_test_id("waveform").hover()
    page.keyboard.down("Control")
    for way in (-1, 1):
        for _ in range(30):
            page.mouse.wheel(0, way * 60)
            page.wait_for_timeout(16)
    page.keyboard.up("Control")


ACTS = {
    "playing": play,
    "scrolling the transcript": scroll,
    "pressing words": press_words,
    "answering": answer,
    "searching": search,
    "zooming the waveform": zoom,
}


def measure(browser: Browser, address: str, call_id: str, language: str) -> Measured:
    """Open the call of that language and do everything with it."""
    bench = Bench(browser, address, language)
    try:
        opened = bench.open(call_id)
        frames = {}
        for name, act in ACTS.items():
            frames[name] = bench.traced(act)
            found = frames[name]
            print(f"{language} {name}: p50 {found.p50:.1f}, p95 {found.p95:.1f}, max {max(found.work):.1f}", flush=True)
        return Measured(opened, frames, bench.heap_mb())
    finally:
        bench.context.close()


def report(measured: dict[str, Measured], version: str) -> str:
    """The figures as a page of Markdown."""
    lines = [_HEAD.format(processors=os.cpu_count(), version=version, day=datetime.now(UTC).date().isoformat())]
    lines += ["| | " + " | ".join(_NAMES[language] for language in measured) + " |", "|---|" + "---|" * len(measured)]
    for title, cell in _OPENING.items():
        lines.append(f"| {title} | " + " | ".join(cell(one) for one in measured.values()) + " |")
    lines += [
        "",
        "| while | call | frames | p50 ms | p95 ms | longest ms | frames over 16.7 ms |",
        "|---|---|---|---|---|---|---|",
    ]
    for name in ACTS:
        for language, one in measured.items():
            of = one.frames[name]
            shown = f"{len(of.work)} | {of.p50:.1f} | {of.p95:.1f} | {max(of.work):.1f} | {100 * of.late:.1f} %"
            lines.append(f"| {name} | {_NAMES[language]} | {shown} |")
    return "\n".join(lines) + "\n"


_NAMES = {"he": "Hebrew", "en": "English"}
_OPENING: dict[str, Callable[[Measured], str]] = {
    "from the address to words and questions, ms": lambda one: f"{one.opened.usable_ms:.0f}",
    "of that blocked (tasks beyond 50 ms), ms": lambda one: f"{one.opened.blocked_ms:.0f}",
    "nodes in the page": lambda one: f"{one.opened.nodes:,}",
    "heap once open, MB": lambda one: f"{one.opened.heap_mb:.1f}",
    "heap after all of the below, MB": lambda one: f"{one.heap_after_mb:.1f}",
}
_HEAD = f"""# The workbench on a call of two hours

`.venv/bin/python -m tests.benchmarks.workbench`: a call of 2 h with 15,000 words in 1,000 turns, 500 marks of tone, 9
holds, dead air and talk-over, 31 questions, two channels of Opus; a real web, a real database, and Chromium {{version}}
in front of it, 1280 × 800, without a graphics card (so that pictures are drawn by the same processors). Measured
{{day}} on {{processors}} processors.

A frame's figure is the processor time of the page's main thread from its beginning to that of the next: script, style,
layout and paint, out of the browser's own trace, whose writing costs something too. A frame of 60 a second has
{FRAME_MS:.1f} ms.
"""


def main() -> None:
    """Measure both languages and write the table beside this file."""
    with tempfile.TemporaryDirectory() as passing:
        folder = Path(sys.argv[1]) if sys.argv[1:] else Path(passing)
        with served(folder) as (address, calls), debians_chromium() as browser:
            measured = {language: measure(browser, address, calls[language], language) for language in ("he", "en")}
            RESULTS.write_text(report(measured, browser.version), encoding="utf-8")
    print(RESULTS.read_text("utf-8"))


if __name__ == "__main__":
    main()
