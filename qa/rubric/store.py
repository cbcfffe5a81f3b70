"""The rubrics of one database: published once, read ever after."""

from collections.abc import Sequence
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from qa.platform import audit
from qa.platform.errors import Conflict, Unavailable
from qa.rubric.model import Rubric
from qa.rubric.reader import read_text
from qa.rubric.tables import RubricVersion


class AlreadyPublished(Conflict):
    """This version exists with another content; a published version never changes."""

    code = "already_published"

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric
        super().__init__(f"{rubric.id} version {rubric.version} is published with another content; raise its version")


class NewerPublished(Conflict):
    """A later version of this rubric is published already, so this one would take a step back."""

    code = "newer_published"

    def __init__(self, rubric: Rubric, newest: int) -> None:
        self.rubric, self.newest = rubric, newest
        super().__init__(f"{rubric.id} is at version {newest} already; the next is {newest + 1}, not {rubric.version}")


class NoRubric(Unavailable):
    """No published rubric is written for calls in this language."""

    code = "no_rubric"

    def __init__(self, language: str) -> None:
        self.language = language
        super().__init__(f"no published rubric is for calls in {language!r}")


#: What problems call the file of a rubric that came without one.
DRAFT = "draft"


def publish(session: Session, source: str, *, file: str, person_id: str | None = None) -> RubricVersion:
    """Publish the rubric in the YAML text; the same again is harmless. Raises what reading raises, AlreadyPublished."""
    rubric = _read(source, file)
    return _known(session, rubric) or _add(session, rubric, source, person_id)


def publish_next(session: Session, source: str, *, person_id: str) -> RubricVersion:
    """Publish what a person wrote, which must come after every version that there is; the same again is harmless.

    Raises what `publish` raises, NewerPublished.
    """
    rubric = read_text(source, file=DRAFT)
    known = _known(session, rubric)
    if known is not None:
        return known
    newest = max((row.version for row in versions_of(session, rubric.id)), default=0)
    if rubric.version < newest:
        raise NewerPublished(rubric, newest)
    return _add(session, rubric, source, person_id)


def _known(session: Session, rubric: Rubric) -> RubricVersion | None:
    """The version as it is published already. Raises AlreadyPublished where that says something else."""
    this = (RubricVersion.rubric_id == rubric.id, RubricVersion.version == rubric.version)
    known = session.scalar(sa.select(RubricVersion).where(*this))
    # A digest that was kept is of the code of its day, which may have known fewer fields: the source decides.
    if known is not None and rubric_of(known).digest() != rubric.digest():
        raise AlreadyPublished(rubric)
    return known


def _add(session: Session, rubric: Rubric, source: str, person_id: str | None) -> RubricVersion:
    row = RubricVersion(
        rubric_id=rubric.id,
        version=rubric.version,
        language=rubric.language,
        digest=rubric.digest(),
        source=source,
    )
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:  # somebody else published this version in this very moment
        raise AlreadyPublished(rubric) from error
    audit.record(session, person_id, "rubric_published", row.id, rubric=rubric.id, version=rubric.version)
    return row


def for_language(session: Session, language: str) -> RubricVersion:
    """The rubric that calls in this language are held against: the one published last. Raises NoRubric."""
    newest = sa.select(RubricVersion).where(RubricVersion.language == language)
    row = session.scalar(newest.order_by(RubricVersion.published_at.desc(), RubricVersion.id.desc()).limit(1))
    if row is None:
        raise NoRubric(language)
    return row


def newest_versions(session: Session) -> Sequence[RubricVersion]:
    """The newest version of every rubric, by rubric."""
    newest = (
        sa.select(RubricVersion.rubric_id, sa.func.max(RubricVersion.version).label("version"))
        .group_by(RubricVersion.rubric_id)
        .subquery()
    )
    join = sa.and_(RubricVersion.rubric_id == newest.c.rubric_id, RubricVersion.version == newest.c.version)
    return session.scalars(sa.select(RubricVersion).join(newest, join).order_by(RubricVersion.rubric_id)).all()


def versions_of(session: Session, rubric_id: str) -> Sequence[RubricVersion]:
    """Every version of one rubric, the newest first; none where nobody published it."""
    rows = sa.select(RubricVersion).where(RubricVersion.rubric_id == rubric_id)
    return session.scalars(rows.order_by(RubricVersion.version.desc())).all()


def in_use(session: Session) -> set[str]:
    """The ids of the versions that calls are held against today, one for each language that has any."""
    languages = session.scalars(sa.select(RubricVersion.language).distinct()).all()
    return {for_language(session, language).id for language in languages}


def rubric_of(row: RubricVersion) -> Rubric:
    """The rubric itself; read once a process, because a published version never changes."""
    return _read(row.source, f"{row.rubric_id}.v{row.version}")


@lru_cache(maxsize=64)
def _read(source: str, file: str) -> Rubric:
    return read_text(source, file=file)
