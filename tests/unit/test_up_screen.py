"""What `qa up` shows where its output is a log and not a terminal, and how far a call is said to be."""

import io

import pytest
from rich.console import Console

from qa.calls.schemas import JobProgress
from qa.up import hearing, screen
from qa.up.screen import OVER, Doing, Screen


@pytest.fixture
def log() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def plain(log: io.StringIO) -> Screen:
    return Screen(Console(file=log, force_terminal=False, width=200))


def test_a_step_is_one_line_with_its_time(plain: Screen, log: io.StringIO) -> None:
    plain.done("1/4 Models", "base [revision 905e]", 1.26)
    assert log.getvalue().split() == ["✓", "1/4", "Models", "1.3", "s", "base", "[revision", "905e]"]


def test_a_log_is_told_rarely_and_never_the_same_twice(
    plain: Screen, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    with plain.progress() as show:
        for share in (0.1, 0.2, 0.3):
            show("call", Doing("transcribe", share))
        assert log.getvalue() == "  transcribe 10%\n"
        monkeypatch.setattr(screen, "_QUIET_S", 0.0)
        show("call", Doing("transcribe", 0.4))
        show("call", Doing("transcribe", 0.4))
        show("call", OVER)
    assert log.getvalue() == "  transcribe 10%\n  transcribe 40%\n"


def test_a_call_never_goes_back_on_its_way() -> None:
    stages = ("received", "decode", "speech", "transcribe", "turns", "findings", "score")
    shares = [
        hearing._share(JobProgress.model_validate({"stage": stage, "share": share, "attempts": 1}))
        for stage in stages
        for share in (0.0, 0.5, 1.0)
    ]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
