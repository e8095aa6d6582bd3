"""Money: read as people write it, exact to the last cent, refused where it could be two things."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.money import CODES, MOST, Money, brief, decimals, parsed, plain, told
from bot.errors import UserError

MONEY = st.builds(Money, st.integers(0, MOST), st.sampled_from(sorted(CODES)))


@given(MONEY)
@example(Money(1_000_000, "IQD"))
@example(Money(1_234_567, "KWD"))
def test_what_is_told_is_read_again_to_the_last_cent(money: Money) -> None:
    assert money == parsed(told(money))
    assert money == parsed(f"{plain(money)} {money.currency}")
    assert money == parsed(plain(money), money.currency)


@given(MONEY)
def test_a_glance_promises_no_more_than_there_is(money: Money) -> None:
    seen = brief(money)
    glanced = parsed(seen.replace("CA$", "CAD"), money.currency)
    assert money.currency == glanced.currency
    assert 0 <= money.amount - glanced.amount <= money.amount // 100


@given(st.integers(0, 10**9), st.sampled_from(["", ",", " ", "'", "\u202f", "’"]))
def test_thousands_may_be_parted_in_many_ways(number: int, by: str) -> None:
    written = f"{number:,}".replace(",", by)
    assert Money(number * 100, "USD") == parsed(written)
    assert Money(number * 100 + 50, "USD") == parsed(f"{written}.50")


@given(st.text())
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        found = parsed(text)
    except UserError as error:
        words = str(error)
    else:
        words = f"{told(found)}."
        assert found == parsed(told(found))
    assert words.endswith((".", "?"))


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("1.2m", 120_000_000, "USD"),
        ("12,500.50 EUR", 1_250_050, "EUR"),
        ("€1.234.567,89", 123_456_789, "EUR"),
        ("1,200", 120_000, "USD"),
        ("12,5", 1_250, "USD"),
        ("1.250m", 125_000_000, "USD"),
        ("0,500", 50, "USD"),
        ("420k ARR", 42_000_000, "USD"),
        ("$1.2m per year", 120_000_000, "USD"),
        ("5 Mio €", 500_000_000, "EUR"),
        ("k€ 12", 1_200_000, "EUR"),
        ("$12 CAD", 1_200, "CAD"),
        ("１２０００", 1_200_000, "USD"),
        ("1000 JPY", 1000, "JPY"),
        ("12.345 KWD", 12_345, "KWD"),
    ],
)
def test_it_is_read_as_people_write_it(text: str, amount: int, currency: str) -> None:
    assert Money(amount, currency) == parsed(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("n/a", "can't read that as money"),
        ("", "can't read that as money"),
        ("1e5", "can't read that as money"),
        ("-5", "can't be negative"),
        ("12.500", "two ways. Write 12500 or 12.50."),
        ("1,250k", "two ways"),
        ("1,2,3", "can't read 1,2,3 as a number"),
        ("1000.5 JPY", "JPY has no decimals"),
        ("0.001", "USD has 2 decimals"),
        ("5 kr", "don't know “kr” as a currency"),
        ("$5 EUR", "two currencies, EUR and USD"),
        ("12/month", "a year, not a month"),
        ("500 MRR", "a year, not a month"),
        ("99999bn", "more than any customer pays"),
    ],
)
def test_nonsense_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(UserError) as refused:
        parsed(text)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("amount", "currency", "seen"),
    [
        (42_000_000, "USD", "$420k"),
        (125_000_000, "EUR", "€1.25m"),
        (123_456_789, "USD", "$1.23m"),
        (99_999_999, "USD", "$999k"),
        (99_950, "GBP", "£999.50"),
        (0, "USD", "$0"),
        (1_200, "CHF", "CHF 12"),
        (12_345, "JPY", "¥12.3k"),
        (250_000_000_000, "USD", "$2.5bn"),
    ],
)
def test_a_glance_is_short(amount: int, currency: str, seen: str) -> None:
    assert seen == brief(Money(amount, currency))


def test_the_decimals_are_those_of_the_standard() -> None:
    assert (0, 2, 3) == (decimals("JPY"), decimals("EUR"), decimals("KWD"))
