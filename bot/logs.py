"""Logs: JSON lines in production, text for people, and no secret in either."""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

SECRETS = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+|xoxe[\w.-]+|hooks\.slack(?:-gov)?\.com/\S+"
    r"|(?:Basic|Bearer)\s+[\w.~+/=-]{8,}|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"
)
HIDDEN = "[hidden]"


def without_secrets(text: str) -> str:
    """Text with every token, credential and response address hidden."""
    return SECRETS.sub(HIDDEN, text)


def _hide(_logger: object, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    return {
        name: without_secrets(value) if isinstance(value, str) else value
        for name, value in event.items()
    }


class _Hidden(logging.Filter):
    """The same for the libraries' own records."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always keep the record, hidden."""
        record.msg, record.args = without_secrets(record.getMessage()), ()
        return True


def set_up(log_format: str, level: int = logging.INFO) -> None:
    """Log to standard error from now on: `json` or `text`."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _hide,
            structlog.processors.JSONRenderer()
            if log_format == "json"
            else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_Hidden())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
