"""Customers: what tells one from another, and what is known of one."""

import re
import unicodedata
from collections.abc import Mapping

from msgspec import Struct

from bot.domain import money
from bot.domain.money import Money
from bot.errors import UserError

NAME = 100
WORD = 50
"""What a tier or a segment holds."""
PROVIDERS = """
126.com 163.com aol.com duck.com fastmail.com free.fr gmail.com gmx.at gmx.ch gmx.com gmx.de
gmx.net googlemail.com hey.com hotmail.com hotmail.co.uk icloud.com laposte.net libero.it
live.com mac.com mail.com mail.ru me.com msn.com naver.com orange.fr outlook.com proton.me
protonmail.com qq.com rediffmail.com t-online.de tutanota.com wanadoo.fr web.de yahoo.co.jp
yahoo.co.uk yahoo.com yahoo.de yahoo.fr yandex.com yandex.ru ymail.com zoho.com
"""
OPEN_TO_ALL = frozenset(PROVIDERS.split())
"""Mail domains anybody may have an address at: they tell no customer."""
DOMAIN = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9-]{1,63}(?<!-))+", re.ASCII)


def folded(name: str) -> str:
    """A name as it is compared: in any case, any width, with any spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


class Profile(Struct, frozen=True):
    """What is known of a customer, checked."""

    name: str
    revenue: Money | None = None
    tier: str = ""
    segment: str = ""
    owner: str | None = None
    domains: tuple[str, ...] = ()


def profile(entered: Mapping[str, str]) -> Profile:
    """A customer as entered, by field. Raises UserError naming the field that will not do."""
    return Profile(
        named(entered.get("name", "")),
        yearly(entered.get("revenue", ""), entered.get("currency", "")),
        _word(entered.get("tier", ""), "tier"),
        _word(entered.get("segment", ""), "segment"),
        entered.get("owner") or None,
        domains_in(entered.get("domains", "")),
    )


def named(name: str) -> str:
    """A customer's name on one line. Raises UserError."""
    words = " ".join(name.split())
    if not folded(words):
        raise UserError("Give the customer a name.", "name")
    if len(words) > NAME:
        raise UserError(f"Keep the name under {NAME} characters.", "name")
    return words


def yearly(text: str, currency: str = "") -> Money | None:
    """A year's revenue, None where none was entered; `currency` is the usual one. UserError."""
    code = currency.strip().upper() or money.USUAL
    if code not in money.CODES:
        raise UserError(f"“{currency}” is no currency. Use its code, such as EUR.", "currency")
    if not text.strip():
        return None
    try:
        return money.parsed(text, code)
    except UserError as error:
        raise UserError(str(error), "revenue") from error


def _word(text: str, field: str) -> str:
    words = " ".join(text.split())
    if len(words) > WORD:
        raise UserError(f"Keep the {field} under {WORD} characters.", field)
    return words


def domains_in(text: str) -> tuple[str, ...]:
    """The e-mail domains in a text, each once. Raises UserError for what is none."""
    words = re.split(r"[\s,;|]+", text)
    return tuple(dict.fromkeys(_domain(word) for word in words if word))


def _domain(word: str) -> str:
    bare = re.sub(r"^[a-z]+://(www\.)?", "", word.lower()).split("/")[0].rpartition("@")[2]
    try:
        domain = bare.rstrip(".").encode("idna").decode()
    except UnicodeError:
        domain = ""
    if not DOMAIN.fullmatch(domain):
        raise UserError(f"“{word}” is no e-mail domain. Write it as in acme.com.", "domains")
    if domain in OPEN_TO_ALL:
        raise UserError(
            f"Anybody can have an address at {domain}: it tells no customer.", "domains"
        )
    return domain


def domains_of(email: str) -> list[str]:
    """The domains an address belongs to, the nearest first: eu.acme.com, acme.com."""
    domain = email.strip().lower().rpartition("@")[2]
    labels = domain.split(".")
    return [".".join(labels[at:]) for at in range(len(labels) - 1) if all(labels)]
