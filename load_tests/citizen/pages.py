"""The pages that everybody may open, by name. To add one: a line in ``PAGES``.

A path may hold the names that ``stage.Places`` fills in, such as {code}.
"""

from typing import NamedTuple


class Page(NamedTuple):
    """A page, the status it answers with, and whether it may be found by a search engine."""

    name: str
    path: str
    status: int = 200
    indexed: bool = False


PAGES = (
    Page("finder", "/", indexed=True),
    Page("finder-found", "/?q=dang+lam"),
    Page("finder-nothing", "/?q=khong+co"),
    Page("unit", "/units/{office}", indexed=True),
    Page("unit-month", "/units/{office}?period=2026-08"),
    Page("unit-small", "/units/{small}"),
    Page("unit-withheld", "/units/{small}?period=2026-08"),
    Page("unit-former", "/units/{former}"),
    Page("unit-nothing-yet", "/units/{empty}"),
    Page("city", "/units/{city}", indexed=True),
    Page("unit-unknown", "/units/khong-co", 404),
    Page("rate", "/r/{code}"),
    Page("rate-unknown", "/r/000000001", 404),
    Page("rate-revoked", "/r/{revoked}", 410),
    Page("unfinished", "/r/{code}/unfinished"),
    Page("thanks", "/r/{code}/more/{receipt}"),
    Page("thanks-low-mark", "/r/{code}/more/{low}"),
    Page("thanks-unfinished", "/r/{code}/more/{unfinished}"),
    Page("contact", "/r/{code}/more/{receipt}/contact"),
    Page("receipt", "/t/{asked}"),
    Page("receipt-unknown", "/t/000000000000", 404),
)
