"""Rubrics: what a call is held against. Read from YAML, linted, published once, never changed."""

from pathlib import Path

_PACKAGE = Path(__file__).parent.parent


def shipped() -> list[Path]:
    """The rubrics that come with Mashov, in the order of their names: from the wheel, or from the clone."""
    installed = _PACKAGE / "shipped_rubrics"
    folder = installed if installed.is_dir() else _PACKAGE.parent / "rubrics"
    return sorted(folder.glob("*.yaml"))
