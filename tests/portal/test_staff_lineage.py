"""Under each figure of the overview stand the commands that tell it again."""

import json
import shlex
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from desk import BEFORE, Desk, satisfied
from lxml import html
from office import WARD, Browser

from portal.__main__ import main

HERE = f"/staff/units/{WARD}"
SPRING = f"{HERE}?period=2025-Q2"
Ask = Callable[[str], list[dict[str, Any]]]


@pytest.fixture
def ask(desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """The buckets that a command tells."""
    url = desk.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("PORTAL_DATABASE_URL", url)
    monkeypatch.setenv("PORTAL_SECRET", "a secret of the tests, long enough")

    def run(command: str) -> list[dict[str, Any]]:
        assert main([*shlex.split(command)[1:], "--format", "json"]) == 0
        return list(json.loads(capsys.readouterr().out)["series"])

    return run


def commands(browser: Browser, address: str, heading: str) -> list[str]:
    """The commands printed in one section of a page."""
    page = html.fromstring(browser.get(address).text)
    codes = page.xpath("//section[h2=$heading]//code", heading=heading)
    return [" ".join(code.text_content().split()) for code in codes]


def satisfaction(bucket: dict[str, Any]) -> tuple[int, int]:
    told = bucket["indicators"]["satisfaction"]
    return told["count"], told["n"]


def test_the_command_under_the_figure_gives_the_figure(
    desk: Desk, leader: Browser, ask: Ask
) -> None:
    desk.rate(desk.touchpoint(), satisfied(140, 160))
    (command,) = commands(leader, SPRING, "How do we stand?")

    assert satisfaction(ask(command)[0]) == (140, 160)


def test_a_change_has_the_commands_of_both_times(desk: Desk, leader: Browser, ask: Ask) -> None:
    code = desk.touchpoint()
    desk.rate(code, satisfied(180, 200), BEFORE)
    desk.rate(code, satisfied(140, 160))
    both = commands(leader, SPRING, "What has changed?")

    assert [satisfaction(ask(command)[0]) for command in both] == [(180, 200), (140, 160)]


def test_each_service_has_its_command(desk: Desk, leader: Browser, ask: Ask) -> None:
    for slug, name, good in (("dat-dai", "Dat dai", 15), ("khai-sinh", "Khai sinh", 30)):
        code = desk.touchpoint(service_id=desk.service(slug, name))
        desk.rate(code, satisfied(good, 40))
    each = commands(leader, SPRING, "By service")

    assert ["--service dat-dai" in each[0], "--service khai-sinh" in each[1]] == [True, True]
    assert [satisfaction(ask(command)[0]) for command in each] == [(15, 40), (30, 40)]


def test_a_long_trend_is_told_as_of_its_seal_year_by_year(
    desk: Desk, leader: Browser, ask: Ask
) -> None:
    code = desk.touchpoint()
    for month in range(18):
        desk.rate(code, satisfied(60 + month, 100), date(2024 + month // 12, 1 + month % 12, 10))
    years = commands(leader, SPRING, "Not satisfied, by month")
    desk.rate(code, satisfied(0, 50), date(2024, 3, 3))

    assert all("--as-of 18" in command and "--bucket month" in command for command in years)
    told = [satisfaction(bucket) for command in years for bucket in ask(command)]
    assert told == [(60 + month, 100) for month in range(18)]


def test_the_years_of_a_long_time_add_up(desk: Desk, leader: Browser, ask: Ask) -> None:
    code = desk.touchpoint()
    desk.rate(code, satisfied(10, 20), date(2023, 12, 31))
    desk.rate(code, satisfied(5, 10), date(2024, 6, 1))
    desk.rate(code, satisfied(30, 40), date(2025, 2, 1))
    long = f"{HERE}?period=days&from=2023-06-01&through=2025-05-31"
    years = commands(leader, long, "How do we stand?")

    assert len(years) == 3
    parts = [satisfaction(ask(command)[0]) for command in years]
    assert [sum(part) for part in zip(*parts, strict=True)] == [45, 70]
    assert "the numbers of ratings add up" in leader.get(long).text
