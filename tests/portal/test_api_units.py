"""The register and the published figures, as programs are told them."""

import json
from collections.abc import Generator
from datetime import date
from typing import Any

import pytest
from asking import Portal, asking, settings_of
from makers import make_responses, make_touchpoint, make_unit, seed_pilot
from published import MAY, NINE, SATISFIED_140_OF_160, make_office, publish_all
from sqlalchemy import Engine, insert

from surveys import days, register
from surveys.database import writing
from surveys.places import Succession

API = "/api/v1/units"
MAY_ASKED = {"from": "2023-05-01", "to": "2023-06-01", "bucket": "month"}
WITHHELD = dict.fromkeys(["value", "low", "high", "n", "count"])


@pytest.fixture
def portal(engine: Engine, database_url: str) -> Generator[Portal]:
    """Two offices with published figures of May 2023, one of them with nine ratings."""
    make_office(engine, "phuong-thu", SATISFIED_140_OF_160)
    make_office(engine, "phuong-nho", NINE)
    publish_all(engine)
    with asking(settings_of(database_url)) as portal:
        yield portal


def figures(portal: Portal, slug: str, **asked: str) -> dict[str, Any]:
    reply = portal.get(f"{API}/{slug}/indicators", params=MAY_ASKED | asked)
    assert reply.status_code == 200, reply.text
    told: dict[str, Any] = reply.json()
    return told


def test_a_published_month_is_told_exactly(portal: Portal) -> None:
    told = figures(portal, "phuong-thu")

    assert {name: told[name] for name in ("unit", "scope", "from", "to", "bucket", "service")} == {
        "unit": "phuong-thu",
        "scope": "own",
        "from": "2023-05-01",
        "to": "2023-06-01",
        "bucket": "month",
        "service": None,
    }
    assert told["seal"] >= 1
    (month,) = told["series"]
    satisfied = month["indicators"]["satisfaction"]
    assert (month["from"], month["to"]) == ("2023-05-01", "2023-06-01")
    assert satisfied == {
        "value": 0.875,
        "low": pytest.approx(0.81481, abs=1e-5),
        "high": pytest.approx(0.917605, abs=1e-6),
        "n": 160,
        "count": 140,
        "method": "wilson95",
        "verdict": "ok",
    }


def test_nine_ratings_are_withheld_with_every_number(portal: Portal) -> None:
    (month,) = figures(portal, "phuong-nho")["series"]

    for figure in month["indicators"].values():
        assert {name: figure[name] for name in WITHHELD} == WITHHELD
        assert (figure["verdict"], figure["reason"]) == ("withheld", "too_few")
    assert set(month["indicators"]) >= {"satisfaction", "mean", "response_rate", "visits"}


def test_every_bucket_is_there_oldest_first(portal: Portal) -> None:
    series = figures(portal, "phuong-thu", **{"from": "2023-01-01", "to": "2024-01-01"})["series"]

    assert [one["from"][5:7] for one in series] == [f"{month:02}" for month in range(1, 13)]
    # Nobody could rate before the quarter of the first rating.
    assert series[0]["indicators"] == {}
    assert series[0]["published_on"] is None


def test_a_month_that_is_not_over_has_no_figures(
    engine: Engine, database_url: str, portal: Portal
) -> None:
    code = make_touchpoint(engine, "phuong-thu")
    today = days.office_day(days.now_ms())
    make_responses(engine, code, [5] * 40, today)
    publish_all(engine)
    start = days.first_day(today, "month")
    span = {"from": f"{start}", "to": f"{days.next_start(start, 'month')}"}

    (month,) = figures(portal, "phuong-thu", **span)["series"]
    assert month["indicators"] == {}


def test_quarters_can_be_asked_for(portal: Portal) -> None:
    told = figures(
        portal, "phuong-thu", **{"from": "2023-04-01", "to": "2023-07-01"}, bucket="quarter"
    )

    assert told["bucket"] == "quarter"
    assert len(told["series"]) == 1


WRONG_QUESTIONS: list[tuple[dict[str, str | None], int, str | None]] = [
    ({"from": "2023-05-02"}, 422, "unaligned-period"),
    ({"to": "2023-05-31"}, 422, "unaligned-period"),
    ({"from": "2023-06-01"}, 422, "unaligned-period"),
    ({"bucket": "quarter"}, 422, "unaligned-period"),
    ({"from": "1000-01-01", "to": "9000-01-01"}, 422, "range-too-long"),
    ({"service": "ho-tich"}, 422, "not-published"),
    ({"from": "May"}, 422, "invalid-parameter"),
    ({"bucket": "week"}, 422, "invalid-parameter"),
    ({"from": None}, 422, "invalid-parameter"),
]


