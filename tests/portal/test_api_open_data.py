"""Open data: the published table and nothing else, and what there is of it."""

import csv
import io
from collections.abc import Generator
from datetime import date, datetime

import pytest
from asking import Portal, asking, settings_of
from published import NINE, SATISFIED_140_OF_160, make_office, publish_all
from sqlalchemy import Engine, insert

from analytics.numbers import archive
from surveys import properties
from surveys.database import writing
from surveys.sealing.roots import DailyRoot

API = "/api/v1/open-data"


@pytest.fixture
def portal(engine: Engine, database_url: str) -> Generator[Portal]:
    make_office(engine, "phuong-thu", SATISFIED_140_OF_160)
    make_office(engine, "phuong-nho", NINE)
    publish_all(engine)
    with asking(settings_of(database_url)) as portal:
        yield portal


def lines(portal: Portal) -> list[dict[str, str]]:
    reply = portal.get(f"{API}/published.csv")
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(reply.text, newline="")))


def test_the_csv_tells_what_was_published(portal: Portal) -> None:
    (line,) = (
        line
        for line in lines(portal)
        if (line["unit"], line["from"], line["to"], line["indicator"])
        == ("phuong-thu", "2023-05-01", "2023-06-01", "satisfaction")
    )

    assert (line["value"], line["n"], line["count"]) == ("0.875", "160", "140")
    assert float(line["low"]) == pytest.approx(0.81481, abs=1e-5)
    assert (line["scope"], line["service"], line["verdict"]) == ("own", "", "ok")


def test_what_is_withheld_has_its_reason_and_no_number(portal: Portal) -> None:
    nine = [line for line in lines(portal) if line["unit"] == "phuong-nho"]

    assert nine
    for line in nine:
        assert [line[name] for name in ("value", "low", "high", "n", "count")] == [""] * 5
        assert line["verdict"] == "withheld"
        assert line["reason"]


def test_the_columns_begin_as_everywhere_else(portal: Portal) -> None:
    header = portal.get(f"{API}/published.csv").text.partition("\r\n")[0]

    assert header.startswith(
        "unit,scope,service,from,to,indicator,value,low,high,n,count,method,verdict,"
    )
    assert "answers" not in header


def test_json_and_csv_tell_the_same(portal: Portal) -> None:
    rows = portal.get(f"{API}/published.json").json()

    written = [{name: _spelt(value) for name, value in row.items()} for row in rows]
    assert written == lines(portal)


def _spelt(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_portions_leave_nothing_out(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = lines(portal)
    monkeypatch.setattr(archive, "PORTION", 7)

    assert lines(portal) == whole


def test_before_the_first_edition_both_are_empty(engine: Engine, database_url: str) -> None:
    with asking(settings_of(database_url)) as portal:
        assert lines(portal) == []
        assert portal.get(f"{API}/published.json").json() == []
        assert portal.get(f"{API}/roots").json() == []


def test_roots_are_told_newest_first(engine: Engine, database_url: str) -> None:
    with writing(engine) as connection:
        for day, digit in ((1, "a"), (2, "b")):
            root = {"day": date(2025, 7, day), "seal": day, "hash": bytes.fromhex(digit * 64)}
            made = {"made_at": datetime.fromisoformat("2025-07-03T00:00+00:00"), "count": day * 10}
            connection.execute(insert(DailyRoot).values(**root, **made))
    with asking(settings_of(database_url)) as portal:
        roots = portal.get(f"{API}/roots").json()

    newest = {"day": "2025-07-02", "seal": 2, "hash": "b" * 64, "count": 20}
    assert roots[0] == newest | {"simulated": False}
    assert [root["seal"] for root in roots] == [2, 1]


def test_the_catalogue_leads_to_each_file(portal: Portal) -> None:
    reply = portal.get(f"{API}/catalogue")
    catalogue = reply.json()

    assert reply.headers["content-type"].startswith("application/ld+json")
    files = [
        file["dcat:downloadURL"]["@id"].removeprefix("http://127.0.0.1:8000")
        for one in catalogue["dcat:dataset"]
        for file in one["dcat:distribution"]
    ]
    assert len(files) == 3
    assert [portal.get(file).status_code for file in files] == [200] * 3


def test_the_catalogue_has_what_other_catalogues_ask_for(portal: Portal) -> None:
    """Mandatory and recommended in DCAT-AP 3.0, less the licence, which is the city's to choose."""
    catalogue = portal.get(f"{API}/catalogue").json()
    ratings, _roots = catalogue["dcat:dataset"]

    assert catalogue.keys() >= {"dct:title", "dct:description", "dct:publisher", "dct:language"}
    asked = {"dct:title", "dct:description", "dcat:contactPoint", "dcat:keyword", "dcat:theme"}
    asked |= {"dct:spatial", "dct:temporal", "dct:modified", "dct:accrualPeriodicity"}
    assert ratings.keys() >= asked | {"dct:publisher", "dct:accessRights"}
    for file in ratings["dcat:distribution"]:
        assert file.keys() >= {"dcat:accessURL", "dcat:downloadURL", "dct:format"}
    span = ratings["dct:temporal"]
    assert span["dcat:startDate"]["@value"] == "2023-04-01"
    assert span["dcat:endDate"]["@value"] >= "2023-05-31"


def test_before_the_first_edition_the_catalogue_names_no_time(
    engine: Engine, database_url: str
) -> None:
    with asking(settings_of(database_url)) as portal:
        ratings, _roots = portal.get(f"{API}/catalogue").json()["dcat:dataset"]

    assert "dct:temporal" not in ratings


def test_a_demonstration_says_so_to_programs(engine: Engine, database_url: str) -> None:
    make_office(engine, "phuong-thu", SATISFIED_140_OF_160)
    publish_all(engine)
    with writing(engine) as connection:
        properties.write(connection, properties.DEMO, "for a test")
    with asking(settings_of(database_url)) as portal:
        catalogue = portal.get(f"{API}/catalogue").json()
        asked = {"from": "2023-05-01", "to": "2023-06-01"}
        (unit,) = portal.get("/api/v1/units").json()
        told = [
            catalogue,
            *catalogue["dcat:dataset"],
            *portal.get(f"{API}/published.json").json(),
            unit,
            portal.get("/api/v1/units/phuong-thu").json(),
            portal.get("/api/v1/units/phuong-thu/indicators", params=asked).json(),
        ]
        rows = lines(portal)

    assert {one["simulated"] for one in told} == {True}
    assert {row["simulated"] for row in rows} == {"true"}


def test_each_file_is_described_as_what_it_is(portal: Portal) -> None:
    paths = portal.get("/schema").json()["paths"]

    kinds = {
        name: list(paths[f"{API}/{name}"]["get"]["responses"]["200"]["content"])
        for name in ("published.csv", "published.json", "catalogue")
    }
    assert kinds == {
        "published.csv": ["text/csv"],
        "published.json": ["application/json"],
        "catalogue": ["application/ld+json"],
    }


def test_below_the_description_there_is_our_page_of_what_is_missing(portal: Portal) -> None:
    for path in ("/schema/swagger", "/schema/redoc"):
        reply = portal.get(f"{path}?lang=en")

        assert reply.status_code == 404
        assert "There is no such page." in reply.text
    assert portal.get("/schema/openapi.json").json() == portal.get("/schema").json()
