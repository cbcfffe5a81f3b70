"""What is wrong with a story, before anybody practises with it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from qa.practice.scenarios.story import Story, StoryLine

Severity = Literal["error", "warning"]
#: What the page says in its own words.
Fault = Literal[
    "same_name",
    "no_text",
    "leads_nowhere",
    "unreachable",
    "never_ends",
    "two_others",
    "clip_missing",
    "nothing_else",
    "long_line",
    "question_unknown",
]
#: Nobody says more in one breath.
_LONG_WORDS = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. `line` is the line's name; `detail` what exactly, as a name or a number."""

    severity: Severity
    code: Fault
    line: str
    detail: str = ""


def problems_of(story: Story, clips: Collection[str], questions: Collection[str]) -> list[Problem]:
    """Errors first, in the order of the lines. `clips` are the scenario's, `questions` those of today's rubric."""
    names = [line.id for line in story.lines]
    found = [*_of_names(names), *_of_the_whole(story)]
    for line in story.lines:
        found += _of_line(line, names, clips, questions)
    place = {name: at for at, name in reversed(list(enumerate(names)))}
    return sorted(found, key=lambda problem: (problem.severity != "error", place[problem.line]))


def broken(problems: Collection[Problem]) -> bool:
    """Whether nobody can practise with it."""
    return any(problem.severity == "error" for problem in problems)


def _of_names(names: list[str]) -> Iterator[Problem]:
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            yield Problem("error", "same_name", name, str(names.count(name)))


def _of_the_whole(story: Story) -> Iterator[Problem]:
    """Lines that no call comes to, and lines from which no call ends."""
    by_name = {line.id: line for line in story.lines}
    reached = _closure({story.lines[0].id}, {name: [way.to for way in line.ways] for name, line in by_name.items()})
    backwards: dict[str, list[str]] = {name: [] for name in by_name}
    for name, line in by_name.items():
        for way in line.ways:
            backwards.setdefault(way.to, []).append(name)
    ending = _closure({name for name, line in by_name.items() if not line.ways}, backwards)
    for name in by_name:
        if name not in reached:
            yield Problem("error", "unreachable", name)
        elif name not in ending:
            yield Problem("error", "never_ends", name)


def _closure(start: set[str], onward: dict[str, list[str]]) -> set[str]:
    found, waiting = set(start), list(start)
    while waiting:
        for name in onward.get(waiting.pop(), ()):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return found


def _of_line(
    line: StoryLine, names: list[str], clips: Collection[str], questions: Collection[str]
) -> Iterator[Problem]:
    if not line.text:
        yield Problem("error", "no_text", line.id)
    if len(line.text.split()) > _LONG_WORDS:
        yield Problem("warning", "long_line", line.id, str(len(line.text.split())))
    if line.clip_id is not None and line.clip_id not in clips:
        yield Problem("error", "clip_missing", line.id)
    for way in line.ways:
        if way.to not in names:
            yield Problem("error", "leads_nowhere", line.id, way.to)
        if way.question_id is not None and way.question_id not in questions:
            yield Problem("warning", "question_unknown", line.id, way.question_id)
    if len(line.ways) > 1:
        others = sum(way.when is None for way in line.ways)
        if others > 1:
            yield Problem("error", "two_others", line.id)
        elif others == 0:
            yield Problem("warning", "nothing_else", line.id)
