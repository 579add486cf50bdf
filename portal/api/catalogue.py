"""The catalogue of the open data, for other catalogues to gather."""

from datetime import date
from typing import Any, NamedTuple

from litestar import Request, get
from litestar.openapi.datastructures import ResponseSpec

from analytics.numbers.archive import span_of_editions
from surveys.database import reading

AnyRequest = Request[Any, Any, Any]
Node = dict[str, Any]

_BASE = "/api/v1/open-data"
_LD = "application/ld+json"
_EU = "http://publications.europa.eu/resource/authority"
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_CITY = {"@type": "foaf:Agent", "foaf:name": "Thành phố Hải Phòng"}


class _Set(NamedTuple):
    """One data set in words: (Vietnamese, English) each, keywords likewise; its files by name."""

    id: str
    title: tuple[str, str]
    about: tuple[str, str]
    keywords: tuple[tuple[str, str], ...]
    frequency: str
    files: tuple[tuple[str, str, str], ...]


_SETS = (
    _Set(
        "satisfaction",
        (
            "Đánh giá mức độ hài lòng theo đơn vị, tháng và quý",
            "Satisfaction with public offices by unit, month and quarter",
        ),
        (
            "Tỷ lệ hài lòng của người dân với từng cơ quan, kèm khoảng tin cậy và số lượt đánh "
            "giá. Kết quả của nhóm quá nhỏ không công bố, lý do được ghi rõ.",
            "How many of the ratings of each office were satisfied, with interval and number of "
            "ratings. Results of small groups are withheld; the reason is given.",
        ),
        (("hài lòng", "satisfaction"), ("dịch vụ công", "public services")),
        "MONTHLY",
        (("published.csv", "text/csv", "CSV"), ("published.json", "application/json", "JSON")),
    ),
    _Set(
        "roots",
        ("Dấu kiểm tra hằng ngày của sổ đánh giá", "Daily roots of the chain of ratings"),
        (
            "Dấu vân của sổ đánh giá vào cuối mỗi ngày. Ai giữ một dòng có thể chứng minh về sau "
            "rằng không gì trước đó bị sửa.",
            "Where the chain of all ratings stood at the end of each day. Whoever keeps a line can "
            "prove later that nothing before it was changed.",
        ),
        (("toàn vẹn dữ liệu", "data integrity"),),
        "DAILY",
        (("roots", "application/json", "JSON"),),
    ),
)


def answers(shape: Any, media_type: str, description: str) -> dict[int, ResponseSpec]:
    """How the OpenAPI document describes one good answer."""
    return {
        200: ResponseSpec(
            shape, description=description, media_type=media_type, generate_examples=False
        )
    }


@get(
    "/catalogue",
    sync_to_thread=True,
    media_type=_LD,
    summary="The catalogue (DCAT)",
    responses=answers(Node, _LD, "DCAT as JSON-LD"),
)
def show_catalogue(request: AnyRequest) -> Node:
    """What data there is, where, how often it is renewed and which time it covers.

    Source: W3C, Data Catalog Vocabulary (DCAT), version 3; what is mandatory and recommended of
    catalogues, data sets and distributions in DCAT-AP 3.0.
    """
    state = request.app.state
    base, demo = state.settings.base_url.rstrip("/"), state.demo
    with reading(state.engine) as connection:
        covers = span_of_editions(connection)
    return {
        # Our own word: DCAT has none for data that were made up.
        "@context": _CONTEXT | {"simulated": f"{base}/schema#simulated"},
        "@id": f"{base}{_BASE}/catalogue",
        "@type": "dcat:Catalog",
        "dct:title": _words(("Dữ liệu mở của Hài Lòng", "Open data of Hài Lòng")),
        "dct:description": _words(
            (
                "Người dân đánh giá các cơ quan của thành phố Hải Phòng ra sao.",
                "How citizens rate the public offices of the city of Hải Phòng.",
            )
        ),
        "dct:publisher": _CITY,
        "dct:language": [_at(f"{_EU}/language/{code}") for code in ("VIE", "ENG")],
        "foaf:homepage": _at(f"{base}/"),
        "simulated": demo,
        "dcat:dataset": [_data_set(base, one, covers, simulated=demo) for one in _SETS],
    }


def _data_set(
    base: str, one: _Set, covers: tuple[date, date, date] | None, *, simulated: bool
) -> Node:
    """A data set; ``covers``: its first day, its last, and the day of its newest edition."""
    return {
        "@id": f"{base}{_BASE}/catalogue#{one.id}",
        "@type": "dcat:Dataset",
        "dct:identifier": one.id,
        "dct:title": _words(one.title),
        "dct:description": _words(one.about),
        "dcat:keyword": [word for words in one.keywords for word in _words(words)],
        "dcat:theme": [_at(f"{_EU}/data-theme/GOVE")],
        "dct:publisher": _CITY,
        "dcat:contactPoint": {
            "@type": "vcard:Organization",
            "vcard:fn": _CITY["foaf:name"],
            "vcard:hasURL": _at(f"{base}/"),
        },
        "dct:accrualPeriodicity": _at(f"{_EU}/frequency/{one.frequency}"),
        "dct:accessRights": _at(f"{_EU}/access-right/PUBLIC"),
        "dct:spatial": {"@type": "dct:Location", "skos:prefLabel": "Hải Phòng"},
        "simulated": simulated,
        **(_time(covers) if covers else {}),
        "dcat:distribution": [_file(base, *file) for file in one.files],
    }


def _time(covers: tuple[date, date, date]) -> Node:
    first, last, edition = ({"@type": "xsd:date", "@value": day.isoformat()} for day in covers)
    return {
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": first,
            "dcat:endDate": last,
        },
        "dct:modified": edition,
    }


def _file(base: str, name: str, media_type: str, form: str) -> Node:
    address = _at(f"{base}{_BASE}/{name}")
    return {
        "@type": "dcat:Distribution",
        "dcat:accessURL": address,
        "dcat:downloadURL": address,
        "dct:title": name,
        "dcat:mediaType": _at(f"https://www.iana.org/assignments/media-types/{media_type}"),
        "dct:format": _at(f"{_EU}/file-type/{form}"),
        "dct:conformsTo": _at(f"{base}/schema"),
    }


def _at(address: str) -> Node:
    return {"@id": address}


def _words(said: tuple[str, str]) -> list[dict[str, str]]:
    vi, en = said
    return [{"@language": "vi", "@value": vi}, {"@language": "en", "@value": en}]
