"""What figures are computed from, checked for belonging together."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from qa.quality.book import Book
from qa.quality.errors import BadPredictions
from qa.quality.heard import HeardCall
from qa.quality.labels import LabelledCall
from qa.quality.predictions import Kind, Prediction


@dataclass(frozen=True)
class Material:
    """Labels and the predictions of the very same calls. `heard` may be empty: then some figures cannot be had."""

    source: Path  # the file of the predictions
    book: Book
    labelled: tuple[LabelledCall, ...]
    predictions: tuple[Prediction, ...]
    heard: Mapping[str, HeardCall]

    def of(self, call: str, kind: Kind) -> tuple[Prediction, ...]:
        """The lines of one kind about one call, in their order."""
        return tuple(self._lines.get((call, kind), ()))

    @cached_property
    def _lines(self) -> dict[tuple[str, Kind], list[Prediction]]:
        lines: dict[tuple[str, Kind], list[Prediction]] = defaultdict(list)
        for line in self.predictions:
            lines[line.call, line.kind].append(line)
        return lines

    def only(self, language: str) -> "Material":
        """The part of it that is about calls of one language."""
        labelled = tuple(call for call in self.labelled if call.language == language)
        names = {call.id for call in labelled}
        predictions = tuple(line for line in self.predictions if line.call in names)
        return Material(self.source, self.book, labelled, predictions, self.heard)

    def check(self) -> None:
        """Raises BadPredictions where a call is not in the corpus, or has not one line for each phrase."""
        known = {call.id for call in self.labelled}
        if strange := sorted({line.call for line in self.predictions} - known):
            raise BadPredictions(self.source, f"speaks of calls that the corpus does not have: {', '.join(strange)}")
        for call in self.labelled:
            said = [line.item for line in self.of(call.id, "phrase")]
            wanted = [phrase.id for phrase in self.book.phrases_of(call.language)]
            if sorted(said) != sorted(wanted):
                problem = sorted(set(wanted) ^ set(said)) or sorted({item for item in said if said.count(item) > 1})
                raise BadPredictions(
                    self.source, f"must hold one line for each phrase of call {call.id}; wrong: {', '.join(problem)}"
                )
