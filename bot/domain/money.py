"""Money: exact, in minor units, one currency at a time.

Currencies and their decimals: ISO 4217, https://www.six-group.com/en/products-services/financial-information/market-reference-data/data-standards.html
"""

import re
import unicodedata
from decimal import Decimal
from typing import NamedTuple

from bot.errors import UserError

USUAL = "USD"
MOST = 10**15
"""In minor units: more than any customer pays, and far from what a database can add up."""
ISO_4217 = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP
BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP
GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR
KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK
MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR
SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS
UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW
"""
CODES = frozenset(ISO_4217.split())
WHOLE: tuple[str, ...] = ("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW")
WHOLE = (*WHOLE, "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF")
DECIMALS = dict.fromkeys(WHOLE, 0)
DECIMALS |= dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3)
SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "zł": "PLN"}
SIGNS |= {"₹": "INR", "₩": "KRW", "₪": "ILS", "₺": "TRY", "₴": "UAH"}
SIGNS |= {"US$": "USD", "CA$": "CAD", "C$": "CAD", "AU$": "AUD", "A$": "AUD", "NZ$": "NZD"}
SIGNS |= {"HK$": "HKD", "S$": "SGD", "R$": "BRL"}
SHOWN = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩"}
"""The signs that say one currency; the others are told by their code."""
FACTORS = dict.fromkeys(("k", "thousand", "tsd"), 10**3)
FACTORS |= dict.fromkeys(("m", "mn", "mm", "mio", "million", "millions"), 10**6)
FACTORS |= dict.fromkeys(("b", "bn", "mrd", "billion", "billions"), 10**9)
STEPS = ((10**9, "bn"), (10**6, "m"), (10**3, "k"))

YEARLY = re.compile(r"\s*(?:(?:/|\bper\b|\ba\b)\s*(?:year|yr|y|annum)|\bp\.?a\.?|\barr)\s*$", re.I)
MONTHLY = re.compile(r"(?:/|\bper\b|\ba\b)\s*(?:month|mo|m)\s*$|\b(?:monthly|mrr)\s*$", re.I)
PARTS = re.compile(
    r"(?P<before>[^\d.,+-]*)(?P<number>[-+]?[\d.,' _]*\d)\s*(?P<after>\D*)", re.ASCII
)
GROUPED = re.compile(r"[1-9]\d{0,2}(?P<by>[.,' _])\d{3}(?:(?P=by)\d{3})*", re.ASCII)
EXAMPLES = "such as 420000, 1.2m or 12,500.50 EUR"


class Money(NamedTuple):
    """An amount in its currency's minor unit (cents)."""

    amount: int
    currency: str


def decimals(currency: str) -> int:
    """How many decimals a currency has."""
    return DECIMALS.get(currency, 2)


def parsed(text: str, usual: str = USUAL) -> Money:
    """A year's revenue as people write it; `usual` is the currency where they name none.

    Raises UserError that says what cannot be read, or what could be read in two ways.
    """
    words = " ".join(unicodedata.normalize("NFKC", text).replace("’", "'").split())
    if MONTHLY.search(words):
        raise UserError("Enter what they pay a year, not a month.")
    found = PARTS.fullmatch(YEARLY.sub("", words))
    if found is None:
        raise UserError(f"I can't read that as money. Write it {EXAMPLES}.")
    factor, currency = _unit(f"{found['before']} {found['after']}", usual)
    dotted = factor > 1 or decimals(currency) == 3
    return _exact(_number(found["number"], dotted), factor, currency)


def _unit(words: str, usual: str) -> tuple[int, str]:
    """What a number is multiplied by, and its currency, from the words around it."""
    factor, currencies = 1, []
    for word in _split(words):
        if word.lower() in FACTORS and factor == 1:
            factor = FACTORS[word.lower()]
        elif word.upper() in CODES:
            currencies.append(word.upper())
        elif word in SIGNS:
            currencies.append(SIGNS[word])
        else:
            raise UserError(f"I don't know “{word}” as a currency. Use its code, {EXAMPLES}.")
    return factor, _one(currencies, usual)


