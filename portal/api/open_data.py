"""Open data: the whole published table and the daily roots."""

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import msgspec
from litestar import Request, Router, get
from litestar.response import Stream

from analytics.numbers.archive import COLUMNS, published_rows
from portal.api import shapes
from portal.api.catalogue import answers, show_catalogue
from surveys.database import reading
from surveys.sealing.roots import list_roots

AnyRequest = Request[Any, Any, Any]

# So many rows make a piece of a download.
_PIECE = 500
_CSV, _JSON = "text/csv", "application/json"
# The last column says whether the figures are those of a demonstration.
_COLUMNS = (*COLUMNS, "simulated")


@get(
    "/published.csv",
    sync_to_thread=True,
    media_type=_CSV,
    summary="All published figures as CSV",
    responses=answers(str, _CSV, f"columns: {', '.join(_COLUMNS)}"),
)
def published_csv(request: AnyRequest) -> Stream:
    """One line for each indicator of each closed period; withheld ones with their reason."""
    headers = {"Content-Disposition": 'attachment; filename="published.csv"'}
    return Stream(_csv_pieces(_rows(request)), media_type=_CSV, headers=headers)


@get(
    "/published.json",
    sync_to_thread=True,
    summary="All published figures as JSON",
    responses=answers(list[shapes.PublishedRow], _JSON, "the lines of the CSV"),
)
def published_json(request: AnyRequest) -> Stream:
    """The same as an array of objects."""
    return Stream(_json_pieces(_rows(request)), media_type=_JSON)


@get("/roots", sync_to_thread=True, summary="The daily roots, newest first")
def roots(request: AnyRequest) -> list[shapes.Root]:
    """Where the chain of all ratings stood at the end of each day; keep some of them."""
    with reading(request.app.state.engine) as connection:
        found = list_roots(connection)
    return [shapes.Root(**asdict(root), simulated=request.app.state.demo) for root in found]


def _rows(request: AnyRequest) -> Iterator[list[dict[str, Any]]]:
    """The published rows, some at a time."""
    label = {"simulated": request.app.state.demo}
    piece: list[dict[str, Any]] = []
    for row in published_rows(request.app.state.engine):
        piece.append(row | label)
        if len(piece) == _PIECE:
            yield piece
            piece = []
    yield piece


def _csv_pieces(pieces: Iterator[list[dict[str, Any]]]) -> Iterator[str]:
    yield ",".join(_COLUMNS) + "\r\n"
    for rows in pieces:
        text = io.StringIO(newline="")
        lines = (row | {"simulated": "true" if row["simulated"] else "false"} for row in rows)
        csv.DictWriter(text, _COLUMNS).writerows(lines)
        yield text.getvalue()


def _json_pieces(pieces: Iterator[list[dict[str, Any]]]) -> Iterator[bytes]:
    before = b"["
    for rows in pieces:
        for row in rows:
            yield before + msgspec.json.encode(row)
            before = b",\n"
    yield b"[]" if before == b"[" else b"]"


open_data_router = Router(
    "/open-data", route_handlers=[published_csv, published_json, roots, show_catalogue]
)
