"""A review's life: frozen once, written into, signed by two, corrected by a new version."""

from datetime import date

import pytest
from makers import at, make_responses, make_touchpoint, make_unit, seal
from meeting import HANG, LAN, decided, frozen, packed, signed
from sqlalchemy import Engine, func, select, update

from analytics.quality.pack.keeping import digest, kept
from analytics.quality.reviewing import minutes, signing, versions
from analytics.quality.reviewing.differences import differences
from analytics.quality.reviewing.freezing import AlreadyFrozen, NoReason, NotOver
from analytics.quality.reviewing.minutes import Closed
from analytics.quality.reviewing.signing import MayNotSign
from analytics.quality.reviews import Review, ReviewFigure
from surveys import days
from surveys.database import reading, writing
from surveys.days import parse_period


@pytest.fixture
def ward(engine: Engine) -> Engine:
    make_unit(engine, "ward")
    make_responses(engine, make_touchpoint(engine, "ward"), [5] * 140 + [2] * 20, date(2023, 5, 3))
    seal(engine)
    return engine


def test_a_frozen_review_tells_the_same_whatever_comes_later(ward: Engine) -> None:
    pack = packed(ward)
    version = frozen(ward)
    make_responses(ward, make_touchpoint(ward, "ward"), [1] * 300, date(2023, 5, 4))
    seal(ward)

    with reading(ward) as connection:
        told = versions.content_of(connection, version)
        assert versions.is_whole(connection, version)
    assert kept(told.sections) == kept(pack.sections)
    assert version.hash == digest(kept(told))


def test_of_two_officers_who_freeze_the_second_is_told(ward: Engine) -> None:
    first = frozen(ward)

    with pytest.raises(AlreadyFrozen) as told:
        frozen(ward)
    assert told.value.version.id == first.id
    assert told.value.version.frozen_by == HANG


def test_two_who_freeze_at_once_meet_in_the_constraint(
    ward: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen(ward)
    blind = iter([[]])
    seen = versions.list_versions
    # As if the other had committed after the look and before the writing.
    monkeypatch.setattr(versions, "list_versions", lambda *a: next(blind, None) or seen(*a))

    with pytest.raises(AlreadyFrozen):
        frozen(ward)
    with reading(ward) as connection:
        assert connection.scalar(select(func.count()).select_from(Review)) == 1


def test_a_period_that_runs_is_not_frozen(ward: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    last_evening = at(date(2023, 6, 30), 23, 59)
    monkeypatch.setattr(days, "now_ms", lambda: last_evening)
    with pytest.raises(NotOver):
        frozen(ward)

    # A minute later it is July in Hải Phòng, and still June in UTC.
    monkeypatch.setattr(days, "now_ms", lambda: last_evening + 60_000)
    assert frozen(ward).number == 1


def test_a_year_is_over_at_the_office_before_it_is_over_in_utc(
    ward: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(days, "now_ms", lambda: at(date(2024, 1, 1), 0, 1))

    assert frozen(ward, period=parse_period("2023")).period.label == "2023"


def test_figures_are_kept_with_their_lineage(ward: Engine) -> None:
    version = frozen(ward)
    with reading(ward) as connection:
        rows = connection.execute(
            select(ReviewFigure.__table__).where(ReviewFigure.review_id == version.id)
        ).all()
    told = {row.name: row for row in rows}
    row = told["satisfaction satisfaction 2023-04-01..2023-07-01"]

    assert (row.value, row.n, row.count, row.verdict) == (0.875, 160, 140, "ok")
    assert row.lineage["command"].startswith("portal indicators --unit ward --from 2023-04-01")


def test_remarks_and_decisions_stay_as_written_until_somebody_signs(ward: Engine) -> None:
    version = frozen(ward)
    with writing(ward) as connection:
        minutes.write_note(connection, version, "summary", "vi", "Lần một", HANG)
        minutes.write_note(connection, version, "summary", "vi", "Lần hai 0912 345 678", HANG)
        minutes.write_note(connection, version, "method", "vi", "Bỏ đi", HANG)
        minutes.write_note(connection, version, "method", "vi", " ", HANG)
    decided(ward, version)
    with writing(ward) as connection:
        (note,) = minutes.list_notes(connection, version)
        once = signing.sign(connection, version, "officer", HANG)
        with pytest.raises(Closed):
            minutes.write_note(connection, once, "summary", "vi", "Lần ba", HANG)
    with pytest.raises(Closed):
        decided(ward, once)

    assert note.text == "Lần hai [SDT]"


def test_two_persons_sign_and_then_it_is_final(ward: Engine) -> None:
    version = frozen(ward)
    with writing(ward) as connection:
        once = signing.sign(connection, version, "officer", HANG)
        for role, by in (("officer", "mai, officer"), ("leader", "hang, leader"), ("auditor", "x")):
            with pytest.raises(MayNotSign):
                signing.sign(connection, once, role, by)
        final = signing.sign(connection, once, "leader", LAN)
        with pytest.raises(MayNotSign):
            signing.take_back(connection, final, LAN)
        assert signing.is_as_signed(connection, final)

    assert final.state == "signed"


def test_one_signature_can_be_taken_back_by_its_owner(ward: Engine) -> None:
    version = frozen(ward)
    with writing(ward) as connection:
        once = signing.sign(connection, version, "officer", HANG)
        with pytest.raises(MayNotSign):
            signing.take_back(connection, once, LAN)
        signing.take_back(connection, once, HANG)
        assert versions.version_of_id(connection, version.id).open


def test_what_was_changed_behind_the_portal_is_seen(ward: Engine) -> None:
    version = frozen(ward)
    decided(ward, version)
    final = signed(ward, version)
    with writing(ward) as connection:
        content = connection.scalar(select(Review.content))
        row = update(Review).values(content={**content, "sections": []})
        connection.execute(row)
        assert not versions.is_whole(connection, final)
        assert signing.is_as_signed(connection, final)
        connection.execute(update(minutes.ReviewDecision).values(text="anders"))
        assert not signing.is_as_signed(connection, final)


def test_a_correction_is_a_new_version_that_says_what_changed(ward: Engine) -> None:
    old = frozen(ward)
    decided(ward, old)
    decided(ward, old, "Bỏ quyết định này")
    signed(ward, old)
    make_responses(ward, make_touchpoint(ward, "ward"), [2] * 40, date(2023, 5, 4))
    seal(ward)
    with pytest.raises(NoReason):
        frozen(ward, 2)
    new = frozen(ward, 2, "Phiếu giấy tháng 5 nhập muộn")
    with writing(ward) as connection:
        minutes.strike(connection, new, 2)
    assert decided(ward, new, "Quyết định mới") == 3
    with reading(ward) as connection:
        told = differences(connection, old, new)

    changed = {one.name: one for one in told.figures}
    one = changed["satisfaction satisfaction 2023-04-01..2023-07-01"]
    assert (one.old.n, one.new.n) == (160, 200)  # type: ignore[union-attr]
    assert [d.number for d in told.struck] == [2]
    assert [d.number for d in told.added] == [3]
    assert (new.previous_id, new.state) == (old.id, "frozen")


def test_a_period_without_responses_is_reviewed_as_well(ward: Engine) -> None:
    version = frozen(ward, period=parse_period("2024-Q1"))
    with reading(ward) as connection:
        told = versions.content_of(connection, version)

    assert "Nobody gave an overall mark" in str(told.sections[0])
    assert signed(ward, version).state == "signed"
