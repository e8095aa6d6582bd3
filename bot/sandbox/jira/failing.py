"""What a fault answers in place of the site."""

from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.jira.exchange import Answer

LIMITED, UNAVAILABLE = 429, 503
"""Either may say when to come back."""


def answer_instead(fault: Fault) -> Answer | None:
    """The answer of a fault that lets nothing be done; None for the others."""
    match fault.kind:
        case FaultKind.RATE_LIMITED:
            return _limited(fault)
        case FaultKind.SERVER_ERROR:
            return failure(fault)
        case FaultKind.REFUSED:
            return Answer(fault.status, {"errorMessages": [fault.error], "errors": {}})
        case FaultKind.CUT_BEFORE:
            return Answer(0)
        case _:
            return None


def _limited(fault: Fault) -> Answer:
    reason = fault.error if fault.error.startswith("jira-") else "jira-burst-based"
    headers = {
        "Retry-After": fault.retry_after,
        "X-RateLimit-Limit": "100",
        "X-RateLimit-Remaining": "0",
        "RateLimit-Reason": reason,
    }
    status = fault.status if fault.status == UNAVAILABLE else LIMITED
    return Answer(status, {"errorMessages": ["Rate limit exceeded."], "errors": {}}, headers)


def failure(fault: Fault) -> Answer:
    """The answer of a server that failed: the status of the fault if it is one of 5xx."""
    return Answer(
        fault.status if fault.status >= 500 else 500,
        {"errorMessages": ["Internal server error"], "errors": {}},
    )
