"""Where Jira may be: the base address as the settings name it."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from bot.errors import ConfigError


def checked_address(url: str) -> str:
    """`url` without its trailing slash: https, or http on this machine alone.

    Raises ConfigError saying what is wrong with it and how it should look.
    """
    parts = urlsplit(url.strip())
    host = parts.hostname or ""
    if not host or parts.scheme not in ("http", "https"):
        raise ConfigError(f"JIRA_URL {url!r} is no address: write https://your-site.example")
    if parts.username or parts.password:
        raise ConfigError("JIRA_URL holds a name or password: give them as settings of their own")
    if parts.query or parts.fragment:
        raise ConfigError("JIRA_URL ends in a query: give only the site's base address")
    if parts.scheme == "http" and not is_loopback(host):
        raise ConfigError(f"JIRA_URL is http, which shows the token on the way: use https://{host}")
    return url.strip().rstrip("/")


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
