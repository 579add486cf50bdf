"""Holds the citizens' ledger against the tables: what was thanked is there, and there once."""

from collections import Counter
from dataclasses import dataclass

import psycopg

from load_tests.drill.citizens import Ledger

# The rows themselves are read: an index that lost one or gained one would not be asked.
_ROWS_ALONE = "".join(
    f"SET enable_{way} = off;" for way in ("indexscan", "indexonlyscan", "bitmapscan")
)
# The literal 1 is the kind "response".
_STORED = """
    SELECT key FROM pending WHERE kind = 1 UNION ALL SELECT key FROM entry WHERE kind = 1"""


@dataclass(frozen=True)
class Account:
    """How many were thanked, and what of it the tables deny.

    ``lost`` were thanked and are not there; ``twice`` are there more than once; ``unasked`` are
    there and nobody sent them.
    """

    thanked: int
    stored: int
    lost: int
    twice: int
    unasked: int

    @property
    def balances(self) -> bool:
        """Whether nothing is lost, doubled or invented."""
        return not (self.lost or self.twice or self.unasked)


def compare(ledger: Ledger, database_url: str) -> Account:
    """Read every key on one server and compare; people may go on tapping meanwhile."""
    # Thanked before the tables are read, so it must be in them.
    thanked = ledger.keys()
    with psycopg.connect(database_url, connect_timeout=5) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        connection.execute(_ROWS_ALONE)
        known = {key for (key,) in connection.execute("SELECT key FROM known_key")}
        stored = Counter(key for (key,) in connection.execute(_STORED))
    sent = set(ledger.sent)
    return Account(
        thanked=len(thanked),
        stored=stored.total(),
        lost=sum(key not in known or key not in stored for key in thanked),
        twice=sum(many > 1 for many in stored.values()),
        unasked=sum(key not in sent for key in stored),
    )
