"""The few pieces of HTML that every part of the page is made of. Whatever comes from outside goes through `safe`."""

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, Literal

LANGUAGE_NAMES = {"he": "Hebrew", "en": "English", "all": "Both"}
#: How each way of looking for phrases is called.
OWN = "own"
NAMES = {
    OWN: "Mashov",
    "exact": "Exact text",
    "partial_ratio": "Fuzzy letters (rapidfuzz)",
    "embeddings": "Embeddings alone (e5)",
}

_QUOTED = re.compile(r'"([^"]*)"')


def safe(text: object) -> str:
    """The text, harmless in HTML and in its attributes."""
    return escape(str(text), quote=True)


def spoken(text: str) -> str:
    """Words of a call or of the book, whichever way they are written."""
    return f'<bdi dir="auto">{safe(text)}</bdi>'


def stretch(text: str) -> str:
    """The same as a block of its own, which begins at the side where its language begins."""
    return f'<div dir="auto">{safe(text)}</div>'


def quoting(text: str) -> str:
    """An English sentence whose quotations may run the other way."""
    pieces = _QUOTED.split(text)
    return "".join(f"“{spoken(piece)}”" if number % 2 else safe(piece) for number, piece in enumerate(pieces))


def figure(value: float | None) -> str:
    """A figure of 0..1 with two digits; a dash where there is none."""
    return "–" if value is None else f"{value:.2f}"


def percent(value: float | None) -> str:
    """A share in percent."""
    return "–" if value is None else f"{value:.0%}"


def within(interval: Sequence[float] | None) -> str:
    """An interval of figures; nothing where there is none."""
    return "" if interval is None else f"{interval[0]:.2f} to {interval[1]:.2f}".replace("-", "−")


def signed(value: float | None) -> str:
    """A difference."""
    return "–" if value is None else f"{value:+.2f}".replace("-", "−")


def milliseconds(value: float | None) -> str:
    """A length."""
    return "–" if value is None else f"{value:.0f} ms"


def table(head: Sequence[str], rows: Iterable[str], kind: str = "") -> str:
    """A table that scrolls by itself where the page is too narrow. `rows` are made by `row`."""
    names = "".join(f'<th scope="col">{safe(name)}</th>' for name in head)
    body = "".join(rows)
    return (
        f'<div class="scroll"><table class="{kind}"><thead><tr>{names}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def row(name: str, cells: Iterable[Any], *, kind: str = "") -> str:
    """A row; `name` and cells that begin with a tag are HTML already."""
    written = (str(cell) for cell in cells)
    inside = "".join(cell if cell.startswith("<td") else f"<td>{cell}</td>" for cell in written)
    return f'<tr class="{kind}"><th scope="row">{name}</th>{inside}</tr>'


def heat(count: int, of: int, kind: Literal["right", "wrong", "open"]) -> str:
    """A cell of a table of counts, the stronger the larger its share: right, wrong, or neither."""
    return f'<td class="heat {kind}" style="--share:{0.42 * count / of if of else 0:.3f}">{count or ""}</td>'


def legend(keys: Iterable[str]) -> str:
    """What the colours of a chart stand for."""
    inside = "".join(f'<span><i class="i-{key}"></i>{safe(NAMES[key])}</span>' for key in keys)
    return f'<div class="legend">{inside}</div>'
