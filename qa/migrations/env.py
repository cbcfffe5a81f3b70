"""How alembic reaches the database and what it compares it with."""

from alembic import context

import qa.calibration.tables
import qa.calls.blindfolds
import qa.calls.sealed
import qa.calls.tables
import qa.comments.tables
import qa.evaluation.tables
import qa.notices.tables
import qa.notices.webhooks.tables
import qa.people.tables
import qa.platform.audit
import qa.platform.jobs.tables
import qa.rubric.tables  # noqa: F401 (every table must be known before they are compared)
from qa.platform.database import Base, Moment, make_engine
from qa.search.tables import FOUND_BY_SQLITE


def render(kind: str, item: object, _context: object) -> str | bool:
    """A migration must stand by itself: our own types appear in it as what the database knows."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


def is_ours(name: str | None, _kind: str, _parents: object) -> bool:
    """Whether the model says what this is; the tables in which SQLite finds words are made by the migrations alone."""
    return name is None or not name.startswith(FOUND_BY_SQLITE)


def run() -> None:
    """Run the migrations over one connection, all in one transaction."""
    engine = make_engine(context.config.attributes["url"])
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            transactional_ddl=True,
            compare_type=True,
            include_name=is_ours,
            render_item=render,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
