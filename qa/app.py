"""The web: puts the parts together, and is the only place that knows what an error is in HTTP.

`uvicorn --factory qa.app:create_app` serves it; `python -m qa.app openapi` prints the description of the API.
"""

import errno
import json
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import structlog
from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse, Response
from fastapi.routing import APIRoute
from sqlalchemy.orm.exc import StaleDataError
from starlette.exceptions import HTTPException

from qa.assignments import routes as assignments
from qa.book import routes as book
from qa.calibration import routes as calibration
from qa.calls import routes as calls
from qa.coaching import routes as coaching
from qa.comments import routes as comments
from qa.disputes import routes as disputes
from qa.evaluation import routes as evaluation
from qa.exemplars import routes as exemplars
from qa.exports import routes as exports
from qa.following import follow
from qa.homes import routes as homes
from qa.imports import routes as imports
from qa.imports.people import routes as people_files
from qa.insights import routes as insights
from qa.learning_records import routes as learning_records
from qa.measures import routes as measures
from qa.notices import routes as notices
from qa.people import routes as people
from qa.people.sessions import identify
from qa.pipeline import written
from qa.platform import errors, health, logs
from qa.platform.database import Database
from qa.platform.jobs import Ledger
from qa.platform.jobs.bell import Bell, CeleryBell, make_celery
from qa.platform.jobs.rounds import Rounds
from qa.platform.jobs.sweeper import Sweeper
from qa.platform.middleware import BodyLimit, SecurityHeaders
from qa.platform.ranges import RangeNotSatisfiable
from qa.platform.security.throttle import Throttle
from qa.platform.settings import Settings, settings
from qa.platform.storage import Storage, StorageFull
from qa.platform.web import Parts
from qa.practice.drills import routes as drills
from qa.practice.drills import service as drills_service
from qa.practice.scenarios import clips as scenario_clips
from qa.practice.scenarios import routes as scenarios
from qa.programmes import routes as programmes
from qa.regressions import routes as regressions
from qa.replay import routes as replay
from qa.rounds import rounds
from qa.rubric import routes as rubric
from qa.search import routes as search
from qa.selfevaluation import routes as selfevaluation

#: The built page; made by `npm run build` in web/ and shipped inside the package.
PAGE = Path(__file__).parent / "web_page"

_log = structlog.get_logger()

#: What each family of errors is in HTTP; the nearest ancestor counts.
_STATUS: dict[type[errors.QaError], int] = {
    errors.QaError: 500,
    errors.Refused: 422,
    errors.NotFound: 404,
    errors.NotSignedIn: 401,
    errors.Forbidden: 403,
    errors.Conflict: 409,
    errors.StaleVersion: 412,
    errors.TooMany: 429,
    errors.Unavailable: 503,
    RangeNotSatisfiable: 416,
    StorageFull: 507,
}


def create_app(config: Settings | None = None, bell: Bell | None = None) -> FastAPI:
    """The web application. Without arguments it is made from the environment, as a server wants it."""
    config = config or settings()
    parts = put_together(config, bell)
    app = FastAPI(
        title="Mashov",
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        generate_unique_id_function=_operation_id,
    )
    app.state.parts = parts
    uploads = {
        "/api/calls": 2 * (config.max_upload_mb << 20) + (1 << 20),
        "/api/drill-attempts": drills_service.MOST_BYTES + (1 << 20),
        "/api/written": 2 * written.LIMITS.file_bytes,
        "/api/practice/scenarios/{id}/clips": scenario_clips.MOST_BYTES + (1 << 20),
        "/api/practice/attempts/{id}/replies": scenario_clips.MOST_BYTES + (1 << 20),
    }
    app.add_middleware(BodyLimit, most=1 << 20, uploads=uploads)
    app.add_middleware(SecurityHeaders)
    _add_routes(app)
    _add_error_answers(app)
    return app


