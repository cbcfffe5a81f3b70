"""The rubrics of one database: published once, read ever after."""

from collections.abc import Sequence
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.platform import audit
from qa.platform.errors import Conflict, NotFound, Unavailable
from qa.rubric.model import Rubric
from qa.rubric.reader import read_text
from qa.rubric.tables import RubricVersion


class AlreadyPublished(Conflict):
    """This version exists with another content; a published version never changes."""

    code = "already_published"

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric
        super().__init__(f"{rubric.id} version {rubric.version} is published with another content; raise its version")


class NoRubric(Unavailable):
    """No published rubric is written for calls in this language."""

    code = "no_rubric"

    def __init__(self, language: str) -> None:
        self.language = language
        super().__init__(f"no published rubric is for calls in {language!r}")


def publish(session: Session, source: str, *, file: str, person_id: str | None = None) -> RubricVersion:
    """Publish the rubric in the YAML text; the same again is harmless. Raises what reading raises, AlreadyPublished."""
    rubric = read_text(source, file=file)
    known = session.scalar(
        sa.select(RubricVersion).where(RubricVersion.rubric_id == rubric.id, RubricVersion.version == rubric.version)
    )
    if known is not None:
        if known.digest != rubric.digest():
            raise AlreadyPublished(rubric)
        return known
    row = RubricVersion(
        rubric_id=rubric.id,
        version=rubric.version,
        language=rubric.language,
        digest=rubric.digest(),
        source=source,
    )
    session.add(row)
    session.flush()
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


def newest_version(session: Session, rubric_id: str) -> RubricVersion:
    """The newest version of one rubric. Raises NotFound."""
    for row in newest_versions(session):
        if row.rubric_id == rubric_id:
            return row
    raise NotFound("rubric", rubric_id)


def rubric_of(row: RubricVersion) -> Rubric:
    """The rubric itself; read once a process, because a published version never changes."""
    return _read(row.source, f"{row.rubric_id}.v{row.version}")


@lru_cache(maxsize=64)
def _read(source: str, file: str) -> Rubric:
    return read_text(source, file=file)
