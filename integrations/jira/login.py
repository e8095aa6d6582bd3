"""Whether Jira knows us: to a visitor without a name it shows nothing, and answers 200."""

from bot.errors import Unavailable
from integrations.jira.client import Client
from integrations.jira.faults import UNKNOWN_LOGIN
from integrations.jira.mapping import account


def must_be_known(client: Client) -> None:
    """Raises Unavailable where we are nobody: what Jira does not show may be there all the same."""
    if account(client.myself()) is None:
        raise Unavailable(f"unauthorized: {UNKNOWN_LOGIN}")
