"""Logs: one line of JSON an event, on standard error. Names of people and words of calls never go into them."""

import logging
import sys

import structlog

from qa.platform.settings import Settings


def configure(settings: Settings) -> None:
    """Set up structured logs for this process, once, at an entry point."""
    level = getattr(logging, settings.log_level.upper())
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.dict_tracebacks,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
