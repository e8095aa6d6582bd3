"""What was finished so long ago that no week reads it, and still fills its release."""

from collections.abc import Collection, Mapping

from msgspec.structs import replace

from bot.domain.facts import Facts
from bot.models import Product
from bot.store.outlooks import outlooks
from bot.store.stores import Store


def with_earlier(
    facts: Facts, store: Store, product: Product, initiatives: Collection[str]
) -> Facts:
    """The same, and how many items of each release were done before what was read.

    Their keys are in the last count of the releases, made at least once a day: what was not read
    has not changed since. `initiatives` are those that the facts are of, by id; all where empty.
    """
    counted = outlooks(store.outlooks.count(product.id or 0))
    read = {issue.key for issue in facts.base.issues}
    found = {
        version.id: [key for key in counted[version.id].done if key not in read]
        for version in facts.versions
        if version.id in counted and not version.released
    }
    return replace(facts, earlier=_numbers(found, store, initiatives))


def _numbers(
    found: Mapping[str, list[str]], store: Store, initiatives: Collection[str]
) -> Mapping[str, int]:
    keys = {key for keys in found.values() for key in keys}
    if initiatives and keys:
        keys = store.work.belonging(keys, initiatives)
    return {version: len(keys.intersection(old)) for version, old in found.items()}
