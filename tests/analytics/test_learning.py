"""Learning from the portal's own marks: off below a number, used only where it wins."""

import time
from collections.abc import Sequence
from datetime import date
from typing import Any

import hunches
import pytest
from makers import make_responses, make_touchpoint, make_unit, seal
from sqlalchemy import Engine, insert, select

from analytics.text import VERSION, desk, lessons, read, taught
from analytics.text.corrections import correct
from analytics.text.learnt import Lesson, learn
from analytics.text.lessons import NO_BETTER, TOO_FEW, study
from analytics.text.readers import blended, version_in_use
from analytics.text.tables import ModelCard
from analytics.text.trial import GATE, Interval, Score, load
from surveys.database import reading, writing

pytestmark = pytest.mark.fast

GOOD = [f"cán bộ tốt bụng số {at}" for at in range(60)]
BAD = [f"quầy lộn xộn số {at}" for at in range(60)]
TAUGHT = [Lesson(text, True) for text in GOOD] + [Lesson(text, False) for text in BAD]


def test_words_beside_good_marks_are_learnt_as_praise() -> None:
    learnt = learn(TAUGHT)

    assert learnt.polarity("thật tốt bụng") > 0.3
    assert learnt.polarity("rất lộn xộn") < -0.3
    assert learnt.polarity("tot bung") > 0.3
    assert learnt.polarity("hoàn toàn khác") == 0
    assert learn(TAUGHT) == learnt


def test_few_comments_teach_no_word_and_numbers_are_never_learnt() -> None:
    odd = [Lesson("ông Tèo số 0912345678 tốt", True), Lesson("bà Tí 0912345678 tốt", True)]
    learnt = learn([*TAUGHT, *odd, Lesson("số 0912345678 xấu", False)])

    assert "teo" not in learnt.weights
    assert "=tèo" not in learnt.weights
    assert not any(word.isdigit() and word != "0000" for word in learnt.weights if len(word) > 3)


def test_a_rare_side_counts_as_much_as_the_other() -> None:
    learnt = learn([Lesson("phục vụ tốt", True)] * 90 + [Lesson("phục vụ chậm", False)] * 10)

    assert learnt.polarity("chậm") < -0.3
    assert learnt.polarity("tốt") > 0.3


def test_what_was_learnt_is_a_share_of_the_verdict() -> None:
    reader = blended(learn(TAUGHT), 0.25, "2-x+y")
    alone, both = read("Cán bộ rất nhiệt tình"), reader("Cán bộ rất nhiệt tình")

    assert both.version == "2-x+y"
    assert both.polarity is not None
    assert alone.polarity is not None
    assert both.polarity >= 0.75 * alone.polarity - 0.25
    assert reader("Thế nào cũng được").polarity == 0
    assert reader("Đăng ký tạm trú cần gì?").kind == "question"


@pytest.fixture
def code(engine: Engine) -> str:
    make_unit(engine, "phuong-thu")
    return make_touchpoint(engine, "phuong-thu")


def write(engine: Engine, code: str, mark: int, texts: Sequence[str]) -> None:
    for text in texts:
        make_responses(engine, code, [mark], date(2023, 5, 4), comment=text)


def cards(engine: Engine) -> list[Any]:
    with reading(engine) as connection:
        return list(
            connection.execute(select(ModelCard.__table__).order_by(ModelCard.learned_from))
        )


def test_too_few_comments_are_not_learnt_from(engine: Engine, code: str) -> None:
    write(engine, code, 5, GOOD[:5])
    seal(engine)
    desk.read_waiting(engine)
    study(engine)

    alone, card = cards(engine)
    assert (alone.version, alone.accepted, alone.learned_from) == (VERSION, True, 0)
    assert 0 < alone.figures["accuracy"][1] <= alone.figures["accuracy"][0] <= 1
    assert (card.accepted, card.why, card.learned_from) == (False, TOO_FEW, 5)
    assert study(engine) is None


@pytest.mark.only("sqlite")
def test_what_reads_no_better_is_kept_and_not_used(
    engine: Engine, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lessons, "ENOUGH", 40)
    monkeypatch.setattr(lessons, "EACH", 10)
    write(engine, code, 5, GOOD[:40])
    seal(engine)
    desk.read_waiting(engine)
    with writing(engine) as connection:
        for comment_id in range(1, 6):
            correct(connection, comment_id, "lan", "complaint", [])
        correct(connection, 6, "lan", "question", [])
    one_sided = study(engine)
    write(engine, code, 1, BAD[:40])
    seal(engine)
    desk.read_waiting(engine)
    monkeypatch.setattr(lessons, "_MORE", 1)
    card = study(engine)

    assert one_sided is not None
    assert (one_sided["why"], one_sided["learned_from"]) == (TOO_FEW, 39)
    assert card is not None
    assert card["learned_from"] == 79
    assert card["why"] == NO_BETTER
    with reading(engine) as connection:
        assert version_in_use(connection) == VERSION


@pytest.mark.only("sqlite")
def test_one_person_cannot_teach_the_reader_alone(
    engine: Engine, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taught, "_OF_ONE", 3)
    write(engine, code, 5, GOOD[:12])
    seal(engine)
    desk.read_waiting(engine)
    with writing(engine) as connection:
        for comment_id in range(1, 13):
            correct(connection, comment_id, "lan", "complaint", [])
        correct(connection, 1, "minh", "complaint", [])

    with reading(engine) as connection:
        found = taught.lessons(connection)

    assert [lesson.good for lesson in found].count(False) == 4
    assert len(found) == 12


def test_a_win_of_one_comment_is_luck() -> None:
    alone = Score(299, Interval(0.93, 0, 1), Interval(0.92, 0, 1), 0.01, None)

    assert not lessons._wins(alone._replace(accuracy=Interval(0.9333, 0, 1)), alone)
    assert lessons._wins(alone._replace(accuracy=Interval(0.945, 0, 1)), alone)
    assert not lessons._wins(alone._replace(accuracy=Interval(0.945, 0, 1), flips=0.02), alone)


def test_no_fixed_comment_was_counted_for_hunches() -> None:
    fixed = {comment.text for comment in load(GATE)}

    assert not fixed & {sample.comment.text for sample in hunches.counted()}


def test_an_accepted_reader_reads_everything_again(engine: Engine, code: str) -> None:
    write(engine, code, 5, GOOD[:3])
    seal(engine)
    desk.read_waiting(engine)
    learnt = learn(TAUGHT)
    version = f"{VERSION}+12345678"
    kept = {"words": dict(learnt.weights), "bias": learnt.bias, "share": 0.25}
    card = {"version": version, "made_at": lessons.days.now(), "learned_from": 400}
    with writing(engine) as connection:
        row = card | {"weights": kept, "figures": {}, "accepted": True, "why": None}
        connection.execute(insert(ModelCard).values(row))

    assert desk.read_waiting(engine) == 3
    assert desk.read_waiting(engine) == 0
    with reading(engine) as connection:
        versions = connection.scalars(select(desk.CommentReading.version)).all()
    assert set(versions) == {version}


def test_thousands_of_comments_are_learnt_in_seconds() -> None:
    begun = time.process_time()
    learn(
        [Lesson(f"{lesson.text} {at % 97}", lesson.good) for at in range(20) for lesson in TAUGHT]
    )

    assert time.process_time() - begun < 10
