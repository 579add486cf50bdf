"""``portal review``: what is printed is what ``portal indicators`` tells."""

import json
import re
import shlex
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from makers import at, load, make_responses, make_touchpoint, make_unit, make_volumes, seal
from sqlalchemy import Engine
from ward import make_services

import translations
from analytics.numbers.estimates import Estimate
from analytics.numbers.published import read_published
from analytics.numbers.publishing import publish
from analytics.quality.pack import Pack, build
from analytics.quality.pack.contents import Facts, Figures, Trend
from analytics.quality.pack.lineage import Command
from portal.__main__ import main
from portal.demo.history import Plan, make
from portal.reviews.wording import amount, interval
from surveys import days
from surveys.database import reading
from surveys.days import parse_period

Portal = Callable[..., str]
QUARTER = ("--period", "2023-Q2")


@pytest.fixture
def portal(
    database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Portal:
    """A command of the portal on this test's database; its output, or its complaint."""
    monkeypatch.setenv("PORTAL_DATABASE_URL", database_url)
    monkeypatch.setenv("PORTAL_SECRET", "a secret of the tests, long enough")
    monkeypatch.setenv("PORTAL_LOCALE", "en")

    def run(*arguments: str, status: int = 0) -> str:
        assert main(arguments) == status
        said = capsys.readouterr()
        return said.err if status else said.out

    return run


@pytest.fixture
def ward(engine: Engine) -> str:
    """A ward that fell in June 2023, with services, factors, doubts, volumes; its slug."""
    make_unit(engine, "city", "city")
    make_unit(engine, "ward", parent="city")
    code, services = make_touchpoint(engine, "ward"), make_services(engine)
    for nth in range(14):
        day = date(2022 + (nth + 4) // 12, (nth + 4) % 12 + 1, 11)
        marks = [5] * 30 + [4] * 15 + [3] * (4 + 9 * (nth == 13)) + [1] * (3 + 12 * (nth == 13))
        make_responses(engine, code, marks, day, service_id=services[nth % 2])
        make_responses(engine, code, [4, 3, 5], day, access=4, staff=5, result=2, flags=1)
    make_responses(engine, code, [5] * 12, date(2023, 5, 2), channel="kiosk")
    volume = {"unit_id": 2, "day": date(2023, 5, 11), "service_id": services[0], "closed": 400}
    make_volumes(engine, volume)
    seal(engine)
    return "ward"


def packed(engine: Engine, unit: str, period: str) -> Pack:
    with reading(engine) as connection:
        return build(connection, load(engine), unit, parse_period(period))


def told_by(portal: Portal, command: Command | str) -> list[dict[str, Any]]:
    """The buckets that a command tells."""
    arguments = shlex.split(str(command))
    assert arguments[0] == "portal"
    found = json.loads(portal(*arguments[1:], "--format", "json"))
    return list(found["series"])


def test_each_figure_is_what_its_command_tells(engine: Engine, ward: str, portal: Portal) -> None:
    pack = packed(engine, ward, "2023-Q2")
    answers = {command: told_by(portal, command) for command in pack.commands}
    blocks = [block for section in pack.sections for block in section.blocks]
    figures = [row.figure for b in blocks if isinstance(b, Figures) for row in b.rows]
    figures += [one.figure for b in blocks if isinstance(b, Trend) for one in b.stretches]
    checked = 0

    for figure in figures:
        if figure.command and figure.estimate.value is not None:
            start = figure.period.start.isoformat()
            (bucket,) = (one for one in answers[figure.command] if one["from"] == start)
            assert bucket["indicators"][figure.indicator] == figure.estimate.named()
            checked += 1
    for fact in (fact for b in blocks if isinstance(b, Facts) for fact in b.rows if fact.found):
        command, indicator, member = fact.found  # type: ignore[misc]
        assert answers[command][0]["indicators"][indicator][member] == fact.value
    assert checked > 20


def test_what_is_printed_is_what_the_printed_commands_tell(ward: str, portal: Portal) -> None:
    page = html.fromstring(portal("review", ward, *QUARTER))
    commands = {
        item.get("id"): " ".join(item.text_content().split())
        for item in page.iterfind(".//ol[@class='commands']/li")
    }
    answers = {id: told_by(portal, command) for id, command in commands.items()}
    checked = 0

    for row in page.iterfind(".//tbody/tr"):
        link = row.find(".//a")
        if link is None:
            continue
        cells = [" ".join(cell.text_content().split()) for cell in row.iterfind("td")]
        printed = cells[:3] if len(cells) > 2 else cells[:1]
        assert tuple(printed) in as_printed(answers[link.get("href")[1:]], len(printed))
        checked += 1
    assert checked > 30


def test_a_corrected_volume_leaves_printed_figures_as_they_were(
    engine: Engine, ward: str, portal: Portal, tmp_path: Path
) -> None:
    commands = packed(engine, ward, "2023-Q2").commands
    printed = [portal("indicators", *shlex.split(str(one))[2:]) for one in commands]
    file = tmp_path / "corrected.csv"
    file.write_text("unit,service,day,closed\nward,service-1,2023-05-11,80\n")

    assert "1 value replaced" in portal("import", "volumes", str(file))

    again = [portal("indicators", *shlex.split(str(one))[2:]) for one in commands]
    assert again == printed
    assert "80" in portal(
        "indicators", "--unit", ward, "--from", "2023-05-01", "--to", "2023-06-01"
    )
    assert packed(engine, ward, "2023-Q2").commands == commands


def as_printed(buckets: list[dict[str, Any]], cells: int) -> set[tuple[str, ...]]:
    """What could be printed of the figures that a command told."""
    found = set()
    with translations.speak("en"):
        for id_, told in ((id, e) for one in buckets for id, e in one["indicators"].items()):
            estimate = Estimate(**told)
            n = translations.number(estimate.n)
            if cells == 1:
                found |= {(n,), (translations.number(estimate.count or 0),)}
                continue
            n += " transactions" if id_ == "response_rate" else ""
            row = (n, amount(id_, estimate.value), interval(id_, estimate))
            found.add(row if estimate.verdict in ("few", "ok") else (n, "–", "–"))
    return found


def test_the_public_reads_the_same_number(engine: Engine, ward: str) -> None:
    publish(engine, date(2023, 8, 1))
    period = parse_period("2023-Q2")
    with reading(engine) as connection:
        unit_id = load(engine).find_unit(ward)
        (cell,) = read_published(connection, unit_id, period.start, period.end, "quarter")
    public = cell.indicators["satisfaction"].named()
    (overall, *_) = (
        block
        for section in packed(engine, ward, "2023-Q2").sections
        for block in section.blocks
        if isinstance(block, Figures)
    )

    assert overall.rows[0].figure.estimate.named() == public


def test_the_languages_write_numbers_their_own_way(ward: str, portal: Portal) -> None:
    english = portal("review", ward, *QUARTER, "--locale", "en")
    vietnamese = portal("review", ward, *QUARTER, "--locale", "vi")

    assert '<html lang="en">' in english
    assert '<html lang="vi">' in vietnamese
    assert re.search(r"<b>\d\d\.\d%</b>", english)
    assert re.search(r"<b>\d\d,\d%</b>", vietnamese)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in english
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in vietnamese


def test_the_place_and_date_are_in_the_papers_language(engine: Engine, portal: Portal) -> None:
    make(engine, Plan(months=1, until=date(2023, 6, 30), ratings=50))
    ward = ("review", "phuong-dang-lam", *QUARTER, "--locale")

    assert re.search(r'<i lang="en">Dang Lam, \d+ [A-Z]', portal(*ward, "en"))
    assert re.search(r'<i lang="vi">Đằng Lâm, ngày \d\d tháng', portal(*ward, "vi"))


def test_the_file_stands_alone(ward: str, portal: Portal, tmp_path: Path) -> None:
    file = tmp_path / "pack.html"

    assert portal("review", ward, *QUARTER, "--out", str(file)) == ""
    page = file.read_text("utf-8")
    assert "<style>" in page
    assert not re.findall(r"<(?:link|script|img)|https?://", page)


def test_the_head_names_the_seal_and_its_root(engine: Engine, ward: str, portal: Portal) -> None:
    page, cut = portal("review", ward, *QUARTER), packed(engine, ward, "2023-Q2").header.cut

    assert len(cut.root) == 64
    assert f"<code>{cut.root}</code>" in page


def test_a_quiet_period_gives_an_honest_pack(ward: str, portal: Portal) -> None:
    page = portal("review", ward, "--period", "2020-01")

    assert "Nobody gave an overall mark in this period." in page
    assert "0.0%" not in page


def test_a_period_that_runs_is_marked(
    ward: str, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(days, "now_ms", lambda: at(date(2026, 7, 1)))
    assert "(provisional)" in portal("review", ward, "--period", "2026")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["nowhere", "--period", "2023"], "no unit has the slug nowhere"),
        (["ward", "--period", "2023-Q5"], "2023-Q5 is no period such as 2023, 2023-Q2 or 2023-05"),
        (["ward", "--period", "2999"], "no day of 2999 is over yet"),
        (["ward", "--period", "2023", "--locale", "xx"], "the portal does not speak xx"),
    ],
)
def test_what_makes_no_sense_is_one_line(
    engine: Engine, portal: Portal, arguments: list[str], why: str
) -> None:
    make_unit(engine, "ward")

    assert portal("review", *arguments, status=2) == f"portal: {why}\n"


def test_a_demonstration_says_so(engine: Engine, portal: Portal) -> None:
    make(engine, Plan(months=1, until=date(2023, 6, 30), ratings=50))

    page = portal("review", "thanh-pho-hai-phong", *QUARTER)
    assert "simulated, not real results" in page
