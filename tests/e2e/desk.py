"""`qa up` as a newcomer starts it, with its demo calls really heard, and Chromium in front of it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from tests.servers import free_port

CLONE = Path(__file__).resolve().parents[2]
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--autoplay-policy=no-user-gesture-required",
]
_PATIENCE_S = 600
#: How long a page may take. Nothing waits longer than it must, and a machine that is busy elsewhere fails no test.
_PAGE_MS = 60_000
_DESK: ViewportSize = {"width": 1280, "height": 800}
_PHONE: ViewportSize = {"width": 390, "height": 844}

expect.set_options(timeout=_PAGE_MS)


@dataclass(frozen=True, slots=True)
class Mashov:
    """A running system and how to sign in to it."""

    address: str
    password: str
    setup_link: str
    data: Path

    #: The cookies of everybody who signed in once, by mailbox.
    _signed_in: dict[str, dict[str, str]] = field(default_factory=dict, init=False, repr=False)

    def cookies(self, mailbox: str) -> dict[str, str]:
        """What the browser of somebody who has signed in keeps, by name. They sign in once: checking a password takes
        time on purpose."""
        if mailbox not in self._signed_in:
            said = {"email": f"{mailbox}@demo.mashov.example", "password": self.password}
            answer = httpx.post(f"{self.address}/api/session", json=said, timeout=_PAGE_MS / 1000)
            self._signed_in[mailbox] = dict(answer.raise_for_status().cookies)
        return self._signed_in[mailbox]

    def calls(self) -> list[dict[str, Any]]:
        """What a reviewer's list of calls says now."""
        asked = httpx.get(f"{self.address}/api/calls", cookies=self.cookies("noa"), timeout=_PAGE_MS / 1000)
        items: list[dict[str, Any]] = asked.raise_for_status().json()["items"]
        return items

    def call(self, file_name: str) -> dict[str, Any]:
        """The call of that name."""
        return next(call for call in self.calls() if call["file_name"] == file_name)


@contextmanager
def started(folder: Path, *, history: bool = False) -> Iterator[Mashov]:
    """`qa up` on that folder, until all its demo calls are heard and scored; stopped by Ctrl+C at the end.

    `history`: with the simulated weeks that come with the demo.
    """
    port, log = free_port(), folder / "terminal.log"
    command = [sys.executable, "-m", "qa.cli", "up", "--data", str(folder / "data"), "--port", str(port)]
    # Many browsers sign in here within minutes, and none of them guesses.
    environment = os.environ | {"PYTHONPATH": str(CLONE), "QA_SIGN_IN_ATTEMPTS": "1000/minute", "NO_COLOR": "1"}
    environment["QA_DEMO_HISTORY"] = str(history)
    with log.open("wb") as terminal:
        process = subprocess.Popen(command, cwd=CLONE, env=environment, stdout=terminal, stderr=terminal)
    try:
        wait_until(lambda: "Ctrl+C stops everything" in log.read_text("utf-8") or _died(process, log), log)
        link = next(word for word in log.read_text("utf-8").split() if "/setup?token=" in word)
        password = (folder / "data" / "demo-password").read_text("utf-8").strip()
        running = Mashov(f"http://127.0.0.1:{port}", password, link, folder / "data")
        wait_until(lambda: all(call["state"] in ("ready", "failed") for call in running.calls()), log)
        assert {call["state"] for call in running.calls()} == {"ready"}
        yield running
    finally:
        process.send_signal(signal.SIGINT)
        status = process.wait(timeout=180)
    assert status == 0, "Ctrl+C ends it cleanly"


def wait_until(happened: Callable[[], bool], log: Path) -> None:
    """Look often; give up after ten minutes with the end of the terminal's words."""
    until = time.monotonic() + _PATIENCE_S
    while not happened():
        if time.monotonic() > until:
            pytest.fail(f"nothing for {_PATIENCE_S} s; the terminal says:\n{log.read_text('utf-8')[-3000:]}")
        time.sleep(0.2)


def _died(process: "subprocess.Popen[bytes]", log: Path) -> bool:
    if process.poll() is not None:
        pytest.fail(f"qa up ended by itself:\n{log.read_text('utf-8')[-3000:]}")
    return False


class Words:
    """The page's own words in one language, out of its locale files."""

    def __init__(self, language: str) -> None:
        folder = CLONE / "web" / "src" / "locales" / language
        self._texts = {file.stem: json.loads(file.read_text("utf-8")) for file in folder.glob("*.json")}

    def __call__(self, key: str, **values: object) -> str:
        """The text of "file:path.to.key", its {{places}} filled."""
        file, path = key.split(":")
        text: Any = self._texts[file]
        for part in path.split("."):
            text = text[part]
        for name, value in values.items():
            text = text.replace("{{" + name + "}}", str(value))
        return str(text)


