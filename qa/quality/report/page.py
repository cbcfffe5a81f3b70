"""The whole page, in the order in which it is read: what came out, what it is worth, where it was wrong."""

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from qa.quality.figures import Material, phrase_cases
from qa.quality.report import cards, sections, ways
from qa.quality.report.html import LANGUAGE_NAMES, figure, percent, safe, within
from qa.quality.report.mistakes import SoundOf, mistakes

_STYLE = Path(__file__).with_name("style.css")


def page(material: Material, figures: dict[str, Any], title: str, sound_of: SoundOf) -> str:
    """One HTML document with everything inside: style, drawings, clips. `title` names the corpus."""
    cases = phrase_cases(material, "phrase")
    languages = [name for name in figures["calls"] if name != "all"]
    parts = chain(
        _head(figures, languages, title),
        ways.comparison(figures, languages),
        ways.calibration(figures, languages),
        ways.curves(cases, figures, languages),
        sections.labels(figures, languages),
        sections.phrases(figures),
        cards.wrong_verdicts(mistakes(cases, material.heard, sound_of)),
        sections.situations(figures, languages),
        sections.tone(figures, languages),
        sections.conduct(figures, languages),
        sections.words(figures, languages),
        _foot(figures),
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>How well Mashov hears: {safe(title)}</title><style>{_STYLE.read_text('utf-8')}</style></head>"
        f"<body><main>{''.join(parts)}</main></body></html>\n"
    )


def _head(figures: dict[str, Any], languages: Sequence[str], title: str) -> Iterator[str]:
    calls = ", ".join(f"{figures['calls'][name]} {LANGUAGE_NAMES[name]}" for name in languages)
    yield f'<h1>How well Mashov hears</h1><p class="dim">Labelled calls of {safe(title)}: {calls}.</p>'
    yield f'<div class="pair hero">{"".join(_hero(name, figures["phrases"][name]) for name in languages)}</div>'


def _hero(language: str, part: dict[str, Any]) -> str:
    """The one figure of a language, and the five that go with it."""
    rows = (
        ("precision", figure(part["precision"])),
        ("recall", figure(part["recall"])),
        ("left unsure", percent(part["unsure_share"])),
        ("near misses refused", percent(part["near_misses"]["refused"])),
        ("calibration error", figure(part["calibration"]["ece"])),
    )
    inside = "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in rows)
    between = within(part["f1_interval"]) or "too few calls for an interval"
    return (
        f'<section class="card"><h3>{LANGUAGE_NAMES[language]}: phrases, F1</h3>'
        f'<div class="big">{figure(part["f1"])}</div><div class="within">{between}</div><dl>{inside}</dl></section>'
    )


def _foot(figures: dict[str, Any]) -> Iterator[str]:
    engines = "; ".join(safe(engine) for engine in figures["engines"]) or "unknown"
    yield (
        f"<footer><p>Heard with {engines}.</p><p>A phrase counts as said where its wording, or a variant that does the "
        "same, is labelled; an exact one only by its wording. “Unsure” counts as missed where something was said, and "
        "never as a false alarm. Ranges hold 95% of 1,000 draws of whole calls, with replacement. No label was read "
        "before the verdicts were written.</p></footer>"
    )
