"""Customers: told apart by folded name, known by domains that are theirs alone."""

import pytest

from bot.domain.customers import domains_in, domains_of, folded, profile
from bot.domain.money import Money
from bot.errors import UserError


@pytest.mark.parametrize("name", ["ACME  Corp", "acme corp", " Acme\tCorp ", "Ａcme Corp"])
def test_one_customer_however_its_name_is_written(name: str) -> None:
    assert "acme corp" == folded(name)


def test_a_profile_holds_what_was_entered() -> None:
    made = profile(
        {
            "name": " Acme  Corp",
            "revenue": "1.2m",
            "tier": "Gold",
            "segment": " mid  market",
            "owner": "",
            "domains": "@Acme.com, www.x.acme.de",
        }
    )
    assert ("Acme Corp", Money(120_000_000, "USD")) == (made.name, made.revenue)
    assert ("Gold", "mid market", None) == (made.tier, made.segment, made.owner)
    assert ("acme.com", "www.x.acme.de") == made.domains


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "  "),
        ("name", "x" * 101),
        ("revenue", "lots"),
        ("currency", "kr"),
        ("tier", "x" * 51),
        ("segment", "x" * 51),
        ("domains", "acme"),
        ("domains", "gmail.com"),
    ],
)
def test_what_will_not_do_is_said_at_its_field(field: str, value: str) -> None:
    with pytest.raises(UserError) as refused:
        profile({"name": "Acme", field: value})
    assert field == refused.value.field


def test_revenue_is_in_the_usual_currency_unless_it_names_its_own() -> None:
    entered = {"name": "Acme", "currency": "eur"}
    assert Money(500, "EUR") == profile({**entered, "revenue": "5"}).revenue
    assert Money(500, "GBP") == profile({**entered, "revenue": "£5"}).revenue


def test_domains_are_taken_as_people_paste_them() -> None:
    text = "https://www.acme.com/about; ana@ACME.de\nbücher.example, acme.com."
    assert ("acme.com", "acme.de", "xn--bcher-kva.example") == domains_in(text)


@pytest.mark.parametrize("word", ["-acme.com", "acme..com", "a" * 64 + ".com", "a,@", "..", "acme"])
def test_what_is_no_domain_is_refused(word: str) -> None:
    with pytest.raises(UserError, match="no e-mail domain"):
        domains_in(word)


@pytest.mark.parametrize(
    ("email", "domains"),
    [
        ("ana@eu.acme.com", ["eu.acme.com", "acme.com"]),
        ("Ana@ACME.com ", ["acme.com"]),
        ("", []),
        ("ana@localhost", []),
        ("ana@.com", []),
    ],
)
def test_an_address_belongs_to_its_domain_and_those_above(email: str, domains: list[str]) -> None:
    assert domains == domains_of(email)
