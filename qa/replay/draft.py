"""A draft as somebody is writing it: read, linted, and set beside what is published."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.orm import Session

from qa.rubric import store
from qa.rubric.identity import identities
from qa.rubric.linter import lint_text
from qa.rubric.model import Rubric
from qa.rubric.problems import Problem
from qa.rubric.reader import read_with_problems

#: Aliases of aliases make a short text endless; a rubric that people read needs few or none.
_MOST_ALIASES = 100
_ALIAS = re.compile(r"(?:^|[\s,\[{:-])\*\w")


@dataclass(frozen=True, slots=True)
class Draft:
    """What a draft's text holds: a rubric, or None where an error leaves none; and everything wrong with it."""

    rubric: Rubric | None
    problems: tuple[Problem, ...]


def read_draft(source: str, *, file: str = store.DRAFT) -> Draft:
    """Read and lint a draft. Never fails: what is wrong is among the problems."""
    if len(_ALIAS.findall(source)) > _MOST_ALIASES:
        return _unreadable(file, f"a rubric has at most {_MOST_ALIASES} YAML aliases; write the texts out")
    try:
        rubric, _ = read_with_problems(source, file=file)
        return Draft(rubric, lint_text(source, file=file))
    except RecursionError:
        return _unreadable(file, "lists or mappings are nested too deeply")


def _unreadable(file: str, message: str) -> Draft:
    return Draft(None, (Problem(Path(file), 1, None, message),))


@dataclass(frozen=True, slots=True)
class Lineage:
    """The draft after every published version of its rubric, and the rubric that calls are held against today.

    `present` is the newest version of the draft's own rubric, or else whatever its language is held against.
    """

    draft: Rubric
    present: Rubric | None
    _by_version: Mapping[int, Mapping[str, str]]
    _draft_as: int

    @property
    def of_draft(self) -> Mapping[str, str]:
        """The identities of the draft's questions by their ids."""
        return self._by_version[self._draft_as]

    def of(self, rubric: Rubric) -> Mapping[str, str]:
        """The identities of a published rubric's questions by their ids; another rubric's are its plain ids."""
        known = self._by_version.get(rubric.version) if rubric.id == self.draft.id else None
        return known or {question.id: question.id for question in rubric.questions}


def lineage(session: Session, draft: Rubric) -> Lineage:
    """Where a draft stands among what is published."""
    versions = [store.rubric_of(row) for row in store.versions_of(session, draft.id)]
    return lineage_among(draft, versions, _present(session, draft, versions))


def lineage_among(draft: Rubric, versions: Sequence[Rubric], present: Rubric | None) -> Lineage:
    """The same, where it is known which versions of the draft's rubric are published, and what is in use."""
    # A draft that still bears its predecessor's version is its successor all the same.
    draft_as = max([draft.version, *(version.version + 1 for version in versions)])
    by_version = identities([*versions, replace(draft, version=draft_as)])
    return Lineage(draft, present, by_version, draft_as)


def _present(session: Session, draft: Rubric, versions: Sequence[Rubric]) -> Rubric | None:
    if versions and versions[0].language == draft.language:
        return versions[0]
    try:
        return store.rubric_of(store.for_language(session, draft.language))
    except store.NoRubric:
        return None
