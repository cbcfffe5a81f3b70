"""People, their teams, and who is signed in."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa.platform.clock import new_id, now
from qa.platform.database import Base
from qa.platform.security.roles import Role


class Team(Base):
    """Agents who work together."""

    __tablename__ = "teams"

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(sa.String(120), unique=True)


class Person(Base):
    """Somebody who can sign in. `agent_code` is the agent's number in the telephony system."""

    __tablename__ = "people"

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(sa.String(120))
    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    role: Mapped[Role]
    password_hash: Mapped[str] = mapped_column(sa.String(200))
    team_id: Mapped[str | None] = mapped_column(sa.ForeignKey("teams.id"), index=True)
    agent_code: Mapped[str | None] = mapped_column(sa.String(60), unique=True)
    interface_language: Mapped[str] = mapped_column(sa.String(2), default="he")
    colour_scheme: Mapped[str] = mapped_column(sa.String(5), default="auto")
    disabled: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)

    # Joined and not lazy: a row of a list never asks the database again.
    team: Mapped[Team | None] = relationship(lazy="joined")


class SignInSession(Base):
    """One browser that is signed in. Only a digest of its token is kept."""

    __tablename__ = "sign_in_sessions"

    token_digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    csrf_token: Mapped[str] = mapped_column(sa.String(64))
    person_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="joined")


class SetupToken(Base):
    """The one-time token that makes the first administrator; at most one row."""

    __tablename__ = "setup_tokens"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    token_digest: Mapped[str] = mapped_column(sa.String(64))
    created_at: Mapped[datetime] = mapped_column(default=now)
