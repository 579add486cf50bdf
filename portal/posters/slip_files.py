"""The file of one-time slips, which is the only place where their codes stand."""

import csv
from collections.abc import Iterable
from typing import TextIO

from surveys.transfer.formulas import guard

COLUMNS = ("touchpoint", "slip", "link", "batch")


def write_slips(out: TextIO, base_url: str, code: str, made: Iterable[str], label: str) -> None:
    """Write slips of one counter down, a line each, as ``portal posters --slips`` reads them.

    Args:
        code: of the touchpoint.
        label: of the pad.
    """
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    where = f"{base_url}/r/{code}"
    rows.writerows([code, slip, f"{where}/{slip}", guard(label)] for slip in made)
