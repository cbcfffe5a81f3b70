"""Published rubrics: immutable, one row a version."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from qa.platform.clock import new_id, now
from qa.platform.database import Base


class RubricVersion(Base):
    """One published version, with the YAML it was read from. Never changed: a change is a new version."""

    __tablename__ = "rubric_versions"
    __table_args__ = (sa.UniqueConstraint("rubric_id", "version"),)

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    rubric_id: Mapped[str] = mapped_column(sa.String(80))
    version: Mapped[int]
    language: Mapped[str] = mapped_column(sa.String(2), index=True)
    digest: Mapped[str] = mapped_column(sa.String(64))
    source: Mapped[str] = mapped_column(sa.Text)
    published_at: Mapped[datetime] = mapped_column(default=now)
