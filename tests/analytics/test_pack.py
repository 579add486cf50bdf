"""The review pack tells what is sealed, of whole past days, and no more than it can tell."""

from datetime import date, timedelta
from typing import Any

import pytest
from makers import at, load, make_responses, make_touchpoint, seal
from sqlalchemy import Engine
from ward import exclude

from analytics.numbers.readers import UnknownSeal
from analytics.quality.pack import NotBegun, Pack, build
from analytics.quality.pack.contents import Facts, Figures, Text, Trend
from analytics.quality.pack.registry import SECTIONS, section
from analytics.quality.pack.sayings import Figure, Said
from analytics.quality.watching.charts import BEYOND
from surveys import days
from surveys.database import reading
from surveys.days import parse_period
from surveys.register import UnknownUnit

Q2 = "2023-Q2"
MAY = date(2023, 5, 3)
GOOD = [5] * 100 + [4] * 40 + [3] * 12 + [1] * 8


def packed(engine: Engine, unit: str = "ward", period: str = Q2, **more: Any) -> Pack:
    with reading(engine) as connection:
        return build(connection, load(engine), unit, parse_period(period), **more)


def blocks(pack: Pack, kind: type) -> list[Any]:
    return [b for section in pack.sections for b in section.blocks if isinstance(b, kind)]


def table(pack: Pack, caption: str) -> dict[str, Figure]:
    (found,) = (block for block in blocks(pack, Figures) if block.caption == caption)
    return {str(row.label.words): row.figure for row in found.rows}


def satisfied(pack: Pack) -> Any:
    return table(pack, "Overall")["Satisfied"].estimate


def said(pack: Pack) -> list[Said]:
    """The sentences of the summary."""
    found: Text = pack.sections[0].blocks[0]  # type: ignore[assignment]
    return list(found.said)


def facts(pack: Pack) -> dict[Any, Any]:
    return {fact.label: fact.value for block in blocks(pack, Facts) for fact in block.rows}


def test_the_figures_of_a_quarter(engine: Engine, code: str) -> None:
    make_responses(engine, code, GOOD, MAY)
    seal(engine)
    told = satisfied(packed(engine))

    assert (told.value, told.n, told.count) == (0.875, 160, 140)
    assert (told.low, told.high) == pytest.approx((0.81481, 0.917605), abs=5e-6)


def test_what_is_not_sealed_is_not_told(engine: Engine, code: str) -> None:
    make_responses(engine, code, GOOD, MAY)
    seal(engine)
    make_responses(engine, code, [1] * 50, MAY, settled=False)

    assert satisfied(packed(engine)).n == 160


def test_an_older_seal_tells_what_it_told_then(engine: Engine, code: str) -> None:
    make_responses(engine, code, GOOD, MAY)
    seal(engine)
    before = packed(engine)
    make_responses(engine, code, [1] * 50, MAY)
    seal(engine)

    assert satisfied(packed(engine)).n == 210
    assert packed(engine, seal=before.header.cut.seal).sections == before.sections
    assert packed(engine, seal=1).header.cut == before.header.cut


