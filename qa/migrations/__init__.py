"""The database's history. `upgrade` brings a database of any age to the present."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock

from qa.platform.database import Database
from qa.platform.settings import Settings


def config_for(url: str) -> Config:
    """Alembic's configuration; there is no alembic.ini to look for."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["url"] = url
    return config


def upgrade(settings: Settings) -> None:
    """Bring the database to the present; harmless to repeat and safe for several processes at once."""
    settings.data.mkdir(parents=True, exist_ok=True)
    with FileLock(settings.data / ".migrating"):
        command.upgrade(config_for(settings.database), "head")


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The database, which is brought to the present first."""
    upgrade(settings)
    database = Database(settings.database)
    try:
        yield database
    finally:
        database.dispose()


def is_current(database: Database) -> bool:
    """Whether the database stands at the newest version."""
    newest = ScriptDirectory.from_config(config_for("")).get_current_head()
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest
