"""The tables of the page."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from qa.quality.book import STRICTNESSES
from qa.quality.labels import SPAN_KINDS
from qa.quality.report.html import (
    LANGUAGE_NAMES,
    figure,
    heat,
    milliseconds,
    percent,
    row,
    safe,
    spoken,
    table,
    within,
)

_SHOWN = {
    "not_found": "not found",
    "no_trigger": "no trigger",
    "dead_air": "dead air",
    "talk_over": "talk-over",
    "hold": "hold",
    "near_miss": "near miss",
}


def bad(count: int) -> str:
    """A count of errors: nothing where there are none."""
    return f'<span class="wrong">{count}</span>' if count else ""


def labels(figures: dict[str, Any], languages: Sequence[str]) -> Iterator[str]:
    """What became of each kind of label, by strictness."""
    yield (
        "<h2>By what was really there</h2><p>Said in its wording, said in a variant, something like it, or nothing. A "
        "variant fulfils a close phrase and one of meaning, never an exact one.</p>"
    )
    for name in languages:
        rows = []
        for label, by_strictness in figures["phrases"][name]["by_label"].items():
            for strictness in STRICTNESSES:
                rows += _label_rows(label, strictness, by_strictness[strictness])
        head = ("label", "strictness", "kind", "cases", "verdict: said", "unsure", "not said", "right")
        yield f'<section class="card apart"><h3>{LANGUAGE_NAMES[name]}</h3>{table(head, rows)}</section>'


def _label_rows(label: str, strictness: str, counts: Mapping[str, Any]) -> list[str]:
    kinds = counts["kinds"] or {"": counts}
    owed = label == "said" or (label == "variant" and strictness != "exact")
    return [
        row(
            _SHOWN.get(label, label),
            (
                strictness,
                safe(kind),
                one["cases"],
                heat(one["said"], one["cases"], "right" if owed else "wrong"),
                heat(one["unsure"], one["cases"], "open"),
                heat(one["not_said"], one["cases"], "wrong" if owed else "right"),
                percent(one["right"] / one["cases"]),
            ),
        )
        for kind, one in kinds.items()
        if one["cases"]
    ]


def phrases(figures: dict[str, Any]) -> Iterator[str]:
    """Each phrase of the book."""
    yield (
        "<h2>Phrase by phrase</h2><p>How often each should be said in these calls, what became of it, and how many "
        "near misses were let through.</p>"
    )
    head = ("phrase", "wording", "strictness", "expected", "right", "missed", "false alarms", "unsure", "let through")
    rows = [
        row(
            safe(phrase_id),
            (
                f'<td class="words">{spoken(one["wording"])}</td>',
                one["strictness"],
                one["expected"],
                one["hits"],
                bad(one["missed"]),
                bad(one["false_alarms"]),
                one["unsure"] or "",
                bad(one["near_misses"] - one["near_misses_refused"]),
            ),
        )
        for phrase_id, one in figures["phrases"]["all"]["by_phrase"].items()
    ]
    yield f'<section class="card">{table(head, rows)}</section>'


def situations(figures: dict[str, Any], languages: Sequence[str]) -> Iterator[str]:
    """What became of opportunities, and transitions beside them."""
    yield (
        "<h2>Situations and transitions</h2><p>Rows are what is true of an opportunity, columns what was found. It is "
        "right where its trigger overlaps and its outcome agrees.</p>"
    )
    yield '<div class="pair">'
    for name in languages:
        part, transitions = figures["situations"][name], figures["transitions"][name]
        triggers = part["triggers"]
        note = (
            f"F1 {figure(part['f1'])} {_bracketed(part['f1_interval'])}, precision {figure(part['precision'])}, recall "
            f"{figure(part['recall'])}. Triggers: {triggers['found']} of {triggers['labelled']} found, "
            f"{triggers['false']} false. Transitions: F1 {figure(transitions['f1'])}, precision "
            f"{figure(transitions['precision'])}, recall {figure(transitions['recall'])}."
        )
        inside = f'{_confusion(part["confusion"])}<p class="note below">{note}</p>'
        yield f'<section class="card"><h3>{LANGUAGE_NAMES[name]}</h3>{inside}</section>'
    yield "</div>"


def tone(figures: dict[str, Any], languages: Sequence[str]) -> Iterator[str]:
    """How the customer's turns were taken."""
    yield "<h2>Tone of the customer’s words</h2><p>Rows are how a turn sounds, columns how it was taken.</p>"
    yield '<div class="pair">'
    for name in languages:
        part = figures["tone"][name]
        if part["accuracy"] is None:
            inside = f'<p class="note">No figures: {safe(part.get("why", "no labelled turn"))}.</p>'
        else:
            note = (
                f"Right: {percent(part['accuracy'])} of {part['turns']} turns {_bracketed(part['accuracy_interval'])}; "
                f"of those that are positive or negative {percent(part['positive_negative'])}."
            )
            inside = f'{_confusion(part["confusion"])}<p class="note below">{note}</p>'
        yield f'<section class="card"><h3>{LANGUAGE_NAMES[name]}</h3>{inside}</section>'
    yield "</div>"


