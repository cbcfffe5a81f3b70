"""What makes a clone ready: when a step may be passed over, and what is said when one fails."""

import io
import subprocess
import sys
from pathlib import Path

import pytest

from qa.install import page
from qa.install.page import NoPage, check_page
from qa.install.stamp import Stamp, fingerprint
from qa.install.terminal import CommandFailed, Terminal
from qa.platform.settings import CLONE


class TestFingerprint:
    @pytest.fixture
    def sources(self, tmp_path: Path) -> Path:
        (tmp_path / "src" / "deep").mkdir(parents=True)
        (tmp_path / "src" / "deep" / "a.ts").write_text("one")
        (tmp_path / "src" / "b.ts").write_text("two")
        return tmp_path / "src"

    def test_it_stays_while_nothing_changes(self, sources: Path) -> None:
        assert fingerprint([sources]) == fingerprint([sources])

    def test_every_change_shows(self, sources: Path) -> None:
        seen = {fingerprint([sources])}
        (sources / "b.ts").write_text("three")
        seen.add(fingerprint([sources]))
        (sources / "b.ts").rename(sources / "c.ts")
        seen.add(fingerprint([sources]))
        (sources / "deep" / "a.ts").unlink()
        seen.add(fingerprint([sources]))
        seen.add(fingerprint([sources], "moved"))
        assert len(seen) == 5

    def test_a_source_that_is_not_there_counts_as_none(self, sources: Path) -> None:
        assert fingerprint([sources, sources / "none"]) == fingerprint([sources])


def test_a_stamp_fits_only_what_was_made_to_the_end(tmp_path: Path) -> None:
    stamp = Stamp(tmp_path / "stamp")
    assert not stamp.fits("now")
    stamp.put("now")
    assert stamp.fits("now")
    assert not stamp.fits("later")
    stamp.clear()
    assert not stamp.fits("now")


class TestPage:
    @pytest.fixture
    def built(self, tmp_path: Path) -> Path:
        (tmp_path / "assets").mkdir()
        (tmp_path / "assets" / "index-1a2b.js").write_text("run()")
        (tmp_path / "index.html").write_text('<script type="module" src="/assets/index-1a2b.js"></script>')
        return tmp_path

    def test_a_whole_page_is_taken(self, built: Path) -> None:
        check_page(built)

    def test_no_page_is_said_loudly(self, built: Path) -> None:
        (built / "index.html").unlink()
        with pytest.raises(NoPage, match=r"index\.html is missing"):
            check_page(built)

    def test_a_page_without_its_script_is_said_loudly(self, built: Path) -> None:
        (built / "assets" / "index-1a2b.js").unlink()
        with pytest.raises(NoPage, match=r"index-1a2b\.js is missing"):
            check_page(built)

    def test_a_page_that_runs_nothing_is_said_loudly(self, built: Path) -> None:
        (built / "index.html").write_text("<html></html>")
        with pytest.raises(NoPage, match="names no script"):
            check_page(built)


@pytest.mark.parametrize(
    ("version", "suits"),
    [
        ("v18.19.0", False),
        ("v20.18.3", False),
        ("v20.19.0", True),
        ("v21.7.0", False),
        ("v22.11.0", False),
        ("v22.12.0", True),
        ("v24.1.0", True),
        ("", False),
    ],
)
def test_only_a_node_that_vite_takes_is_used(tmp_path: Path, version: str, suits: bool) -> None:
    node = tmp_path / "node"
    node.write_text(f"#!/bin/sh\necho {version}\n")
    node.chmod(0o755)
    assert page._suits(str(node)) is suits


class TestTerminal:
    def test_a_failed_command_shows_what_it_said_last(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        code = "import sys; print('\\n'.join(map(str, range(100)))); sys.exit('no such package')"
        with pytest.raises(CommandFailed, match="no such package") as caught:
            Terminal(1).run([sys.executable, "-u", "-c", code], tmp_path)
        assert caught.value.status == 1
        assert "\n    99\n" in str(caught.value)
        assert "\n    5\n" not in str(caught.value), "the last lines only"
        assert capsys.readouterr().out == "", "where the output is no terminal nothing moves"

    def test_a_step_is_one_line_with_its_time(self, capsys: pytest.CaptureFixture[str]) -> None:
        terminal = Terminal(2)
        with terminal.step("Python packages"):
            pass
        terminal.passed("The page")
        lines = capsys.readouterr().out.splitlines()
        assert lines[0] == "  1/2 Python packages ..."
        assert lines[1].split() == ["✓", "1/2", "Python", "packages", "0.0", "s"]
        assert lines[2].split() == ["✓", "2/2", "The", "page", "ready"]


def test_it_needs_nothing_but_python_itself() -> None:
    # -S keeps every installed package out, as on a machine where nothing is installed yet.
    code = "import qa.install.__main__, sys; print(sorted(m for m in sys.modules if m.startswith('qa.')))"
    found = subprocess.run([sys.executable, "-S", "-c", code], cwd=CLONE, capture_output=True, text=True, check=True)
    assert "qa.install.page" in found.stdout
    assert "qa.platform" not in found.stdout


def test_words_that_it_does_not_know_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from qa.install.__main__ import main

    monkeypatch.setattr(sys, "argv", ["qa.install", "--prod"])
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    with pytest.raises(SystemExit, match="usage"):
        main()
