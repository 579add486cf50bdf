"""Programme, self-assessment, objectives, and what citizens are told."""

from datetime import date

import loop
import makers
import pytest
from loop import FIXED, LAN, MINH, Calendar, City
from oracles import oracle
from sqlalchemy import Engine, func, select

from analytics.numbers.estimates import Estimate, share
from analytics.quality import aims, annex, assessed, assessing, drafting, saying, waves
from analytics.quality.actions import handling
from analytics.quality.actions.states import Refused
from analytics.quality.aims import Aim
from analytics.quality.assessing import Set
from analytics.quality.programme import Task
from analytics.quality.saying import Words
from analytics.quality.seeding import seed_quality
from analytics.quality.waves import Kept
from surveys import seeding
from surveys.database import reading, writing


def estimate(x: int, n: int) -> Estimate:
    return Estimate.of(share(x, n), "wilson95", 0.0, 1.0)


@pytest.mark.fast
def test_an_objective_is_decided_from_the_interval_as_worked_out_elsewhere() -> None:
    case = oracle("targets")
    told = [aims.decide(estimate(x, n), 0.9, "at_least") for x, n in case.inputs["cases"]]

    assert told == case.expected["decision"]
    assert aims.decide(estimate(5, 200), 0.1, "at_most") == "met"
    assert aims.decide(estimate(40, 200), 0.1, "at_most") == "missed"
    assert aims.decide(estimate(0, 0), 0.9, "at_least") == "undecided"
    # One person was satisfied, or nobody of nine: a target of 20 or 40 must not tell.
    assert aims.decide(estimate(1, 1), 0.2, "at_least") == "undecided"
    assert aims.decide(estimate(0, 9), 0.4, "at_least") == "undecided"


def test_an_objective_is_seen_with_its_time_before(city: City, calendar: Calendar) -> None:
    register = makers.load(city.engine)
    ward = register.find_unit("ward")
    days = (date(2025, 7, 1), date(2025, 8, 31))
    aim = Aim("satisfaction", None, 0.8, *days, "Lan", "Leader", "")
    with writing(city.engine) as connection:
        aims.set_objective(connection, register, ward, aim, LAN)
    city.rate("ward", days[0], 38, 40)
    city.seal()
    coming = standing(city, ward)
    calendar.put(date(2025, 9, 2))
    over = standing(city, ward)

    assert (coming.decision, coming.over) == ("coming", False)
    assert coming.before is not None
    assert (coming.before.count, coming.before.n) == (298, 520)
    assert (over.decision, over.over, over.result.n) == ("met", True, 40)


def standing(city: City, unit_id: int) -> aims.Standing:
    with reading(city.engine) as connection:
        return aims.list_objectives(connection, makers.load(city.engine), unit_id)[0]


def test_all_that_is_wrong_with_an_objective_is_said_at_once(city: City) -> None:
    register = makers.load(city.engine)
    aim = Aim("mean", None, 7.0, None, None, "", "", "")
    with writing(city.engine) as connection, pytest.raises(Refused) as refused:
        aims.set_objective(connection, register, register.find_unit("ward"), aim, LAN)

    assert set(refused.value.problems) == {
        *("owner_name", "owner_position", "indicator", "target", "start")
    }


@pytest.mark.fast
@pytest.mark.parametrize(
    ("colours", "told"),
    [(["green", "red", "yellow"], "red"), (["green", "yellow"], "yellow"), (["green", ""], "")],
)
def test_an_indicator_takes_its_weakest_colour(colours: list[str], told: str) -> None:
    assert assessed.weakest(colours) == told


def test_an_assessment_is_verified_from_outside_and_compared(
    city: City, calendar: Calendar
) -> None:
    first = begin(city, FIXED)
    with writing(city.engine) as connection:
        one = assessed.find_assessment(connection, first)
        assert len(one.indicators) == 39
        for indicator in one.indicators:
            assessing.set_colours(connection, one, indicator.code, all_green(indicator))
    with writing(city.engine) as connection:
        one = assessed.find_assessment(connection, first)
        part = one.indicators[0].asked[0].id
        for by, outside in ((LAN, False), (MINH, True)):
            with pytest.raises(Refused):
                assessing.verify(connection, one, by, {}, outside=outside)
        assessing.verify(connection, one, "Hoa, Officer", {part: "yellow"}, outside=True)
        fresh = assessed.find_assessment(connection, first)
        with pytest.raises(assessing.Verified):
            assessing.set_colours(connection, fresh, "1.1", {})
    calendar.put(date(2026, 6, 1))
    second = begin(city, date(2026, 6, 1))
    with reading(city.engine) as connection:
        told = assessed.find_assessment(connection, second)

    assert told.before["1.1"] == "yellow"
    assert told.before["1.2"] == "green"
    assert told.left == 78


def begin(city: City, day: date) -> int:
    ward = makers.load(city.engine).find_unit("ward")
    with writing(city.engine) as connection:
        annex.enter(connection)
        return assessing.start(connection, ward, day, MINH)