def test_a_seal_from_before_the_end_of_the_period_is_provisional(
    engine: Engine, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(days, "now_ms", lambda: at(date(2023, 6, 20)))
    make_responses(engine, code, GOOD, MAY)
    seal(engine)
    monkeypatch.setattr(days, "now_ms", lambda: at(date(2023, 7, 2)))
    make_responses(engine, code, GOOD, MAY)
    seal(engine)

    assert packed(engine, seal=1).header.provisional
    assert not packed(engine).header.provisional


def test_a_period_that_runs_is_told_up_to_yesterday(
    engine: Engine, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = date(2023, 5, 20)
    monkeypatch.setattr(days, "now_ms", lambda: at(today))
    make_responses(engine, code, GOOD, MAY)
    make_responses(engine, code, [1] * 50, today, hour=8)
    seal(engine)
    pack = packed(engine)

    assert pack.header.provisional
    assert (pack.header.covered.start, pack.header.covered.end) == (date(2023, 4, 1), today)
    assert satisfied(pack).n == 160
    assert {command.end for command in pack.commands} >= {today}


@pytest.mark.parametrize("label", ["2023-Q3", "2023-05"])
def test_a_period_of_which_no_day_is_over_is_refused(
    engine: Engine, code: str, monkeypatch: pytest.MonkeyPatch, label: str
) -> None:
    monkeypatch.setattr(days, "now_ms", lambda: at(date(2023, 5, 1)))

    with pytest.raises(NotBegun):
        packed(engine, period=label)


def test_what_is_unknown_is_refused(engine: Engine, code: str) -> None:
    with pytest.raises(UnknownUnit):
        packed(engine, "nowhere")
    with pytest.raises(UnknownSeal):
        packed(engine, seal=7)


def test_a_period_without_responses_says_so(engine: Engine, code: str) -> None:
    pack = packed(engine)

    assert [one.words for one in said(pack)] == [
        "Nobody gave an overall mark in this period.",
        "Nothing can be said about a change since %(before)s: too few ratings.",
        "What is usual here cannot be said yet: there are too few ratings.",
    ]
    assert (pack.header.cut.seal, pack.header.cut.sealed_at, pack.header.cut.root) == (0, None, "")
    assert satisfied(pack).verdict == "none"
    assert not blocks(pack, Trend)


def test_of_nine_ratings_only_their_number_is_told(engine: Engine, code: str) -> None:
    make_responses(engine, code, [5] * 8 + [1], MAY)
    seal(engine)
    pack = packed(engine)

    told = [row.figure for block in blocks(pack, Figures) for row in block.rows]
    assert all(figure.estimate.value is None for figure in told)
    assert all(figure.estimate.count is None for figure in told)
    assert said(pack)[0].words == "There were only %(ratings)s: too few for a figure."
    assert satisfied(pack).n == 9


def test_few_ratings_are_called_few(engine: Engine, code: str) -> None:
    make_responses(engine, code, [5] * 20, MAY)
    seal(engine)

    assert said(packed(engine))[0].words.endswith("that is few.")


def test_a_city_tells_of_all_its_units_and_a_unit_of_itself(engine: Engine, code: str) -> None:
    make_responses(engine, code, GOOD, MAY)
    make_responses(engine, make_touchpoint(engine, "city"), [5] * 10, MAY)
    seal(engine)

    assert satisfied(packed(engine, "city")).n == 170
    assert satisfied(packed(engine, "ward")).n == 160


def test_a_change_is_told_only_when_the_interval_carries_it(engine: Engine, code: str) -> None:
    make_responses(engine, code, [5] * 90 + [1] * 10, date(2023, 2, 7))
    make_responses(engine, code, [5] * 60 + [1] * 40, MAY)
    make_responses(engine, code, [5] * 62 + [1] * 38, date(2023, 8, 1))
    seal(engine)

    assert said(packed(engine))[1].words.startswith("That is about %(size)s in 100 fewer")
    assert said(packed(engine, period="2023-Q3"))[1].words.startswith("No clear change")


def test_a_month_that_stands_out_is_named(engine: Engine, code: str) -> None:
    start = date(2022, 5, 10)
    for nth in range(13):
        day = start + timedelta(days=30 * nth)
        make_responses(
            engine, code, [5] * (88 if nth < 12 else 50) + [2] * (12 + 38 * (nth == 12)), day
        )
    seal(engine)
    pack = packed(engine, period="2023-05")

    assert said(pack)[2].words == "More ratings than usual were not satisfied: %(periods)s."
    (drawn,) = blocks(pack, Trend)
    assert drawn.stretches[-1].drawn.rules == (BEYOND,)
    assert drawn.baseline is not None
    assert drawn.baseline.end == date(2023, 5, 1)


def test_flagged_ratings_count_and_the_figure_without_them_stands_beside(
    engine: Engine, code: str
) -> None:
    make_responses(engine, code, GOOD, MAY)
    make_responses(engine, code, [5] * 40, MAY, flags=1)
    seal(engine)
    pack = packed(engine)
    overall = table(pack, "Overall")

    assert overall["Satisfied"].estimate.n == 200
    assert overall["Satisfied, without ratings in doubt"].estimate.n == 160
    assert facts(pack)["In doubt, counted"] == 40


def test_excluded_and_assisted_ratings_are_named_and_not_counted(engine: Engine, code: str) -> None:
    keys = make_responses(engine, code, GOOD, MAY)
    make_responses(engine, code, [5] * 3, MAY, channel="assisted")
    seal(engine)
    exclude(engine, keys[0])
    told = facts(packed(engine))

    assert told["With an overall mark"] == 159
    assert told["Excluded by a named person, not counted"] == 1
    assert told["Entered by staff for a citizen, counted in no figure"] == 3


def test_services_with_few_ratings_are_named_with_their_number(
    engine: Engine, code: str, services: list[int]
) -> None:
    make_responses(engine, code, [5] * 30, MAY, service_id=services[0])
    make_responses(engine, code, [5] * 4, MAY, service_id=services[1])
    make_responses(engine, code, [5] * 2, MAY)
    seal(engine)
    pack = packed(engine)
    texts = [one for block in blocks(pack, Text) for one in block.said]
    (few,) = (one for one in texts if one.words.startswith("Too few"))
    (nameless,) = (one for one in texts if "named no service" in one.words)

    assert len(table(pack, "By service")) == 1
    assert [one.values["n"] for one in few.values["services"]] == [4]  # type: ignore[union-attr]
    assert nameless.values["ratings"] == (2,)


def test_no_two_sections_have_one_name() -> None:
    with pytest.raises(ValueError, match="two sections summary"):
        section("summary", title="again")(SECTIONS["summary"].write)
