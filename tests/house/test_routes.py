"""Addresses hang on walls and stand in other offices' systems: none of them may ever change."""

import pytest
from asking import asking, settings_of, tap
from makers import make_touchpoint, make_unit
from sqlalchemy import Engine

from surveys import codes

PRINTED = (
    "/",
    "/r/{code}",
    "/R/{code}",
    "/kiosk/{code}",
    "/units/phuong-thu",
    "/staff/sign-in",
    "/health/live",
    "/health/ready",
    "/api/v1/units",
    "/api/v1/units/phuong-thu",
    "/api/v1/open-data/roots",
    "/schema",
)


@pytest.mark.only("sqlite")
def test_every_printed_address_answers(engine: Engine, database_url: str) -> None:
    make_unit(engine, "phuong-thu")
    code = make_touchpoint(engine, "phuong-thu")
    with asking(settings_of(database_url)) as portal:
        found = {path: portal.get(path.format(code=code)).status_code for path in PRINTED}
        thanks = tap(portal, code).headers["location"].split("/")

    assert found == dict.fromkeys(PRINTED, 200)
    assert thanks[:-1] == ["", "r", code, "more"]
    assert codes.read_receipt(thanks[-1]) == thanks[-1]
