"""Which reader is in use: the words we know, or those and what this portal taught."""

from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection, select

from analytics.text import NEGATIVE, POSITIVE, VERSION, Reading, read
from analytics.text.learnt import Learnt
from analytics.text.tables import ModelCard

Read = Callable[[str], Reading]

# Where the words we know say nothing, what was learnt has to be this sure to say anything. Source:
# tried on the fixed comments with what 800 others taught.
_SURE: Final = 0.9


def version_in_use(connection: Connection) -> str:
    """The newest reader that was accepted; that of the words alone where none was.

    One that learnt beside other words than today's is no longer in use.
    """
    newest = (
        select(ModelCard.version)
        .where(
            ModelCard.accepted,
            ModelCard.weights.is_not(None),
            ModelCard.version.startswith(f"{VERSION}+", autoescape=True),
        )
        .order_by(ModelCard.made_at.desc(), ModelCard.version)
    )
    return connection.scalar(newest.limit(1)) or VERSION


def reader_of(connection: Connection, version: str) -> Read:
    """The reader of a version that ``version_in_use`` named."""
    if version == VERSION:
        return read
    card = select(ModelCard.weights).where(ModelCard.version == version)
    kept = connection.scalar(card)
    if not kept:
        return read
    return blended(Learnt(kept["words"], kept["bias"]), kept["share"], version)


def blended(learnt: Learnt, share: float, version: str) -> Read:
    """A reader that weighs what was learnt beside the words we know.

    It learnt praise and blame alone, so what is neither, or both, stays so.

    Args:
        share: of what was learnt in a verdict, 0..1.
    """

    def weighed(text: str) -> Reading:
        said = read(text)
        taught = learnt.polarity(text)
        polarity = said.polarity
        if polarity and said.kind in ("praise", "complaint"):
            polarity = round(share * taught + (1 - share) * polarity, 4)
        elif said.kind == "none" and polarity is None and abs(taught) >= _SURE:
            polarity = round(share * taught, 4)
        return said._replace(polarity=polarity, kind=_kind(said, polarity), version=version)

    return weighed


def _kind(said: Reading, polarity: float | None) -> str:
    if said.kind not in ("praise", "complaint", "none") or polarity is None:
        return said.kind
    if polarity >= POSITIVE:
        return "praise"
    return "complaint" if polarity <= NEGATIVE else "none"
