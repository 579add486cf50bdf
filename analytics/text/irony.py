"""Praise that is not meant: "Hay thật, hẹn tám giờ mười giờ mới gặp"."""

from analytics.text.clauses import Clause
from analytics.text.lexicon import strip
from analytics.text.opinions import IRONY, Opinion

# An exclamation that ends so and is followed by blame alone. "Nhanh thật" by itself is meant.
_EXCLAIMS = frozenset(["thật", "ghê", "nhỉ", "gớm", "cơ", "thiệt", "phết"])
_EXCLAIMS |= {strip(word) for word in _EXCLAIMS}
# Longer ones tell something.
_WORDS = 4


def meant(opening: Clause, praise: list[Opinion], found: list[Opinion]) -> list[Opinion]:
    """All opinions of a comment, the ironic praise in its first clause turned into blame."""
    last = opening.phrases[-1].text.split(" ")[-1] if opening.phrases else ""
    rest = [opinion for opinion in found if opinion not in praise and opinion.polarity]
    ironic = (
        len(opening.phrases) <= _WORDS
        and last in _EXCLAIMS
        and all(opinion.polarity >= 0 for opinion in praise)
        and rest
        and all(opinion.polarity < 0 and opinion.weight == 1 for opinion in rest)
    )
    if not ironic:
        return found
    return [op._replace(polarity=IRONY * op.polarity) if op in praise else op for op in found]
