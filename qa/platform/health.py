"""Is it alive, is it ready, what is it: for load balancers, for the page, for Prometheus."""

import sqlalchemy as sa
from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from pydantic import BaseModel

from qa import __version__
from qa.platform.errors import NotFound, Unavailable
from qa.platform.jobs import Job, JobState
from qa.platform.web import The

router = APIRouter(tags=["system"])
outside = APIRouter(include_in_schema=False)


class SystemOut(BaseModel):
    """What is running."""

    version: str
    demo: bool
    languages: list[str]


class NotReady(Unavailable):
    """A part that every request needs does not answer."""

    code = "not_ready"

    def __init__(self, part: str) -> None:
        self.part = part
        super().__init__(f"the {part} does not answer")


@router.get("/system")
def get_system(parts: The) -> SystemOut:
    """What is running."""
    return SystemOut(version=__version__, demo=parts.settings.demo, languages=["he", "en"])


@outside.get("/healthz")
def healthz() -> dict[str, str]:
    """The process lives."""
    return {"status": "alive"}


@outside.get("/readyz")
def readyz(parts: The) -> dict[str, str]:
    """The database answers and is migrated, and the queue can be rung."""
    try:
        with parts.database.read() as session:
            session.execute(sa.select(Job.id).limit(1))
    except sa.exc.SQLAlchemyError as error:
        raise NotReady("database") from error
    if not parts.bell.answers():
        raise NotReady("queue")
    return {"status": "ready"}


@outside.get("/metrics")
def metrics(request: Request, parts: The) -> Response:
    """How many jobs stand where, for a collector on this machine."""
    if request.client is None or request.client.host not in ("127.0.0.1", "::1"):
        raise NotFound("address", "/metrics")
    registry = CollectorRegistry()
    jobs = Gauge("qa_jobs", "Jobs in the ledger", ["kind", "state"], registry=registry)
    with parts.database.read() as session:
        counted = sa.select(Job.kind, Job.state, sa.func.count()).group_by(Job.kind, Job.state)
        for kind, state, count in session.execute(counted):
            jobs.labels(kind, JobState(state).value).set(count)
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)
