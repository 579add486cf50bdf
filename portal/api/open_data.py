"""Open data: the whole published table, the daily roots, and a catalogue of what there is."""

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import msgspec
from litestar import Request, Router, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.response import Stream

from analytics.numbers.archive import COLUMNS, published_rows
from portal.api import shapes
from surveys.database import reading
from surveys.sealing.roots import list_roots

AnyRequest = Request[Any, Any, Any]

# So many rows make a piece of a download.
_PIECE = 500
_BASE = "/api/v1/open-data"
_CSV, _JSON, _LD = "text/csv", "application/json", "application/ld+json"
# The last column says whether the figures are those of a demonstration.
_COLUMNS = (*COLUMNS, "simulated")


def _answers(shape: Any, media_type: str, description: str) -> dict[int, ResponseSpec]:
    return {
        200: ResponseSpec(
            shape, description=description, media_type=media_type, generate_examples=False
        )
    }


@get(
    "/published.csv",
    sync_to_thread=True,
    media_type=_CSV,
    summary="All published figures as CSV",
    responses=_answers(str, _CSV, f"columns: {', '.join(_COLUMNS)}"),
)
def published_csv(request: AnyRequest) -> Stream:
    """One line for each indicator of each closed period; withheld ones with their reason."""
    headers = {"Content-Disposition": 'attachment; filename="published.csv"'}
    return Stream(_csv_pieces(_rows(request)), media_type=_CSV, headers=headers)


@get(
    "/published.json",
    sync_to_thread=True,
    summary="All published figures as JSON",
    responses=_answers(list[shapes.PublishedRow], _JSON, "the lines of the CSV"),
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


@get(
    "/catalogue",
    sync_to_thread=False,
    media_type=_LD,
    summary="The catalogue (DCAT)",
    responses=_answers(dict[str, Any], _LD, "DCAT as JSON-LD"),
)
def catalogue(request: AnyRequest) -> dict[str, Any]:
    """What data there is and where, for other catalogues to gather.

    Source: W3C, Data Catalog Vocabulary (DCAT), version 3.
    """
    base, demo = request.app.state.settings.base_url.rstrip("/"), request.app.state.demo
    ratings = _data_set(
        "Đánh giá mức độ hài lòng theo đơn vị, tháng và quý",
        "Satisfaction with public offices by unit, month and quarter",
        [_file(base, "published.csv", _CSV), _file(base, "published.json", _JSON)],
        simulated=demo,
    )
    chain = _data_set(
        "Dấu kiểm tra hằng ngày của sổ đánh giá",
        "Daily roots of the chain of ratings",
        [_file(base, "roots", _JSON)],
        simulated=demo,
    )
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            # Our own word: DCAT has none for data that were made up.
            "simulated": f"{base}/schema#simulated",
        },
        "@id": f"{base}{_BASE}/catalogue",
        "@type": "dcat:Catalog",
        "dct:title": _words("Dữ liệu mở của Hài Lòng", "Open data of Hài Lòng"),
        "simulated": demo,
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": "Thành phố Hải Phòng"},
        "dcat:dataset": [ratings, chain],
    }


def _data_set(vi: str, en: str, files: list[dict[str, Any]], *, simulated: bool) -> dict[str, Any]:
    return {
        "@type": "dcat:Dataset",
        "dct:title": _words(vi, en),
        "simulated": simulated,
        "dcat:distribution": files,
    }


def _file(base: str, name: str, media_type: str) -> dict[str, Any]:
    address = {"@id": f"{base}{_BASE}/{name}"}
    kind = {"@id": f"https://www.iana.org/assignments/media-types/{media_type}"}
    return {"@type": "dcat:Distribution", "dcat:downloadURL": address, "dcat:mediaType": kind}


def _words(vi: str, en: str) -> list[dict[str, str]]:
    return [{"@language": "vi", "@value": vi}, {"@language": "en", "@value": en}]


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
    "/open-data", route_handlers=[published_csv, published_json, roots, catalogue]
)
