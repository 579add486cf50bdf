"""A checkpoint is an entry of no office: whoever reads the ledger passes over it."""

import re
from datetime import date

import pytest
from desk import Desk, satisfied
from makers import make_responses, seal
from office import WARD, Browser
from sqlalchemy import Engine

from portal import __main__ as command_line
from portal.demo import history
from surveys import days
from surveys.database import reading
from surveys.responses import CHANNELS
from surveys.sealing.checkpoints import close_months

MAY = date(2023, 5, 4)
A_MONTH_MS = 32 * 86_400_000
PAGES = [f"/staff/units/{WARD}?period=2023-Q2", f"/staff/units/{WARD}/comments?period=2023-Q2"]
COMMANDS = [
    "export responses",
    f"indicators --unit {WARD} --from 2023-04-01 --to 2023-07-01 --format csv",
    f"review {WARD} --period 2023-Q2",
    "touchpoints",
]


def unmarked(text: str) -> str:
    """Without where the chain ends, which has moved on, and the hashes that are made each time."""
    told = ("--as-of ", "Sealed up to block</dt><dd>", "Khối niêm phong</th><td>")
    ends = "|".join(rf"(?<={words})\d+" for words in told) + "|(?<=Chốt số liệu</th><td>)[^<]+"
    return re.sub(ends + r"|[0-9a-f]{64}|nonce-\S+", "", text)


def test_nothing_that_is_shown_or_told_changes(
    engine: Engine,
    database_url: str,
    desk: Desk,
    leader: Browser,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PORTAL_DATABASE_URL", database_url)
    monkeypatch.setenv("PORTAL_SECRET", "a secret of the tests, long enough")
    code = desk.touchpoint()
    for channel in CHANNELS:
        make_responses(
            engine, code, satisfied(9, 12), MAY, channel=channel, comment="Chờ lâu", simulated=True
        )
    now_ms = days.now_ms()
    monkeypatch.setattr(days, "now_ms", lambda: now_ms - A_MONTH_MS)
    seal(engine)
    # The clock stands still: pages tell the minute in which they were made.
    monkeypatch.setattr(days, "now_ms", lambda: now_ms)

    def seen() -> dict[str, str]:
        told = {page: leader.get(page).text for page in PAGES}
        for line in COMMANDS:
            assert command_line.main(line.split()) == 0
            told[line] = capsys.readouterr().out
        return {name: unmarked(text) for name, text in told.items()}

    before = seen()
    assert len(close_months(engine)) == 1
    assert seen() == before
    with reading(engine) as connection:  # a demonstration may still grow: nobody real has spoken
        assert not history._real(connection)