def _split(words: str) -> list[str]:
    """Words, with what stands before or after a sign told apart: `k€`, `€m`."""
    for sign in sorted(SIGNS, key=len, reverse=True):
        if sign in words:
            before, _, after = words.partition(sign)
            return [*before.split(), sign, *_split(after)]
    return words.split()


def _one(currencies: list[str], usual: str) -> str:
    """The one currency meant: `$12 CAD` means Canadian dollars, for `$` alone says little."""
    plain = set(currencies)
    if len(plain) > 1 and any(code.endswith("D") for code in plain - {"USD"}):
        plain -= {"USD"}
    if len(plain) > 1:
        raise UserError(f"That names two currencies, {' and '.join(sorted(plain))}. Use one.")
    return plain.pop() if plain else usual


def _number(text: str, dotted: bool) -> Decimal:
    """A number with either separator for decimals, and either for thousands.

    Three digits after the only separator: a comma parts thousands; a dot parts decimals where
    `dotted` says that they make sense. Anything else could be either, and is refused.
    """
    if text.startswith("-"):
        raise UserError("Revenue can't be negative. Leave it empty where it is unknown.")
    digits = text.removeprefix("+").strip()
    last = max(digits.rfind("."), digits.rfind(","))
    whole, mark, rest = digits[:last], digits[last : last + 1], digits[last + 1 :]
    if last < 0 or digits.count(mark) > 1:
        return Decimal(_ungrouped(digits))
    if len(rest) == 3 and GROUPED.fullmatch(digits):
        if (mark == ".") != dotted:
            raise UserError(
                f"{digits} can be read in two ways. Write {whole}{rest} or {whole}.{rest[:2]}."
            )
        return Decimal(f"{whole}.{rest}" if dotted else whole + rest)
    return Decimal(f"{_ungrouped(whole) or 0}.{rest}")


def _ungrouped(digits: str) -> str:
    if digits and not digits.isdigit() and not GROUPED.fullmatch(digits):
        raise UserError(f"I can't read {digits} as a number. Write it {EXAMPLES}.")
    return re.sub(r"\D", "", digits)


def _exact(number: Decimal, factor: int, currency: str) -> Money:
    minor = number * factor * 10 ** decimals(currency)
    if minor != minor.to_integral_value():
        allowed = decimals(currency) or "no"
        raise UserError(f"{currency} has {allowed} decimals, so {number} is not an amount of it.")
    if minor > MOST:
        raise UserError("That is more than any customer pays. Is it in the right unit?")
    return Money(int(minor), currency)


# --- Shown


def plain(money: Money) -> str:
    """The bare amount in the major unit, as spreadsheets read it: 12500.50."""
    places = decimals(money.currency)
    whole, rest = divmod(money.amount, 10**places)
    return f"{whole}.{rest:0{places}}" if places and rest else str(whole)


def told(money: Money) -> str:
    """The whole amount: $420,000, €12,500.50, CHF 1,200, KWD 1200.

    A currency with three decimals has its thousands together: 1,200 could be read in two ways.
    """
    whole, mark, rest = plain(money).partition(".")
    parted = whole if decimals(money.currency) == 3 else f"{int(whole):,}"
    return f"{_sign(money.currency)}{parted}{mark}{rest}"


def brief(money: Money) -> str:
    """At a glance, to three digits: $420k, €1.25m; small amounts are told whole."""
    major = money.amount // 10 ** decimals(money.currency)
    for step, name in STEPS:
        if major >= step:
            return f"{_sign(money.currency)}{_three(major, step)}{name}"
    return told(money)


def _three(number: int, step: int) -> str:
    """The first three digits of a number in steps, cut rather than rounded up."""
    shown = number * 100 // step
    places = 2 if shown < 1000 else 1 if shown < 10_000 else 0
    digits = str(shown // 10 ** (2 - places))
    return f"{digits[:-places]}.{digits[-places:]}".rstrip("0").rstrip(".") if places else digits


def _sign(currency: str) -> str:
    return SHOWN.get(currency) or f"{currency} "
