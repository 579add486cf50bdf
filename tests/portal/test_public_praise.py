"""What was praised and what is to improve: held against the whole, from published figures alone."""

import re

import pytest
from asking import asking, settings_of
from makers import make_responses, make_touchpoint, make_unit
from published import MAY, publish_all
from sqlalchemy import Engine

pytestmark = [pytest.mark.fast, pytest.mark.only("sqlite")]


def praised(engine: Engine, database_url: str) -> str:
    publish_all(engine)
    with asking(settings_of(database_url)) as portal:
        page = portal.get("/units/phuong-thu?lang=en").text
    found = re.search(r"What was praised, what is to improve.*?<table", page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found.group() if found else "").split())


def rate(engine: Engine, **marks: list[int]) -> None:
    """A day on which each question was answered with these marks."""
    make_unit(engine, "phuong-thu")
    code = make_touchpoint(engine, "phuong-thu")
    for question, given in marks.items():
        for mark in set(given):
            make_responses(engine, code, [4] * given.count(mark), MAY, **{question: mark})
    make_responses(engine, code, [2] * 10, MAY)


def test_each_question_is_held_against_all_of_them(engine: Engine, database_url: str) -> None:
    rate(
        engine, staff=[5] * 58 + [2] * 2, procedure=[5] * 30 + [2] * 30, access=[5] * 46 + [1] * 14
    )
    said = praised(engine, database_url)

    assert "Of 100 answers to all these questions together, 74 were satisfied." in said
    assert re.search(r"Praised .*: about 97 of 100 \S.*: about 77 of 100 \(may be chance\)", said)
    assert re.search(r"To improve [^:]+: about 50 of 100 Of those", said)


def test_a_question_that_is_withheld_is_neither_praised_nor_blamed(
    engine: Engine, database_url: str
) -> None:
    rate(engine, staff=[5] * 30 + [2] * 10, procedure=[5] * 20 + [2] * 20, result=[5] * 4 + [1] * 4)
    said = praised(engine, database_url)

    assert "together, 63 were satisfied" in said
    assert said.count(": about") == 2
    assert "None stands out clearly" in said


def test_one_question_alone_is_held_against_nothing(engine: Engine, database_url: str) -> None:
    rate(engine, staff=[5] * 30 + [2] * 10)

    assert "Praised" not in praised(engine, database_url)
