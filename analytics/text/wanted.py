"""Which comments are wanted: by theme, by kind, by what needs a look, by their words.

A correction by staff stands before what was read, in every question asked here.
"""

from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import JSON, ColumnElement, Text, and_, cast, func, literal, not_, or_, select

from analytics.text.tables import CommentCorrection, CommentReading, Quotation
from surveys.folding import fold
from surveys.responses import Comment

Look = Literal["review", "differs", "corrected", "quoted"]
LOOKS: Final[tuple[Look, ...]] = ("review", "differs", "corrected", "quoted")

CLEAR: Final = 0.3
"""From here on words say the reverse of a mark clearly enough to tell somebody. Source: on
self-written comments a mark of 1 or 2 beside a polarity over 0.3 is irony, or a wrong tap."""

# So many words are searched for, each as the beginning of a word.
_WORDS, _LONGEST = 6, 80

_GOOD, _BAD = 4, 2

correction = CommentCorrection.__table__.alias("correction")
NEWEST: Final = (
    select(func.max(CommentCorrection.id))
    .where(CommentCorrection.comment_id == Comment.id)
    .correlate(Comment)
    .scalar_subquery()
)
"""The correction that counts."""

_reading: Any = CommentReading.__table__.c


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a comment has to be.

    Attributes:
        theme: one of ``lexicon.THEMES``.
        kind: one of ``analytics.text.KINDS``.
        look: "review" wants a look: the words differ from the mark, or say nothing we know, and
            nobody corrected them; "differs", "corrected" and "quoted" are as named.
        words: as typed; a comment has words that begin with each of them, diacritics aside.
    """

    theme: str | None = None
    kind: str | None = None
    look: Look | None = None
    words: str = ""

    @property
    def terms(self) -> list[str]:
        """What is searched for: the words without diacritics, and without what is no letter."""
        return fold(self.words[:_LONGEST]).split()[:_WORDS]


EVERY: Final = Wanted()


def polarity() -> ColumnElement[float | None]:
    """The verdict that counts."""
    return func.coalesce(correction.c.polarity, _reading.polarity).label("polarity")


def kind() -> ColumnElement[str | None]:
    """The kind that counts."""
    return func.coalesce(correction.c.kind, _reading.kind).label("kind")


def themes() -> ColumnElement[list[str] | None]:
    """The themes that count."""
    return func.coalesce(correction.c.themes, _reading.themes, type_=JSON).label("themes")


def is_corrected() -> ColumnElement[bool]:
    """Whether staff said what a comment is, and did not take it back."""
    return correction.c.kind.is_not(None)


def differs(mark: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a mark says one thing and the words clearly another."""
    said = func.coalesce(correction.c.polarity, _reading.polarity, 0.0)
    return or_(and_(mark <= _BAD, said >= CLEAR), and_(mark >= _GOOD, said <= -CLEAR))


def matching(wanted: Wanted, mark: ColumnElement[Any]) -> list[ColumnElement[bool]]:
    """The conditions on a comment joined with its reading, ``correction`` and quotation.

    Args:
        mark: the column of the mark it came with.
    """
    conditions = []
    if wanted.theme:
        named = cast(func.coalesce(correction.c.themes, _reading.themes, type_=JSON), Text)
        conditions.append(named.contains(f'"{wanted.theme}"', autoescape=True))
    if wanted.kind:
        conditions.append(func.coalesce(correction.c.kind, _reading.kind) == wanted.kind)
    if wanted.look:
        conditions.append(_looked_at(wanted.look, mark))
    conditions += [_has_word(word) for word in wanted.terms]
    return conditions


def _looked_at(look: Look, mark: ColumnElement[Any]) -> ColumnElement[bool]:
    corrected = is_corrected()
    if look == "corrected":
        return corrected
    if look == "quoted":
        return Quotation.comment_id.is_not(None)
    if look == "differs":
        return differs(mark)
    unsure = and_(_reading.comment_id.is_not(None), _reading.polarity.is_(None))
    return and_(not_(corrected), or_(unsure, func.coalesce(differs(mark), False)))


def _has_word(word: str) -> ColumnElement[bool]:
    padded: ColumnElement[str] = literal(" ") + _reading.folded
    return padded.contains(f" {word}", autoescape=True)