def test_a_wrong_question_is_a_problem(portal: Portal) -> None:
    for asked, status, code in WRONG_QUESTIONS:
        given = {name: value for name, value in (MAY_ASKED | asked).items() if value is not None}
        reply = portal.get(f"{API}/phuong-thu/indicators", params=given)

        assert (reply.status_code, reply.json().get("code")) == (status, code)
        assert reply.headers["content-type"] == "application/problem+json"
        assert reply.json()["status"] == status


def test_parameters_that_cannot_be_read_are_named_as_they_were_written(portal: Portal) -> None:
    def told(**asked: str) -> tuple[str, list[tuple[str, str]]]:
        said = portal.get(f"{API}/phuong-thu/indicators", params=asked).json()
        assert said["type"] == "/problems/invalid-parameter"
        return said["detail"], [(one["parameter"], one["reason"]) for one in said["errors"]]

    detail, wrong = told(**{"from": "May", "to": "", "bucket": "week"})
    assert wrong == [("from", "unreadable"), ("to", "unreadable"), ("bucket", "unreadable")]
    assert detail.endswith("bucket is unreadable: month or quarter")
    assert told(bucket="week")[1] == [("from", "missing"), ("to", "missing")]


def test_an_unknown_unit_is_a_problem(portal: Portal) -> None:
    for path in ("khong-co", "khong-co/indicators?from=2023-05-01&to=2023-06-01"):
        reply = portal.get(f"{API}/{path}")

        assert (reply.status_code, reply.json()["code"]) == (404, "unknown-unit")
        assert reply.headers["content-type"] == "application/problem+json"


def test_the_city_is_told_as_its_tree(engine: Engine, database_url: str) -> None:
    make_unit(engine, "thanh-pho", "city")
    for slug in ("phuong-a", "phuong-b"):
        make_unit(engine, slug, parent="thanh-pho")
        make_responses(engine, make_touchpoint(engine, slug), [4] * 30 + [2] * 10, MAY)
    publish_all(engine)
    with asking(settings_of(database_url)) as portal:
        told = figures(portal, "thanh-pho")

    assert told["scope"] == "tree"
    assert told["series"][0]["indicators"]["satisfaction"]["n"] == 80


def test_the_register_tells_dated_codes_parents_and_heirs(
    engine: Engine, database_url: str
) -> None:
    here = seed_pilot(engine)
    with writing(engine) as connection:
        ids = {
            "from_id": here.find_unit("xa-thuy-son"),
            "to_id": here.find_unit("huyen-thuy-nguyen"),
        }
        law = {"share": "part", "effective_on": date(2025, 1, 1), "basis": "1232/NQ-UBTVQH15"}
        connection.execute(insert(Succession).values(**ids, **law))
        register.touch(connection)
    with asking(settings_of(database_url)) as portal:
        units = portal.get(API).json()
        ward = portal.get(f"{API}/phuong-dang-lam").json()
        former = portal.get(f"{API}/xa-thuy-son").json()

    assert len(units) == 13
    assert ward["names"] == {"vi": "Phường Đằng Lâm", "en": "Dang Lam Ward"}
    assert ward["parents"] == [{"unit": "quan-hai-an", "valid_from": None, "valid_to": None}]
    code = {"scheme": "gso", "code": "11413", "valid_from": "2020-01-01", "valid_to": None}
    assert ward["codes"] == [code]
    (heir,) = former["successors"]
    assert (heir["unit"], heir["effective_on"], heir["share"]) == (
        "huyen-thuy-nguyen",
        "2025-01-01",
        "part",
    )


def test_the_description_is_whole_and_holds_no_page(portal: Portal) -> None:
    reply = portal.get("/schema")
    schema = reply.json()

    assert reply.status_code == 200
    assert schema["openapi"].startswith("3.1")
    assert all(path.startswith("/api/v1/") for path in schema["paths"])
    named = {ref.rpartition("/")[2] for ref in _refs(schema)}
    assert named <= set(schema["components"]["schemas"])
    assert {"Series", "Figure", "Unit", "Problem"} <= named
    assert portal.get("/schema/openapi.json").json() == schema


def _refs(schema: Any) -> list[str]:
    return [
        line.split('"')[3] for line in json.dumps(schema, indent=0).splitlines() if '"$ref"' in line
    ]
