"""The drawings of the page, as SVG whose colours the style sheet owns. All figures are 0..1."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qa.quality.figures.curves import Point
from qa.quality.report.html import NAMES, OWN, figure, safe, within

_SIDE = 260  # of a square diagram
_LEFT, _TOP, _BELOW = 34, 8, 40
_BARS = 46  # the height of the histogram below the reliability diagram
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
_ROW = 34  # of the comparison
_NAMES = 170

#: Recall and precision.
Dot = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Compared:
    """One way of looking for phrases and its F1 with its interval."""

    key: str
    f1: float | None
    interval: Sequence[float] | None
    threshold: float | None = None


def comparison(ways: Sequence[Compared]) -> str:
    """A dot a way with its interval, on one axis."""
    wide, height = 470, _ROW * len(ways) + 26
    reach = wide - _NAMES - 44

    def x(value: float) -> float:
        return _NAMES + value * reach

    lines = [
        f'<line class="axis" x1="{x(tick):.1f}" x2="{x(tick):.1f}" y1="0" y2="{height - 20}"/>'
        f'<text x="{x(tick):.1f}" y="{height - 4}" text-anchor="middle">{tick:g}</text>'
        for tick in _TICKS
    ]
    for number, way in enumerate(ways):
        y = number * _ROW + _ROW / 2
        lines.append(f'<text class="name" x="0" y="{y + 4:.1f}">{safe(NAMES[way.key])}</text>')
        if way.f1 is None:
            continue
        if way.interval:
            ends = f'x1="{x(way.interval[0]):.1f}" x2="{x(way.interval[1]):.1f}"'
            lines.append(f'<line class="whisker {way.key}" {ends} y1="{y}" y2="{y}"/>')
        lines.append(
            f'<circle class="{way.key}" cx="{x(way.f1):.1f}" cy="{y}" r="5"><title>F1 {figure(way.f1)}'
            f" {within(way.interval)}</title></circle>"
            f'<text class="name" x="{wide}" y="{y + 4:.1f}" text-anchor="end">{figure(way.f1)}</text>'
        )
    return _svg(wide, height, "F1 of each way of looking for phrases", lines)


def reliability(bins: Sequence[Mapping[str, Any]]) -> str:
    """How often a phrase was really said, over how probable it was called; below, how many cases are in each bin."""
    most = max((one["cases"] for one in bins), default=1)
    base = _TOP + _SIDE + 52 + _BARS
    lines = [*_square("called probable", "really said"), _diagonal()]
    path = " ".join(f"{_x(one['mean_probability']):.1f},{_y(one['share_said']):.1f}" for one in bins)
    lines.append(f'<polyline class="curve own" points="{path}" opacity=".35"/>')
    for one in bins:
        left, wide = _x(one["from"]) + 1, _x(one["to"]) - _x(one["from"]) - 2
        height = max(1.5, _BARS * one["cases"] / most)
        lines.append(
            f'<rect class="bar" x="{left:.1f}" width="{wide:.1f}" y="{base - height:.1f}" height="{height:.1f}"/>'
            f'<text x="{left + wide / 2:.1f}" y="{base - height - 3:.1f}" text-anchor="middle">{one["cases"]}</text>'
            f'<circle class="own spot" cx="{_x(one["mean_probability"]):.1f}" cy="{_y(one["share_said"]):.1f}" '
            f'r="{4 + 6 * (one["cases"] / most) ** 0.5:.1f}"><title>{one["cases"]} cases called '
            f"{figure(one['mean_probability'])}, said in {figure(one['share_said'])}</title></circle>"
        )
    return _svg(_LEFT + _SIDE + 10, base + 4, "Reliability: really said over called probable", lines)


def precision_recall(curves: Mapping[str, Sequence[Point]], dots: Mapping[str, Dot]) -> str:
    """Precision over recall at every threshold, by way; `dots` are what ways give that have no threshold to choose."""
    lines = _square("recall", "precision")
    for key, points in curves.items():
        reached = [(p.tally.recall, p.tally.precision) for p in points]
        path = " ".join(f"{_x(r):.1f},{_y(p):.1f}" for r, p in reached if r is not None and p is not None)
        lines.append(f'<polyline class="curve {key}" points="{path}"><title>{safe(NAMES[key])}</title></polyline>')
    lines += [_dot(key, dot, 6 if key == OWN else 4.5) for key, dot in dots.items()]
    return _svg(_LEFT + _SIDE + 10, _TOP + _SIDE + _BELOW, "Precision over recall", lines)


def _dot(key: str, dot: Dot, radius: float) -> str:
    recall, precision = dot
    if recall is None or precision is None:
        return ""
    title = f"{NAMES[key]}: precision {figure(precision)}, recall {figure(recall)}"
    at = f'cx="{_x(recall):.1f}" cy="{_y(precision):.1f}" r="{radius}"'
    return f'<circle class="{key}" {at}><title>{safe(title)}</title></circle>'


def _x(value: float) -> float:
    return _LEFT + value * _SIDE


def _y(value: float) -> float:
    return _TOP + (1 - value) * _SIDE


def _diagonal() -> str:
    return f'<line class="even" x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}"/>'


def _square(across: str, up: str) -> list[str]:
    """The frame of a square diagram with its axes."""
    lines = []
    for tick in _TICKS:
        lines += [
            f'<line class="axis" x1="{_x(tick)}" x2="{_x(tick)}" y1="{_y(0)}" y2="{_y(1)}"/>',
            f'<line class="axis" x1="{_x(0)}" x2="{_x(1)}" y1="{_y(tick)}" y2="{_y(tick)}"/>',
            f'<text x="{_x(tick)}" y="{_y(0) + 15}" text-anchor="middle">{tick:g}</text>',
            f'<text x="{_x(0) - 6}" y="{_y(tick) + 4}" text-anchor="end">{tick:g}</text>',
        ]
    middle = _TOP + _SIDE / 2
    lines += [
        f'<text x="{_x(0.5)}" y="{_y(0) + 32}" text-anchor="middle">{safe(across)}</text>',
        f'<text transform="translate(4 {middle}) rotate(-90)" text-anchor="middle">{safe(up)}</text>',
    ]
    return lines


def _svg(width: float, height: float, title: str, lines: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{safe(title)}" '
        f'style="max-width:{width * 1.35:g}px">{"".join(lines)}</svg>'
    )