def all_green(indicator: assessed.Indicator) -> dict[int, Set]:
    evidence = ({"title": "Minutes", "link": ""},)
    return {one.id: Set("green", evidence, "") for one in indicator.asked}


def test_green_needs_evidence_and_another_colour_what_is_missing(city: City) -> None:
    id_ = begin(city, FIXED)
    with writing(city.engine) as connection:
        one = assessed.find_assessment(connection, id_)
        first, second, third = one.indicators[2].asked
        evil = ({"title": "x", "link": "javascript:alert(1)"},)
        said = {
            first.id: Set("green", (), ""),
            second.id: Set("red", (), " "),
            third.id: Set("green", evil, ""),
        }
        with pytest.raises(Refused) as refused:
            assessing.set_colours(connection, one, "1.3", said)

    assert set(refused.value.problems) == {
        *(f"evidence-{first.id}", f"note-{second.id}", f"link-{third.id}")
    }


def test_the_pilot_and_the_city_are_seeded_once(engine: Engine) -> None:
    for expected in ((12, 114), (0, 0)):
        with writing(engine) as connection:
            seeding.seed_pilot(connection)
            pilot = seed_quality(connection, "pilot")
            seeding.seed_city(connection)
            city = seed_quality(connection, "city")
        assert (pilot, city) == expected
    with reading(engine) as connection:
        course = waves.find_wave(connection, "pilot-2023")
        tasks = connection.scalar(select(func.count()).select_from(Task))

    assert (course.phases[0].start, course.phases[-1].end) == (date(2023, 3, 1), date(2023, 9, 1))
    assert course.phase_on(date(2023, 6, 30)) == 4
    assert tasks == 17 * (12 + 114)


def test_a_task_is_done_with_evidence_alone(city: City) -> None:
    with writing(city.engine) as connection:
        waves.enter_wave(connection, "pilot-2023", ["ward"])
        course = waves.find_wave(connection, "pilot-2023")
        task = waves.list_tasks(connection, course, course.units[0])[0]
        bare = Kept("Lan", "Leader", None, FIXED, "", "//evil", "")
        with pytest.raises(Refused) as refused:
            waves.keep_task(connection, task, bare, LAN)
        full = Kept("Lan", "Leader", None, FIXED, "Minutes", "https://example.org/1", "")
        waves.keep_task(connection, task, full, LAN)
        told = waves.progress(connection, course)

    assert set(refused.value.problems) == {"evidence_title", "evidence_link"}
    assert told[course.units[0], 1] == waves.Progress(1, 4, 3)


def closed(city: City, calendar: Calendar) -> str:
    """A record that was done and closed, its effect shown."""
    from portal.jobs.duties import find_job
    from portal.settings import read_settings

    number = city.open()
    city.plan(number)
    calendar.put(loop.ACTED)
    city.done(number)
    city.rate("ward", date(2025, 7, 1), 76, 80)
    city.usual([date(2025, 7, 1)], 60, 80)
    city.seal()
    calendar.put(loop.CHECK_ON)
    find_job("checks").run(city.engine, read_settings({"PORTAL_SECRET": "x" * 32}))
    city.act(number, handling.close, "Seen", "", LAN)
    return number


def test_what_was_done_is_told_once_somebody_else_approved_it(
    city: City, calendar: Calendar
) -> None:
    record = city.record(closed(city, calendar))
    words = {"vi": Words("Phải chờ lâu", "Mở thêm quầy"), "en": Words("Long waits", "One more")}
    with writing(city.engine) as connection:
        item_id = drafting.draft(connection, record, words, MINH)
        item = saying.find_item(connection, item_id)
        with pytest.raises(Refused):
            drafting.approve(connection, item, MINH)
        assert saying.said_and_did(connection, record.row.unit_id) == []
        drafting.approve(connection, item, LAN)
        (told,) = saying.said_and_did(connection, record.row.unit_id, language="en")
        drafting.withdraw(connection, item, "Moved")
        assert saying.said_and_did(connection, record.row.unit_id) == []

    assert (told.said, told.did) == ("Long waits", "One more")
    assert (told.said_on, told.did_on) == (FIXED, loop.ACTED)
    assert told.effect is not None
    assert (told.effect.verdict, told.effect.before) == ("better", 0.6)
    assert told.effect.after == pytest.approx(0.95)


def test_personal_data_and_empty_sentences_are_refused(city: City, calendar: Calendar) -> None:
    record = city.record(closed(city, calendar))
    words = {"vi": Words("Gọi 0912345678", ""), "en": Words("x" * 301, "Done")}
    with writing(city.engine) as connection, pytest.raises(Refused) as refused:
        drafting.draft(connection, record, words, MINH)

    assert refused.value.problems == {
        "said_vi": drafting.PERSONAL,
        "did_vi": drafting.NO_DID,
        "said_en": drafting.TOO_LONG,
    }
