"""API keys: shown once, kept as a hash, limited to a scope and a unit, worthless when revoked."""

from collections.abc import Callable, Generator

import makers
import pytest
from litestar import Litestar, get
from litestar.datastructures import State
from litestar.testing import TestClient
from office import BY, CITY, OTHER, WARD, Clock
from sqlalchemy import Engine

from portal import errors
from portal.staff import keys
from portal.staff.log import verify_log
from portal.staff.principal import AnyRequest
from surveys.database import reading, writing

pytestmark = pytest.mark.fast


@get("/api/collect", guards=[keys.holds_key("collect")], sync_to_thread=False)
def collect(request: AnyRequest) -> str:
    return keys.key_of(request).prefix


@pytest.fixture
def call(engine: Engine) -> Generator[Callable[[str | None], int]]:
    app = Litestar(
        [collect],
        exception_handlers=errors.exception_handlers,
        openapi_config=None,
        state=State({"engine": engine}),
    )
    with TestClient(app, raise_server_exceptions=False) as client:

        def status(authorization: str | None) -> int:
            headers = {"Authorization": authorization} if authorization else {}
            return client.get("/api/collect", headers=headers).status_code

        yield status


def made(engine: Engine, scope: keys.Scope = "collect", unit_id: int | None = None) -> str:
    with writing(engine) as connection:
        return keys.add_key(connection, scope, unit_id, BY)


def test_a_key_opens_what_its_scope_names(
    engine: Engine, call: Callable[[str | None], int]
) -> None:
    assert call(f"Bearer {made(engine)}") == 200
    assert call(f"bearer {made(engine)}") == 200
    assert call(f"Bearer {made(engine, 'read')}") == 403


@pytest.mark.parametrize("shown", [None, "Bearer", "Bearer hl_unknown", "Basic abc", "Bearer \x7f"])
def test_anything_else_opens_nothing(shown: str | None, call: Callable[[str | None], int]) -> None:
    assert call(shown) == 401


def test_a_revoked_key_is_worthless(engine: Engine, call: Callable[[str | None], int]) -> None:
    key = made(engine)
    for _ in range(2):
        with writing(engine) as connection:
            keys.revoke_key(connection, key[:11], BY)

    assert call(f"Bearer {key}") == 401
    with reading(engine) as connection:
        assert verify_log(connection).lines == 2


def test_an_unknown_key_cannot_be_revoked(engine: Engine) -> None:
    with pytest.raises(keys.UnknownKey), writing(engine) as connection:
        keys.revoke_key(connection, "hl_nothing", BY)


def test_the_database_shows_only_how_a_key_begins(engine: Engine) -> None:
    key = made(engine)
    with reading(engine) as connection:
        (row,) = keys.list_keys(connection)

    assert row.prefix == key[:11]
    assert key.encode() not in bytes(row.hash)


def test_the_last_use_is_known_to_the_hour(
    engine: Engine, call: Callable[[str | None], int], clock: Clock
) -> None:
    key, seen = made(engine), []
    for minutes in (0, 30, 40):
        clock.move(minutes=minutes)
        call(f"Bearer {key}")
        with reading(engine) as connection:
            seen.append(keys.list_keys(connection)[0].used_at)

    assert seen[0] == seen[1] < seen[2]


def test_a_key_of_a_unit_covers_it_and_those_below(engine: Engine) -> None:
    ids = {CITY: makers.make_unit(engine, CITY, "city")}
    for slug in (WARD, OTHER):
        ids[slug] = makers.make_unit(engine, slug, parent=CITY)
    units = makers.load(engine)
    covered = {}
    for of in (None, CITY, WARD):
        with reading(engine) as connection:
            shown = keys.key_or_none(connection, made(engine, unit_id=ids.get(of or "")))
        assert shown
        covered[of] = [slug for slug in ids if shown.covers(units, ids[slug])]

    assert covered == {None: [CITY, WARD, OTHER], CITY: [CITY, WARD, OTHER], WARD: [WARD]}