def conduct(figures: dict[str, Any], languages: Sequence[str]) -> Iterator[str]:
    """Where dead air, talk-over, holds and personal data were found."""
    yield "<h2>Conduct and redaction</h2><p>Stretches of the call, and how far off their ends are (medians).</p>"
    head = ("", "there", "found", "within 300 ms", "false", "start off by", "end off by")
    rows = [
        row(
            f"{LANGUAGE_NAMES[name]}, {_SHOWN[kind]}",
            (
                part["labelled"],
                part["found"],
                part["found_within_300_ms"],
                bad(part["false"]),
                milliseconds(part["median_start_error_ms"]),
                milliseconds(part["median_end_error_ms"]),
            ),
        )
        for name in languages
        for kind, part in figures["conduct"][name].items()
        if kind in SPAN_KINDS
    ]
    notes = " ".join(f"{LANGUAGE_NAMES[name]}: {_covered(figures['redaction'][name])}." for name in languages)
    yield (
        f'<section class="card">{table(head, rows)}<p class="note below">Personal data covered: {notes}</p></section>'
    )


def _covered(part: Mapping[str, Any]) -> str:
    if part["recall"] is None:
        return "none is labelled"
    return f"{percent(part['recall'])} of {part['labelled']} ({percent(part['time_recall'])} of their time)"


def words(figures: dict[str, Any], languages: Sequence[str]) -> Iterator[str]:
    """Errors a word and a letter."""
    yield "<h2>Words</h2><p>Errors of the transcripts, without punctuation and niqqud; lower is better.</p>"
    rows = [
        row(
            f"{LANGUAGE_NAMES[name]}, {channel}",
            (part["words"], figure(part["wer"]), within(part["wer_interval"]), figure(part["cer"])),
        )
        for name in languages
        for channel, part in figures["words"][name].items()
        if isinstance(part, dict) and part["words"]
    ]
    head = ("", "words said", "errors a word", "95 %", "errors a letter")
    why = figures["words"]["all"].get("why")
    yield f'<section class="card">{table(head, rows) if rows else f"<p>No figures: {safe(why)}.</p>"}</section>'


def _confusion(counts: Mapping[str, Mapping[str, int]]) -> str:
    columns = list(next(iter(counts.values())))
    head = ("", *(_SHOWN.get(column, column) for column in columns))
    rows = [
        row(_SHOWN.get(true, true), [_confused(true, column, found) for column in columns])
        for true, found in counts.items()
    ]
    return table(head, rows, "tight")


def _confused(true: str, column: str, found: Mapping[str, int]) -> str:
    kind: Literal["right", "wrong", "open"] = (
        "right" if column == true else "open" if column in {"unsure", "not_found"} else "wrong"
    )
    return heat(found[column], sum(found.values()), kind)


def _bracketed(interval: Sequence[float] | None) -> str:
    return f"({within(interval)})" if interval else ""
