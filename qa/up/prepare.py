"""What must stand before anything runs: tables, shipped rubrics, the first language book, the first sign-in.

Transcripts from before there was a search are indexed here as well; afterwards the index follows by itself.

`python -m qa.up.prepare` does it alone, for installations whose processes something else starts.
"""

import sys
from dataclasses import dataclass

from qa.book import first
from qa.migrations import upgrade
from qa.people.service import new_setup_token
from qa.platform.database import Database
from qa.platform.errors import QaError
from qa.platform.settings import Settings, settings
from qa.rubric import shipped
from qa.rubric.store import publish
from qa.search.index import reindex


@dataclass(frozen=True, slots=True)
class Prepared:
    """What stands now. `setup_token` makes the first administrator, once; None where there is one."""

    rubrics: int
    setup_token: str | None


def prepare(config: Settings) -> Prepared:
    """Bring the database to the present and publish the shipped rubrics; harmless to repeat.

    Every call ends the setup token of the call before.
    """
    upgrade(config)
    database = Database(config.database)
    files = shipped()
    with database.write() as unit:
        for file in files:
            publish(unit.session, file.read_text("utf-8"), file=file.name)
        first.begin(unit.session)
        token = new_setup_token(unit.session)
    for _calls in reindex(database, whole=False):
        pass
    database.dispose()
    return Prepared(len(files), token)


def first_sign_in(config: Settings, token: str) -> str:
    """The address under which the first administrator is made."""
    return f"{config.address}/setup?token={token}"


def main() -> None:
    """Prepare, and print how to sign in first."""
    config = settings()
    try:
        prepared = prepare(config)
    except QaError as error:
        sys.exit(str(error))
    if prepared.setup_token:
        print(f"First sign-in, works once: {first_sign_in(config, prepared.setup_token)}")  # noqa: T201 (its result)


if __name__ == "__main__":
    main()
