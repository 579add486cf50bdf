"""A queue that is full: the citizen is told at once, and the same tap counts a moment later."""

from asking import Portal, stored, tap, ticket
from sqlalchemy import Engine


def test_a_tap_that_finds_the_queue_full_is_told_and_counts_once_there_is_room(
    portal: Portal, code: str, engine: Engine
) -> None:
    nonce, writer = ticket(portal, code), portal.app.state.writer
    limit, writer._limit = writer._limit, 0

    refused = tap(portal, code, nonce=nonce)

    assert refused.status_code == 503
    assert int(refused.headers["retry-after"]) > 0
    assert stored(engine) == []
    writer._limit = limit
    assert [tap(portal, code, nonce=nonce).status_code for _ in range(2)] == [303, 303]
    assert stored(engine) == [4]
