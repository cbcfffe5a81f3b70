"""The wrong verdicts as cards: what was said, what was heard, what each witness thought of it, and the sound itself."""

from collections.abc import Iterator, Sequence

from qa.quality.report.html import figure, quoting, safe, stretch
from qa.quality.report.mistakes import Mistake


def wrong_verdicts(found: Sequence[Mistake]) -> Iterator[str]:
    """The section of all of them."""
    yield (
        "<h2>Where it was wrong</h2><p>Wrong verdicts, those first whose probability is farthest from the truth. What "
        "was missed plays from where it was said; what was taken for a phrase plays from where it was heard.</p>"
    )
    cards = "".join(map(_card, found))
    yield f'<div class="mistakes">{cards}</div>' if cards else '<p class="note">There is none.</p>'


def _card(mistake: Mistake) -> str:
    case, note = mistake.case, mistake.note
    witnesses = (("text", note.text if note else None), ("sound", note.sound if note else None))
    meters = "".join(_meter(name, value) for name, value in (*witnesses, ("probability", case.line.probability)))
    player = f'<audio controls preload="metadata" src="{mistake.clip}"></audio>' if mistake.clip else ""
    facts = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in _facts(mistake))
    return (
        f'<article class="card mistake"><header><span class="badge">{_badge(mistake)}</span>'
        f"<span>{safe(case.call)}</span><span>{case.phrase.strictness}</span></header>"
        f'<div class="wording">{stretch(case.phrase.wording)}</div><dl>{facts}</dl>'
        f'<div class="meters">{meters}</div>{player}</article>'
    )


def _badge(mistake: Mistake) -> str:
    if mistake.case.said:
        return "False alarm"
    return "Left unsure" if mistake.case.unsure else "Missed"


def _facts(mistake: Mistake) -> Iterator[tuple[str, str]]:
    label, line = mistake.case.label, mistake.case.line
    yield "label", safe(label.label.replace("_", " ") + (f", {label.kind}" if label.kind else ""))
    if label.said_as:
        yield "really", stretch(label.said_as)
    if line.heard:
        yield "heard", stretch(line.heard)
    if mistake.note:
        yield "why", quoting(mistake.note.why)


def _meter(name: str, value: float | None) -> str:
    bar = f'<div class="meter" style="--share:{value or 0:.3f}"><span></span></div>'
    return f"<div>{name} {figure(value)}{bar}</div>"
