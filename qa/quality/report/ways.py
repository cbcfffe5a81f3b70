"""The sections that compare: Mashov with simpler ways, probabilities with the truth, precision with recall."""

from collections.abc import Iterator, Sequence
from typing import Any

from qa.quality.baselines import EXACT
from qa.quality.figures import PhraseCase
from qa.quality.figures.curves import points
from qa.quality.figures.phrases import scored, scored_by
from qa.quality.report import charts
from qa.quality.report.charts import Compared
from qa.quality.report.html import (
    LANGUAGE_NAMES,
    NAMES,
    OWN,
    figure,
    legend,
    percent,
    row,
    safe,
    signed,
    table,
    within,
)


def comparison(figures: dict[str, Any], languages: Sequence[str]) -> Iterator[str]:
    """Mashov next to the baselines: a drawing and a table a language."""
    yield (
        "<h2>Against simpler ways</h2><p>The same transcripts, the same phrases, one verdict a phrase and call. The "
        "thresholds of the simpler ways are picked on these very calls, which flatters them; the tables also have them "
        "at the threshold that is usual.</p>"
    )
    yield '<div class="pair">'
    for name in languages:
        part = figures["phrases"][name]
        compared = [Compared(OWN, part["f1"], part["f1_interval"])]
        compared += [Compared(key, b["picked"]["f1"], b["picked"]["f1_interval"]) for key, b in _baselines(part)]
        yield f'<section class="card"><h3>{LANGUAGE_NAMES[name]}: F1</h3>{charts.comparison(compared)}</section>'
    yield "</div>"
    for name in languages:
        ways = _table(figures["phrases"][name])
        yield f'<section class="card apart"><h3>{LANGUAGE_NAMES[name]}</h3>{ways}</section>'


def calibration(figures: dict[str, Any], languages: Sequence[str]) -> Iterator[str]:
    """Reliability diagrams."""
    yield (
        "<h2>Does a probability mean what it says?</h2><p>On the dashed line, of all phrases called 70% probable, 70% "
        "were said. Larger dots stand for more cases; the bars count them.</p>"
    )
    yield '<div class="pair">'
    for name in languages:
        part = figures["phrases"][name]["calibration"]
        note = (
            f"Calibration error {figure(part['ece'])} in bins of equal width, {figure(part['ece_equal_mass'])} in bins "
            f"of equal number; Brier score {figure(part['brier'])}."
        )
        drawn = charts.reliability(part["bins"])
        yield f'<section class="card"><h3>{LANGUAGE_NAMES[name]}</h3>{drawn}<p class="note below">{note}</p></section>'
    yield "</div>"


def curves(cases: Sequence[PhraseCase], figures: dict[str, Any], languages: Sequence[str]) -> Iterator[str]:
    """Precision-recall curves of Mashov's probabilities and the baselines' scores."""
    yield (
        "<h2>Precision and recall</h2><p>What each way would give at every threshold. The large dot is what the "
        "verdicts give: they leave some cases unsure, so it need not lie on the curve. Exact text has no threshold.</p>"
    )
    yield '<div class="pair">'
    for name in languages:
        own, part = [case for case in cases if case.phrase.language == name], figures["phrases"][name]
        known = [key for key, _ in _baselines(part)]
        drawn = {key: points(scored_by(key, own)) for key in known if key != EXACT} | {OWN: points(scored(own))}
        dots = {OWN: (part["recall"], part["precision"])}
        if EXACT in known:
            exact = part["baselines"][EXACT]["usual"]
            dots[EXACT] = (exact["recall"], exact["precision"])
        inside = charts.precision_recall(drawn, dots) + legend([OWN, *known])
        yield f'<section class="card"><h3>{LANGUAGE_NAMES[name]}</h3>{inside}</section>'
    yield "</div>"


def _table(part: dict[str, Any]) -> str:
    head = ("", "threshold", "F1", "range", "precision", "recall", "near misses refused", "Mashov is ahead by")
    own = (*_figures(part), percent(part["near_misses"]["refused"]), "")
    rows = [row(NAMES[OWN], ("its own", *own), kind=OWN)]
    rows += [
        _row(key, which, baseline[which])
        for key, baseline in _baselines(part)
        for which in (("usual",) if key == EXACT else ("picked", "usual"))  # text is the same, or it is not
    ]
    return table(head, rows)


def _row(key: str, which: str, at: dict[str, Any]) -> str:
    between = within(at["f1_behind_interval"])
    ahead = signed(at["f1_behind"]) + (f" ({between})" if between else "")
    threshold = "–" if key == EXACT else f"{figure(at['threshold'])} ({which})"
    return row(safe(NAMES[key]), (threshold, *_figures(at), percent(at["near_misses_refused"]), ahead))


def _figures(part: dict[str, Any]) -> tuple[str, ...]:
    return figure(part["f1"]), within(part["f1_interval"]), figure(part["precision"]), figure(part["recall"])


def _baselines(part: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(key, found) for key, found in part["baselines"].items() if found]
