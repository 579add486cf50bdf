"""The management-review pack: what a unit's figures say of a period, and how each is found again.

To add a section, write a function from ``Subject`` to blocks in a file of its own, decorate it with
``@section``, and import the file below: the order of the imports is the order on paper.
"""

# isort: off
from analytics.quality.pack import (
    summary,
    earlier,
    context,
    satisfaction,
    voices,
    official,
    objectives,
    processes,
    cases,
    nonconformities,
    risks,
    promises,
    proposals,
    method,
)

# isort: on
from analytics.quality.pack.building import NotBegun, build, scope_of
from analytics.quality.pack.contents import Pack

__all__ = [
    "NotBegun",
    "Pack",
    "build",
    "cases",
    "context",
    "earlier",
    "method",
    "nonconformities",
    "objectives",
    "official",
    "processes",
    "promises",
    "proposals",
    "risks",
    "satisfaction",
    "scope_of",
    "summary",
    "voices",
]