def put_together(config: Settings, bell: Bell | None = None) -> Parts:
    """What every request works with: the running system of this configuration."""
    logs.configure(config)
    database = Database(config.database)
    follow()
    return Parts(
        settings=config,
        database=database,
        ledger=Ledger(database, lease_s=config.lease_s, max_attempts=config.max_attempts),
        storage=Storage.of(config),
        bell=bell or CeleryBell(make_celery(config)),
        throttle=Throttle(config.sign_in_attempts),
        identify=identify,
    )


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    parts: Parts = app.state.parts
    parts.settings.scratch.mkdir(parents=True, exist_ok=True)
    # Uploads are spooled where there is room for them.
    elsewhere, tempfile.tempdir = tempfile.tempdir, str(parts.settings.scratch)
    sweeper = Sweeper(parts.ledger, parts.bell, every_s=parts.settings.sweep_s)
    sweeper.start()
    going = Rounds(rounds(parts.settings, parts.database), every_s=parts.settings.sweep_s)
    going.start()
    yield
    going.stop()
    sweeper.stop()
    parts.database.dispose()
    tempfile.tempdir = elsewhere


def _operation_id(route: APIRoute) -> str:
    return route.name


def _add_routes(app: FastAPI) -> None:
    api = APIRouter(prefix="/api")
    for noun in (
        *(people, notices, calls, imports, rubric, replay, evaluation, search, calibration, selfevaluation),
        *(comments, exemplars, regressions, disputes, assignments, insights, exports, health),
        *(book, programmes, coaching, drills, scenarios, measures, learning_records, people_files, homes),
    ):
        api.include_router(noun.router)
    app.include_router(api)
    app.include_router(health.outside)
    app.add_api_route("/{path:path}", _page, methods=["GET", "HEAD"], include_in_schema=False)


def _page(path: str) -> Response:
    """A file of the built page, or the page itself for every address that the page knows and we do not."""
    if path == "api" or path.startswith("api/"):
        raise errors.NotFound("address", f"/{path}")
    file = (PAGE / path).resolve()
    if path and file.is_file() and file.is_relative_to(PAGE):
        lasting = "public, max-age=31536000, immutable" if path.startswith("assets/") else "no-cache"
        return FileResponse(file, headers={"Cache-Control": lasting})
    if path.startswith("assets/"):
        raise errors.NotFound("file", path)
    if not (PAGE / "index.html").is_file():
        raise errors.Unavailable("the page is not built yet; `make run` builds it")
    return FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-cache"})


def _add_error_answers(app: FastAPI) -> None:
    app.add_exception_handler(errors.QaError, _answer_known)
    app.add_exception_handler(RequestValidationError, _answer_invalid)
    app.add_exception_handler(HTTPException, _answer_http)
    app.add_exception_handler(StaleDataError, _answer_stale)
    app.add_exception_handler(OSError, _answer_os)
    app.add_exception_handler(Exception, _answer_unknown)


def _status_of(error: errors.QaError) -> int:
    return next(_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS)


def _told(status: int, code: str, message: str, detail: Any = None) -> JSONResponse:
    return JSONResponse({"error": {"code": code, "message": message, "detail": detail}}, status)


def _answer_known(_request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.QaError)
    answer = _told(_status_of(error), error.code, str(error), error.detail)
    if isinstance(error, errors.TooMany):
        answer.headers["Retry-After"] = str(error.retry_after_s)
    if isinstance(error, RangeNotSatisfiable):
        answer.headers["Content-Range"] = f"bytes */{error.size}"
    return answer


def _answer_invalid(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    wrong = [{"where": ".".join(map(str, e["loc"])), "what": e["msg"]} for e in error.errors()]
    return _told(422, "invalid", "; ".join(f"{w['where']}: {w['what']}" for w in wrong), wrong)


def _answer_http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}.get(error.status_code, "http_error")
    return _told(error.status_code, code, str(error.detail))


def _answer_stale(_request: Request, _error: Exception) -> Response:
    return _told(412, errors.StaleVersion.code, "someone changed this meanwhile; read it again")


def _answer_os(request: Request, error: Exception) -> Response:
    assert isinstance(error, OSError)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _told(507, "storage_full", "there is no room left to keep this")
    return _answer_unknown(request, error)


def _answer_unknown(request: Request, error: Exception) -> Response:
    _log.error("request_failed", path=request.url.path, error=type(error).__name__, exc_info=error)
    return _told(500, "internal", "something failed inside; it has been logged")


def main() -> None:
    """Print the description of the API."""
    if sys.argv[1:] != ["openapi"]:
        sys.exit("usage: python -m qa.app openapi")
    with tempfile.TemporaryDirectory() as nowhere:
        app = create_app(Settings(data=Path(nowhere), _env_file=None))
        print(json.dumps(app.openapi(), ensure_ascii=False, indent=2, sort_keys=True))  # noqa: T201 (the command's answer)


if __name__ == "__main__":
    main()
