"""What citizens said: the key that makes it once, what may still change, and the sealed ledger.

A tap enters ``known_key`` and ``pending``. After the settling time the sealer moves it to
``entry``, the append-only ledger, whose rows are additive: every figure of the portal is a sum over
entries of sign times what the entry states.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from surveys.counts import FACTORS
from surveys.database import Base, BigId

# How a response came. Numbers are for ever; the order of trust is not implied.
CHANNELS = {"qr": 1, "web": 2, "kiosk": 3, "paper": 4, "phone": 5, "assisted": 6}
CHANNEL_NAMES = {number: name for name, number in CHANNELS.items()}
# What a staff member entered for a citizen never counts in the headline.
HEADLINE = (1, 2, 3, 4, 5)

FACTS = ("visits", "on_time")
NOT_APPLICABLE = 0
UNFINISHED = {"paper": 1, "elsewhere": 2, "queue": 3, "system": 4, "refused": 5}
ITEMS = ("overall", *FACTORS, *FACTS, "unfinished")
# What the counters can take. The database refuses anything else at the door, where it harms one
# row; the sealer would be stopped by it.
RANGES = {
    "kind": (1, 2),
    "channel": (1, 6),
    "overall": (1, 5),
    **dict.fromkeys(FACTORS, (0, 5)),
    "visits": (0, 3),
    "on_time": (1, 4),
    "unfinished": (1, 5),
}


class Said:
    """The facts of a response or addition, the same before and after sealing."""

    kind: Mapped[int] = mapped_column(SmallInteger)
    key: Mapped[str] = mapped_column(String(128))
    touchpoint_id: Mapped[int]
    unit_id: Mapped[int]
    path_id: Mapped[int]
    service_id: Mapped[int | None]
    survey_version_id: Mapped[int]
    channel: Mapped[int] = mapped_column(SmallInteger)
    locale: Mapped[str] = mapped_column(String(12))
    given_ms: Mapped[int] = mapped_column(BigInteger)
    received_ms: Mapped[int] = mapped_column(BigInteger)
    day: Mapped[date]
    # 1..5; a factor also 0, "does not apply"; None is "not answered"
    overall: Mapped[int | None] = mapped_column(SmallInteger)
    access: Mapped[int | None] = mapped_column(SmallInteger)
    procedure: Mapped[int | None] = mapped_column(SmallInteger)
    staff: Mapped[int | None] = mapped_column(SmallInteger)
    result: Mapped[int | None] = mapped_column(SmallInteger)
    feedback: Mapped[int | None] = mapped_column(SmallInteger)
    # 0..3, where 3 is three or more
    visits: Mapped[int | None] = mapped_column(SmallInteger)
    # 1 early, 2 on time, 3 late, 4 not yet
    on_time: Mapped[int | None] = mapped_column(SmallInteger)
    unfinished: Mapped[int | None] = mapped_column(SmallInteger)
    # Answers to questions that no counter knows, by question id.
    extra: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    simulated: Mapped[bool] = mapped_column(default=False)


# The columns of Said that a tap or a line of an import can fill, in one fixed order.
SAID = (
    "kind",
    "key",
    "touchpoint_id",
    "unit_id",
    "path_id",
    "service_id",
    "survey_version_id",
    "channel",
    "locale",
    "given_ms",
    "received_ms",
    "day",
    *ITEMS,
    "extra",
    "simulated",
)


class KnownKey(Base):
    """A key that has been seen; it makes every repeat harmless.

    Remembered for 10 days (``until``), for ever from an import (None). ``receipt`` is the hash of
    the receipt, kept 24 hours. No foreign keys on these tables: they are written by every tap.
    """

    __tablename__ = "known_key"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[str] = mapped_column(String(128), primary_key=True)
    receipt: Mapped[int | None] = mapped_column(BigInteger, index=True)
    unit_id: Mapped[int]
    day: Mapped[date]
    until: Mapped[date | None]


class Pending(Said, Base):
    """A response whose mark may still be amended, or an addition that may still grow."""

    __tablename__ = "pending"
    __table_args__ = (
        UniqueConstraint("key", "kind"),
        # The sealer finds what is due without reading what is not, nor an import that is open.
        Index("ix_pending_due", "import_id", "settles_ms", "id"),
        *(
            CheckConstraint(f"{name} BETWEEN {low} AND {high}", name)
            for name, (low, high) in RANGES.items()
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    settles_ms: Mapped[int] = mapped_column(BigInteger)
    comment: Mapped[str | None] = mapped_column(Text)
    # Why we doubt it, as bits; see surveys.screening. Never a reason to drop it.
    flags: Mapped[int] = mapped_column(SmallInteger, default=0)
    # Rows of an import count from the one commit that closes it.
    import_id: Mapped[int | None]


class Entry(Said, Base):
    """A row of the sealed ledger. Append-only; ids run without a gap.

    ``sign`` is -1 where the row takes back what earlier rows stated. ``prior_a`` and ``prior_b``
    are the response's satisfied and answered factor items in earlier rows, so that what a row adds
    to the cluster sums follows from the row alone.
    """

    __tablename__ = "entry"
    __table_args__ = (
        Index("ix_entry_unit_id_day", "unit_id", "day"),
        # Few errands end so; why is asked of the rows, and never of all of them.
        Index(
            "ix_entry_unfinished",
            "unit_id",
            "day",
            sqlite_where=text("unfinished IS NOT NULL"),
            postgresql_where=text("unfinished IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    seal_id: Mapped[int]
    response_id: Mapped[int | None] = mapped_column(BigInteger)
    sign: Mapped[int] = mapped_column(SmallInteger)
    prior_a: Mapped[int] = mapped_column(SmallInteger)
    prior_b: Mapped[int] = mapped_column(SmallInteger)
    # SHA-256 over a random salt and the masked comment; the text itself is not in the chain.
    commitment: Mapped[bytes | None] = mapped_column(LargeBinary(32))


class Seal(Base):
    """A block of entries and its place in the chain."""

    __tablename__ = "seal"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sealed_ms: Mapped[int] = mapped_column(BigInteger)
    first_id: Mapped[int] = mapped_column(BigInteger)
    last_id: Mapped[int] = mapped_column(BigInteger)
    # Version of the encoding that the hash was made with.
    encoding: Mapped[int] = mapped_column(SmallInteger)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class Comment(Base):
    """A masked comment, after sealing. Erasure empties ``text`` and ``salt`` and nothing else."""

    __tablename__ = "comment"
    __table_args__ = (
        Index("ix_comment_unit_id_day", "unit_id", "day"),
        Index("ix_comment_day_id", "day", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    entry_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    response_id: Mapped[int] = mapped_column(BigInteger, index=True)
    unit_id: Mapped[int]
    touchpoint_id: Mapped[int]
    day: Mapped[date]
    text: Mapped[str | None] = mapped_column(Text)
    salt: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    erased_at: Mapped[datetime | None]


class Screening(Base):
    """Why a response is doubted; may change, so it is no part of the chain."""

    __tablename__ = "screening"

    response_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    flags: Mapped[int] = mapped_column(SmallInteger)
    rules: Mapped[int] = mapped_column(SmallInteger)


class Excluded(Base):
    """Who excluded a response from every figure, and why; the ledger holds the fact itself."""

    __tablename__ = "excluded"

    response_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(BigInteger)
    by: Mapped[str] = mapped_column(String(120))
    why: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime]


class Import(Base):
    """A file that was brought in; ``closed_at`` is the commit from which its rows count."""

    __tablename__ = "import"

    id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(String(24))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    rows: Mapped[int]
    started_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
