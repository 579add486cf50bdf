"""A meeting for tests: reviews frozen, decided and signed by the two who may."""

from datetime import date
from typing import Any

from makers import load
from sqlalchemy import Engine

from analytics.quality.pack import build
from analytics.quality.pack.contents import Pack
from analytics.quality.reviewing import minutes, signing, versions
from analytics.quality.reviewing.freezing import freeze
from analytics.quality.reviewing.minutes import Decision
from analytics.quality.reviewing.versions import Version
from surveys.database import reading, writing
from surveys.days import parse_period

Q2 = parse_period("2023-Q2")
Q3 = parse_period("2023-Q3")
DUE = date(2099, 1, 5)
HANG, LAN = "hang, officer", "lan, leader"


def packed(engine: Engine, period: Any = Q2) -> Pack:
    with reading(engine) as connection:
        return build(connection, load(engine), "ward", period)


def frozen(engine: Engine, number: int = 1, why: str = "", period: Any = Q2) -> Version:
    pack = packed(engine, period)
    with writing(engine) as connection:
        review_id = freeze(connection, load(engine), pack, number, HANG, why)
        return versions.version_of_id(connection, review_id)


def decided(engine: Engine, version: Version, text: str = "Mở thêm quầy", **more: Any) -> int:
    said = {"kind": "improvement", "text": text, "owner_name": "Trần Văn Bình"}
    said |= {"owner_position": "Phó Chủ tịch", "due_on": DUE, "number": 0} | more
    with writing(engine) as connection:
        return minutes.decide(connection, version, Decision(**said), HANG, date(2026, 1, 1))


def signed(engine: Engine, version: Version) -> Version:
    with writing(engine) as connection:
        once = signing.sign(connection, version, "officer", HANG)
        return signing.sign(connection, once, "leader", LAN)
