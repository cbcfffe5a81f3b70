"""Which question of one version is which of another, so that trends survive an edit.

A question is the same as long as its id stays; a new id says with `was` which one it had before.
"""

from collections.abc import Iterable, Mapping

from qa.rubric.model import Rubric


def identities(versions: Iterable[Rubric]) -> dict[int, dict[str, str]]:
    """For each version of one rubric: by question id, the first id that the question ever had.

    The versions may come in any order, and some may be missing. An id that was given up and is used again later
    is another question: it is told apart by the version in which it began anew, as "id@version".
    """
    found: dict[int, dict[str, str]] = {}
    ever: set[str] = set()
    before: Mapping[str, str] = {}
    for rubric in sorted(versions, key=lambda version: version.version):
        now = {
            question.id: before.get(question.id)
            or before.get(question.was or question.id)
            or _new(question.id, rubric.version, ever)
            for question in rubric.questions
        }
        ever.update(now.values())
        found[rubric.version] = now
        before = now
    return found


def _new(question_id: str, version: int, ever: set[str]) -> str:
    return f"{question_id}@{version}" if question_id in ever else question_id
