"""Logs: JSON lines in production, text for people, and no secret in either."""

import logging
import re
import sys
from collections.abc import Iterable, MutableMapping
from typing import Any

import structlog
from structlog.typing import Processor

SECRETS = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+|xoxe[\w.-]+|hooks\.slack(?:-gov)?\.com/[^\s\"'<>\\]+"
    r"|(?:Basic|Bearer)\s+[\w.~+/=-]{8,}|(?<=://)[^/\s:@\"']+:[^/\s@\"']+(?=@)|(?<=ticket=)[\w.-]+"
)
HIDDEN = "[hidden]"
SHORTEST = 6
"""A shorter setting is no secret; hiding it would only garble the log."""


def without_secrets(text: str) -> str:
    """Text with every token, credential and response address hidden."""
    return SECRETS.sub(HIDDEN, text)


class _Hiding:
    """The last step of every line, after it was put together: nothing gets past it."""

    def __init__(self, secrets: Iterable[str]) -> None:
        # The longest first: one secret may be part of another.
        self.secrets = sorted({s for s in secrets if len(s) >= SHORTEST}, key=len, reverse=True)

    def __call__(self, _logger: object, _method: str, rendered: Any) -> str:  # noqa: ANN401
        text = str(rendered)
        for secret in self.secrets:
            text = text.replace(secret, HIDDEN)
        return without_secrets(text)


def set_up(log_format: str, level: int = logging.INFO, secrets: Iterable[str] = ()) -> None:
    """Log to standard error from now on, `json` or `text`, ours and the libraries' alike.

    `secrets` are hidden wherever they stand, beside everything that looks like one.
    """
    common: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    last: list[Processor] = [_renderer(log_format), _Hiding(secrets)]
    structlog.configure(
        processors=[*common, *last],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*common, _named],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


def _renderer(log_format: str) -> Processor:
    if log_format == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())


def _named(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """A library's record says whose it is."""
    record: logging.LogRecord = event["_record"]
    event["logger"] = record.name
    return event
