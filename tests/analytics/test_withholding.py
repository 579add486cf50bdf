"""What is withheld from the public, and why."""

from datetime import date

from editions import APRIL, JULY, JUNE, LATER, MAY, SOME_OF_EACH, month, rate, read, verdicts
from makers import load, make_volumes
from sqlalchemy import Engine

from analytics.numbers.publishing import publish


def test_a_small_month_is_withheld_with_all_its_figures(
    engine: Engine, codes: dict[str, str]
) -> None:
    rate(engine, codes["south"], [5] * 7 + [1] * 2, MAY)

    publish(engine, LATER)

    for estimate in month(engine, "south").indicators.values():
        told = estimate.named()
        assert [told[name] for name in ("value", "low", "high", "n", "count")] == [None] * 5
        assert (told["verdict"], told["reason"]) == ("withheld", "too_few")


def test_a_month_of_one_mind_is_withheld(engine: Engine, codes: dict[str, str]) -> None:
    rate(engine, codes["alone"], [5] * 40, MAY)

    publish(engine, LATER)

    assert verdicts(month(engine, "alone")) == ("withheld", "unanimous", None)


def test_the_city_is_withheld_where_it_would_reveal_a_small_ward(
    engine: Engine, codes: dict[str, str]
) -> None:
    rate(engine, codes["north"], SOME_OF_EACH * 2, MAY)
    rate(engine, codes["south"], SOME_OF_EACH, MAY)
    rate(engine, codes["west"], [5, 4, 1], MAY)

    publish(engine, LATER)

    assert verdicts(month(engine, "north")) == ("few", None, 28)
    assert verdicts(month(engine, "west")) == ("withheld", "too_few", None)
    assert verdicts(month(engine, "city")) == ("withheld", "would_reveal", None)


def test_the_city_is_withheld_where_it_would_reveal_that_nobody_came(
    engine: Engine, codes: dict[str, str]
) -> None:
    for ward in ("north", "south"):
        rate(engine, codes[ward], SOME_OF_EACH, MAY)

    publish(engine, LATER)

    assert verdicts(month(engine, "city")) == ("withheld", "would_reveal", None)


def test_a_quarter_is_withheld_where_it_would_reveal_a_small_month(
    engine: Engine, codes: dict[str, str]
) -> None:
    for start in (APRIL, MAY):
        rate(engine, codes["alone"], SOME_OF_EACH, start)
    rate(engine, codes["alone"], [5, 1], JUNE)

    publish(engine, LATER)

    assert verdicts(month(engine, "alone")) == ("few", None, 14)
    assert verdicts(read(engine, "alone", APRIL, JULY, "quarter")[0]) == (
        "withheld",
        "would_reveal",
        None,
    )


def test_a_factor_is_withheld_by_its_own_answers(engine: Engine, codes: dict[str, str]) -> None:
    answered = dict.fromkeys(("access", "procedure", "feedback"), 4) | {"staff": 5}
    rate(engine, codes["alone"], SOME_OF_EACH, MAY, access=5, staff=5, result=2)
    rate(engine, codes["alone"], SOME_OF_EACH, MAY, **answered | {"staff": 2})
    rate(engine, codes["alone"], [5] * 3, MAY, procedure=1)

    publish(engine, LATER)

    told = month(engine, "alone")
    assert verdicts(told, "factor.staff") == ("few", None, 28)
    assert verdicts(told, "factor.result") == ("withheld", "unanimous", None)
    assert verdicts(told, "sipas_pooled") == ("withheld", "would_reveal", None)
    assert verdicts(told, "sipas_factors") == ("withheld", "would_reveal", None)
    assert verdicts(told, "on_time") == ("withheld", "too_few", None)
    assert verdicts(told, "satisfaction") == ("ok", None, 31)


def test_the_rate_of_answers_is_told_once_ten_answered(
    engine: Engine, codes: dict[str, str]
) -> None:
    rate(engine, codes["alone"], SOME_OF_EACH, MAY)
    rate(engine, codes["alone"], SOME_OF_EACH[:9], date(2023, 6, 1))
    rate(engine, codes["alone"], SOME_OF_EACH, date(2023, 6, 2))
    unit = load(engine).find_unit("alone")
    make_volumes(engine, *({"unit_id": unit, "day": day, "closed": 40} for day in (MAY, JUNE)))

    publish(engine, LATER)

    may = month(engine, "alone").indicators["response_rate"]
    assert (may.value, may.count, may.n, may.reason) == (14 / 40, 14, 40, None)
    assert verdicts(month(engine, "alone", JUNE), "response_rate")[:2] == ("withheld", "too_few")
