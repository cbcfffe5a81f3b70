"""How alembic reaches the database and what it compares it with."""

import sqlalchemy as sa
from alembic import context

import qa.assignments.tables
import qa.book.tables
import qa.calibration.tables
import qa.calls.blindfolds
import qa.calls.lending
import qa.calls.sealed
import qa.coaching.tables
import qa.comments.tables
import qa.disputes.tables
import qa.evaluation.tables
import qa.exemplars.tables
import qa.insights.tables
import qa.learning_records.tables
import qa.measures.tables
import qa.notices.tables
import qa.notices.webhooks.tables
import qa.people.tables
import qa.platform.audit
import qa.platform.jobs.tables
import qa.practice.drills.tables
import qa.practice.scenarios.tables
import qa.programmes.tables
import qa.regressions.tables
import qa.rubric.tables
import qa.selfevaluation.tables  # noqa: F401 (every table must be known before they are compared)
from qa.calls.tables import NAMES_INDEX
from qa.platform.database import Base, Moment, make_engine
from qa.search.tables import FOUND_BY_SQLITE


def render(kind: str, item: object, _context: object) -> str | bool:
    """A migration must stand by itself: our own types appear in it as what the database knows."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


def is_ours(name: str | None, _kind: str, _parents: object) -> bool:
    """Whether the model says what this is; what only one database has is made by the migrations alone."""
    return name is None or not name.startswith((FOUND_BY_SQLITE, NAMES_INDEX))


def _tell_sqlite(connection: sa.Connection, pragma: str) -> None:
    cursor = connection.connection.cursor()
    cursor.execute(pragma)
    cursor.close()


def _check_nothing_hangs(connection: sa.Connection) -> None:
    hanging = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if hanging:
        raise RuntimeError(f"the migration left rows that refer to nothing: {hanging[:5]}")


def run() -> None:
    """Run the migrations over one connection, all in one transaction."""
    engine = make_engine(context.config.attributes["url"])
    with engine.connect() as connection:
        on_sqlite = connection.dialect.name == "sqlite"
        if on_sqlite:
            # Where SQLite rebuilds a table, dropping the old one would delete all that hangs on its rows. It can be told
            # not to only before the transaction begins; what hangs on nothing afterwards is looked for at its end.
            _tell_sqlite(connection, "PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=on_sqlite,
            transactional_ddl=True,
            compare_type=True,
            include_name=is_ours,
            render_item=render,
        )
        with context.begin_transaction():
            context.run_migrations()
            if on_sqlite:
                _check_nothing_hangs(connection)
    engine.dispose()


run()
