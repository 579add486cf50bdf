"""A city whose ratings come in files, one ward of which falls behind; its staff pages, served."""

import random
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import makers
from importing import HEADER, bring_in
from litestar import Litestar
from loop import Calendar
from office import CITY, OTHER, WARD, Office
from sqlalchemy import Engine, select

from analytics.quality.signals import Signal
from portal import errors, language
from portal.app import STAFF_PAGES, _static
from portal.jobs.duties import find_job
from portal.public.unit import unit_router
from portal.settings import read_settings
from portal.staff.entrance import staff_router
from surveys import days
from surveys.database import reading

FIRST, FALL = date(2024, 3, 1), date(2025, 4, 1)
RAISED, ACTED, CHECK_ON = date(2025, 5, 5), date(2025, 5, 19), date(2025, 9, 4)
THIRD = "phuong-hoa-lan"


@dataclass
class City:
    """Three wards whose ratings come in files; the first one falls behind in April 2025."""

    engine: Engine
    folder: Path
    calendar: Calendar
    codes: dict[str, str] = field(default_factory=dict)
    files: int = 0

    def __post_init__(self) -> None:
        makers.make_unit(self.engine, THIRD, parent=CITY)
        for slug in (WARD, OTHER, THIRD):
            self.codes[slug] = makers.make_touchpoint(self.engine, slug)

    def bring(self, some: list[date], **shares: float) -> None:
        """Import so many satisfied of sixty a month and ward; a ward not named has 80 of 100."""
        dice, lines = random.Random(self.files), [HEADER]
        for slug, code in self.codes.items():
            good = round(60 * shares.get(slug.replace("-", "_"), 0.8))
            for month in some:
                marks = [5] * good + [2] * (60 - good)
                length = days.period_of(month, "month").days
                each = [month.replace(day=1 + n % length) for n in range(60)]
                dice.shuffle(marks)
                told = zip(each, marks, strict=True)
                lines += [f"{code},{day}T09:30,{mark}" for day, mark in told]
        self.files += 1
        bring_in(self.engine, self.folder / f"{self.files}.csv", *lines)
        makers.seal(self.engine)

    def night(self, day: date, job: str) -> None:
        """What the server does after midnight."""
        self.calendar.put(day)
        find_job(job).run(self.engine, read_settings({"PORTAL_SECRET": "x" * 32}))

    def signals(self) -> list[int]:
        with reading(self.engine) as connection:
            return list(connection.scalars(select(Signal.id).order_by(Signal.id)))


def whole(office: Office) -> Litestar:
    """The real staff pages and the public one on the office's state, with their style."""
    office.app.state.demo = False
    return Litestar(
        [staff_router(*STAFF_PAGES), _static(), unit_router],
        before_request=language.greet_first,
        exception_handlers=errors.exception_handlers,
        openapi_config=None,
        state=office.app.state,
    )
