"""The method document follows the registry, and what is printed in docs is what it says."""

from pathlib import Path

import pytest

from analytics.method.definitions import DEFINITIONS
from analytics.method.document import document
from analytics.numbers import simulated
from analytics.numbers.indicators import INDICATORS
from load_tests.alarms.tables import broken
from translations import speak

pytestmark = pytest.mark.fast

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(("locale", "file"), [("en", "method.md"), ("vi", "method.vi.md")])
def test_the_printed_method_is_that_of_the_registry(locale: str, file: str) -> None:
    with speak(locale):
        assert (DOCS / file).read_text("utf-8") == document(), (
            "portal method --locale … --out docs/…"
        )


def test_every_indicator_is_defined() -> None:
    assert list(DEFINITIONS) == list(INDICATORS)


def test_the_tables_are_of_these_rules_and_hold_what_is_promised() -> None:
    told = simulated.read()

    assert told["rules"] == simulated.fingerprint(), "run python -m load_tests.alarms --keep"
    assert not broken(told)
