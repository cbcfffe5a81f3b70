"""Logs: one line of JSON an event, on standard error. Names of people and words of calls never go into them."""

import logging
import sys

import structlog
from structlog.tracebacks import ExceptionDictTransformer

from qa.platform.settings import Settings

#: Where an error came from, without the values of variables: those may be words of a call.
_traceback = structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False))


def configure(settings: Settings) -> None:
    """Set up structured logs for this process, once, at an entry point."""
    level = getattr(logging, settings.log_level.upper())
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _traceback,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
