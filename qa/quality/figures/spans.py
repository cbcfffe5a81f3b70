"""Conduct and redaction: whether stretches of a call are found where they are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from qa.platform.spans import Span, intersect, total
from qa.quality.figures.matching import pairs
from qa.quality.figures.material import Material
from qa.quality.figures.tally import rounded, share
from qa.quality.labels import SPAN_KINDS, LabelledCall

#: A stretch is placed well if both its ends are this near to the true ones, in milliseconds.
NEAR_MS = 300
#: A stretch of personal data counts as covered from this share of its length on.
COVERED = 0.9


@dataclass(slots=True)
class _Found:
    """What became of the stretches of one kind."""

    labelled: int = 0
    false: int = 0
    starts: list[int] = field(default_factory=list)  # found less true, in milliseconds, of those that were found
    ends: list[int] = field(default_factory=list)

    @property
    def near(self) -> int:
        return sum(max(abs(s), abs(e)) <= NEAR_MS for s, e in zip(self.starts, self.ends, strict=True))


def conduct_json(material: Material) -> dict[str, Any]:
    """Per kind of stretch: how many are there, found, and found within 300 ms at both ends; errors in milliseconds."""
    found = {kind: _found(material, kind) for kind in SPAN_KINDS}
    every = list(found.values())
    return {
        **{kind: _json(one) for kind, one in found.items()},
        "within_300_ms": rounded(share(sum(one.near for one in every), sum(one.labelled for one in every))),
    }


def redaction_json(material: Material) -> dict[str, Any]:
    """How much of the personal data is covered, and how often something else is; null where none is labelled."""
    spans = [label.span for call in material.labelled for label in call.personal]
    shares = [covered for call in material.labelled for covered in _covered(material, call)]
    length = sum(span.length for span in spans)
    hidden = sum(covered * span.length for covered, span in zip(shares, spans, strict=True))
    return {
        "labelled": len(spans),
        "recall": rounded(share(sum(covered >= COVERED for covered in shares), len(shares))),
        "time_recall": rounded(share(hidden, length)),
        "false": sum(_false(material, call) for call in material.labelled),
    }


def _found(material: Material, kind: str) -> _Found:
    result = _Found()
    for call in material.labelled:
        lines = material.of(call.id, "span")
        found = [line.span for line in lines if line.item == kind and line.span]
        _add(result, call.spans[kind], found)
    return result


def _add(result: _Found, true: Sequence[Span], found: Sequence[Span]) -> None:
    matched = pairs(true, found)
    result.labelled += len(true)
    # A second piece of a stretch that is there is no false alarm: it is part of the first one's error at its ends.
    result.false += sum(not any(span.overlaps(other) for other in true) for span in found)
    result.starts += [found[j].start - true[i].start for i, j in matched.items()]
    result.ends += [found[j].end - true[i].end for i, j in matched.items()]


def _json(one: _Found) -> dict[str, Any]:
    return {
        "labelled": one.labelled,
        "found": len(one.starts),
        "found_within_300_ms": one.near,
        "false": one.false,
        "median_start_error_ms": median(map(abs, one.starts)) if one.starts else None,
        "median_end_error_ms": median(map(abs, one.ends)) if one.ends else None,
    }


def _false(material: Material, call: LabelledCall) -> int:
    found = [line.span for line in material.of(call.id, "pii") if line.span]
    return sum(not any(span.overlaps(label.span) for label in call.personal) for span in found)


def _covered(material: Material, call: LabelledCall) -> list[float]:
    found = [line.span for line in material.of(call.id, "pii") if line.span]
    return [total(intersect([label.span], found)) / max(1, label.span.length) for label in call.personal]
