"""Recordings come in through the page: many at once, each with its own fate."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.desk import Desk
from tests.integration.running import HEBREW_CALL, first_seconds

SitDown = Callable[..., Desk]


def test_a_new_call_is_uploaded_heard_and_opened_while_bad_files_are_refused(sit_down: SitDown, tmp_path: Path) -> None:
    call, playlist, empty, picture = (tmp_path / n for n in ("שיחה חדשה.wav", "list.wav", "empty.mp3", "scan.wav"))
    first_seconds(HEBREW_CALL, 12, call)
    playlist.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://127.0.0.1:1/x.ts\n", "utf-8")
    empty.write_bytes(b"")
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))
    table = tmp_path / "calls.csv"
    table.write_text("file;agent;language\nשיחה חדשה.wav;דנה;he\n", "cp1255")
    desk = sit_down("he").sign_in("noa").open("/upload")
    desk.page.locator('input[type="file"]').first.set_input_files([call, playlist, empty, picture, table])
    expect(desk.page.get_by_text(desk.t("problems:empty_file"))).to_be_visible()
    expect(desk.page.get_by_text(desk.t("problems:not_audio"))).to_have_count(2)
    link = desk.page.get_by_role("link", name=re.compile(desk.t("upload:open"))).first
    expect(link).to_be_visible(timeout=120_000)
    link.click()
    expect(desk.page.get_by_text(desk.t("workbench:transcript.title"), exact=True).first).to_be_visible(timeout=120_000)
    heard = desk.mashov.call("שיחה חדשה.wav")
    assert (heard["state"], heard["agent"]["name"], heard["language"]) == ("ready", "דנה", "he")

    again = desk.open("/upload")
    again.page.locator('input[type="file"]').first.set_input_files([call])
    expect(again.page.get_by_text(desk.t("upload:state.duplicate"))).to_be_visible()
