"""The Celery worker: `celery -A qa.worker worker`. A message names a job; the ledger says whether it still waits.

The way of a call through the worker: hear, then score. A reply that somebody practises is judged beside that, because
its speaker waits.
"""

import os
import socket
from functools import cache
from typing import Any

from celery import signals

from qa.calls.hearing import Hearing
from qa.calls.recording import Recordings
from qa.calls.service import HEAR, SCORE, owe_score
from qa.engines.interfaces import Engines
from qa.engines.media import Limits
from qa.engines.once import LoadedOnce
from qa.evaluation.scoring_job import Scoring
from qa.following import follow
from qa.platform import logs
from qa.platform.database import Database
from qa.platform.jobs import Ledger
from qa.platform.jobs.bell import RING, CeleryBell, make_celery
from qa.platform.jobs.beside import Beside
from qa.platform.jobs.rounds import Rounds
from qa.platform.jobs.runner import Handler, Kind, Runner
from qa.platform.jobs.sweeper import Sweeper
from qa.platform.security.sealing import Vault
from qa.platform.settings import settings
from qa.platform.storage import Storage
from qa.practice.drills import warming
from qa.practice.drills.judging import Judging
from qa.practice.drills.service import DRILL
from qa.regressions.job import REGRESS, Regress
from qa.rounds import rounds

celery = make_celery(settings())


#: Jobs that the present one left to be done next, in this process.
_following: list[str] = []


@celery.task(name=RING)
def ring(job_id: str) -> None:
    """Do the job, if it still waits for someone, and then what it left to be done: a heard call is scored at once.

    What follows was enqueued in the ledger together with the results before it, so a worker that dies in between loses
    nothing: the sweeper rings for it.
    """
    todo = [job_id]
    while todo:
        runner().run(todo.pop())
        todo += _following
        _following.clear()


@cache
def runner() -> Runner:
    """This process's runner. Made at the first job and not before, so that nothing heavy is loaded before a fork."""
    config = settings()
    database = Database(config.database)
    follow()
    ledger = Ledger(database, lease_s=config.lease_s, max_attempts=config.max_attempts)
    limits = Limits(max_bytes=config.max_upload_mb << 20, max_duration_ms=config.max_duration_s * 1000)
    recordings = Recordings(Storage.of(config), limits, config.scratch)
    hearing = Hearing(
        database=database,
        recordings=recordings,
        ledger=ledger,
        engines=engines,
        follow=owe_score,
        ring=_following.append,
        vault=Vault(config.sealing_key) if config.redact == "on" else None,
    )
    scoring = Scoring(database=database, ledger=ledger, recordings=recordings, engines=engines)
    regress = Regress(database=database, ledger=ledger, recordings=recordings, engines=engines)
    name = f"{socket.gethostname()}:{os.getpid()}"
    hear = Kind(hearing, hearing.together, most=config.asr_together)
    judging = Judging(database, ledger, recordings, engines, redact=config.redact == "on")
    kinds: dict[str, Handler | Kind] = {HEAR: hear, SCORE: scoring, REGRESS: regress, DRILL: Kind(judging, urgent=True)}
    return Runner(ledger, kinds, worker=name, lease_s=config.lease_s)


def _load() -> Engines:
    from qa.engines.loading import load_engines

    return load_engines(settings())


#: The heavy parts, loaded once a process: two threads may be the first to need them at the same moment.
engines = LoadedOnce(_load).get


@signals.setup_logging.connect
def _log_as_we_do(**_said: Any) -> None:
    logs.configure(settings())


@signals.worker_process_init.connect
def _sweep(**_said: Any) -> None:
    """Sweep in the process that does the jobs, never in the one that forks it.

    A fork while another thread is inside SQLite leaves the child with a lock that nobody will ever release: it takes a
    message and stands still. So the forking process has no thread and opens no database.
    """
    config = settings()
    database = Database(config.database)
    ledger = Ledger(database, lease_s=config.lease_s, max_attempts=config.max_attempts)
    Beside(ledger, runner(), kinds=(DRILL,), first=warming.steps(database, engines)).start()
    Sweeper(ledger, CeleryBell(celery), every_s=config.sweep_s).start()
    Rounds(rounds(config, database), every_s=config.sweep_s).start()
