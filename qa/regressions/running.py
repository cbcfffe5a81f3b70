"""Cases against a rubric, one call after the other. Nothing that is stored changes."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from qa.evaluation.view import rubric_brief
from qa.pipeline.model import Language
from qa.regressions.case import Calls, CannotHear, Case, Sides, asked, both_sides
from qa.regressions.report import CaseProgress, CaseResult, Regressions, Totals
from qa.replay.draft import Lineage
from qa.replay.report import Witness


@dataclass(slots=True)
class _Heard:
    """What was found out on the way."""

    results: list[CaseResult] = field(default_factory=list)
    witnesses: set[Witness] = field(default_factory=set)
    engines: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Running:
    """Runs cases; `lines` are the rubrics to run them against, by language. One that is missing leaves its cases out.

    Raises nothing of its own but what `calls` raises besides CannotHear.
    """

    calls: Calls
    lines: Mapping[Language, Lineage]
    heard_anew: bool = False

    def run(self, cases: Sequence[Case]) -> Iterator[CaseProgress | Regressions]:
        """Progress before the first call and after each one, then the report."""
        concerned = [case for case in cases if case.decided_under.language in self.lines]
        by_call = [list(of) for _, of in groupby(sorted(concerned, key=_call), key=_call)]
        found = _Heard()
        yield CaseProgress(done=0, total=len(by_call))
        for done, of_call in enumerate(by_call, start=1):
            self._ask(of_call, found)
            yield CaseProgress(done=done, total=len(by_call))
        yield self._report(found, len(cases) - len(concerned))

    def _ask(self, of_call: Sequence[Case], found: _Heard) -> None:
        """One call's cases, by the rubric of their language."""
        for language, cases in groupby(sorted(of_call, key=_language), key=_language):
            sides = self._sides(of_call[0].call_id, self.lines[language], found)
            found.results += [asked(case, sides) for case in cases]

    def _sides(self, call_id: str | None, line: Lineage, found: _Heard) -> Sides:
        if call_id is None:
            return Sides(line, None, None, "call_gone")
        try:
            heard = self.calls.hear(call_id)
        except CannotHear as problem:
            return Sides(line, None, None, problem.cannot)
        found.witnesses.add("text" if heard.means.sound is None or heard.means.engines is None else "text_and_sound")
        found.engines |= {str(engine): None for engine in heard.transcript.engines}
        return both_sides(line, heard)

    def _report(self, found: _Heard, other_language: int) -> Regressions:
        count = Counter(result.outcome for result in found.results)
        only = next(iter(self.lines.values())) if len(self.lines) == 1 else None
        present = only.present if only and only.present != only.draft else None
        return Regressions(
            rubrics=[rubric_brief(line.draft) for line in self.lines.values()],
            present=rubric_brief(present) if present else None,
            witness="text_and_sound" if found.witnesses == {"text_and_sound"} else "text",
            heard_anew=self.heard_anew,
            engines=list(found.engines),
            totals=Totals(
                passes=count["passes"],
                breaks=count["breaks"],
                unsure=count["unsure"],
                cannot_ask=count["cannot_ask"],
            ),
            results=sorted(found.results, key=lambda result: result.case_id),
            other_language=other_language,
        )


def _call(case: Case) -> str:
    return case.call_id or ""


def _language(case: Case) -> Language:
    return case.decided_under.language