@contextmanager
def debians_chromium() -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@dataclass(slots=True)
class Desk:
    """Somebody in front of the page. What the page complains of in its console fails the test at the end."""

    mashov: Mashov
    window: Page
    context: BrowserContext
    t: Words
    complaints: list[str]
    _is_home_due: bool = False

    @property
    def page(self) -> Page:
        """What the window shows: to somebody who signed in and went nowhere yet, their home."""
        if self._is_home_due:
            self.open("/").page.get_by_role("navigation").first.wait_for()
        return self.window

    def sign_in(self, mailbox: str) -> "Desk":
        """As somebody who has signed in before; `sign_in_by_form` tries the door."""
        for name, value in self.mashov.cookies(mailbox).items():
            self.context.add_cookies([{"name": name, "value": value, "url": self.mashov.address}])
        self._is_home_due = True
        return self

    def sign_in_by_form(self, mailbox: str) -> "Desk":
        """As a person does for the first time."""
        self.open("/")
        self.page.get_by_label(self.t("session:sign_in.email")).fill(f"{mailbox}@demo.mashov.example")
        self.page.get_by_label(self.t("session:sign_in.password"), exact=False).first.fill(self.mashov.password)
        self.page.keyboard.press("Enter")
        self.page.get_by_role("navigation").first.wait_for()
        return self

    def reads(self, language: str) -> "Desk":
        """The same person, who has chosen this language: the next page that they open is in it."""
        self.api("PATCH", "/api/me", data={"interface_language": language})
        return self

    def open(self, path: str) -> "Desk":
        """An address of the page."""
        self._is_home_due = False
        self.window.goto(self.mashov.address + path)
        return self

    def hears(self, *, after_s: int) -> None:
        """Wait until the sound plays past this second; the waveform says where it is."""
        position = self.page.get_by_role("slider", name=self.t("workbench:waveform.position"))
        until = time.monotonic() + _PAGE_MS / 1000
        while int(position.get_attribute("aria-valuenow") or 0) <= after_s:
            assert time.monotonic() < until, "the sound does not play"
            self.page.wait_for_timeout(100)

    def api(self, method: str, path: str, **how: Any) -> Any:
        """Ask the server as this browser, past the page."""
        csrf = self.context.request.get(f"{self.mashov.address}/api/session").json()["csrf_token"]
        headers = {"X-CSRF-Token": csrf} | how.pop("headers", {})
        answer = self.context.request.fetch(self.mashov.address + path, method=method, headers=headers, **how)
        assert answer.ok, answer.text()
        return answer.json()

    def decide_the_rest(self, call_id: str) -> dict[str, Any]:
        """Answer what waits for a person, past the page; returns the evaluation."""
        evaluation: dict[str, Any] = self.api("GET", f"/api/calls/{call_id}/evaluation")
        for question in [question for section in evaluation["sections"] for question in section["questions"]]:
            if question["decided_by"] == "nobody":
                path = f"/api/evaluations/{evaluation['id']}/answers/{question['id']}"
                said = {"option_id": question["options"][0]["id"]}
                evaluation = self.api("PUT", path, data=said, headers=at(evaluation))
        return evaluation

    def publish(self, call_id: str, summary: str) -> None:
        """Review a call and send it to its agent, past the page."""
        evaluation = self.decide_the_rest(call_id)
        address = f"/api/evaluations/{evaluation['id']}"
        evaluation = self.api("PUT", f"{address}/summary", data={"summary": summary}, headers=at(evaluation))
        for step in ("submit", "publish"):
            evaluation = self.api("POST", f"{address}/{step}", headers=at(evaluation))


def at(evaluation: dict[str, Any]) -> dict[str, str]:
    """The header that names the version from which a change is made."""
    return {"If-Match": f'"{evaluation["version"]}"'}


@dataclass(frozen=True, slots=True)
class Sight:
    """How somebody looks at the page."""

    language: str = "he"
    scheme: str = "light"
    phone: bool = False


def desk_at(mashov: Mashov, chromium: Browser, sight: Sight) -> Desk:
    """A fresh browser window in front of the sign-in."""
    context = chromium.new_context(
        viewport=_PHONE if sight.phone else _DESK,
        color_scheme="dark" if sight.scheme == "dark" else "light",
        locale="he-IL" if sight.language == "he" else "en-GB",
        reduced_motion="reduce",
    )
    page, complaints = context.new_page(), []
    page.set_default_timeout(_PAGE_MS)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if _is_complaint(said.type, said.text) else None)
    return Desk(mashov, page, context, Words(sight.language), complaints)


def _is_complaint(kind: str, text: str) -> bool:
    """Answers like "not signed in" are part of the page's life; the browser tells of each of them."""
    return kind in ("error", "warning") and "Failed to load resource" not in text
