"""The units in a person's scope, each with its figure: a list in the order of names, no ranking."""

from typing import Any

from litestar import Response, get
from sqlalchemy import Connection

from analytics.numbers.standing import Bearings, find_bearings, stand_each
from portal.periods import period_days, period_name
from portal.staff import drawings
from portal.staff.asked import read_asked, today
from portal.staff.filters import Filters, filters_of
from portal.staff.frame import staff_page
from portal.staff.guards import may
from portal.staff.principal import AnyRequest, principal_of, register_of
from surveys.database import reading
from surveys.register import Register
from translations import spoken
