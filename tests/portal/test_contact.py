"""A contact: on its own page, with consent, encrypted, deleted in time, or not offered at all."""

from collections.abc import Generator
from datetime import timedelta

import pytest
from asking import Portal, asking, settings_of, tap
from casework import answer, numbers
from sqlalchemy import Engine, select

from analytics.quality.casework import answers
from surveys import contacts, days
from surveys.contacts import Contact
from surveys.database import reading, writing

pytestmark = pytest.mark.fast

DATA_KEY = "a data key of the tests, long enough"
PHONE = "0912 345 678"


@pytest.fixture
def portal(database_url: str, code: str) -> Generator[Portal]:
    with asking(settings_of(database_url, data_key=DATA_KEY)) as portal:
        yield portal


def contact_page(portal: Portal, code: str) -> str:
    return f"{tap(portal, code).headers['location']}/contact"


def kept(engine: Engine) -> list[bytes]:
    with reading(engine) as connection:
        return list(connection.scalars(select(Contact.sealed_box)))


def test_a_contact_is_kept_encrypted_and_taken_back(
    portal: Portal, code: str, engine: Engine
) -> None:
    address = contact_page(portal, code)
    assert "checked" not in portal.get(address).text
    portal.post(address, data={"contact": PHONE, "consent": "1"})
    (box,) = kept(engine)
    with reading(engine) as connection:
        key = connection.scalars(select(Contact.key)).one()
        box_key = portal.app.state.settings.box_key
        assert contacts.read_contact(connection, box_key, key) == PHONE

    assert PHONE.encode() not in box
    assert PHONE not in portal.get(address).text
    portal.post(address, data={"remove": "1"})
    assert kept(engine) == []


@pytest.mark.parametrize(
    "form", [{"contact": PHONE}, {"consent": "1"}, {"contact": "x" * 121, "consent": "1"}]
)
def test_without_consent_or_contact_nothing_is_kept(
    portal: Portal, code: str, engine: Engine, form: dict[str, str]
) -> None:
    assert portal.post(contact_page(portal, code), data=form).status_code == 422
    assert kept(engine) == []


def test_it_opens_a_case_is_kept_until_that_closes_and_then_for_its_days(
    portal: Portal, code: str, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = contact_page(portal, code)
    portal.post(address, data={"contact": PHONE, "consent": "1"})
    now, late = days.now_ms(), timedelta(days=contacts.KEPT_DAYS + 1)
    with reading(engine) as connection:
        assert connection.scalars(select(Contact.delete_on)).all() == [None]
    portal.post(f"/t/{address.split('/')[-2]}", data={"withdraw": "1"})
    with writing(engine) as connection:
        assert contacts.forget_contacts(connection) == 0
        monkeypatch.setattr(days, "now_ms", lambda: now + late // timedelta(milliseconds=1))
        assert contacts.forget_contacts(connection) == 1


def test_a_contact_for_a_matter_that_is_closed_is_not_kept_and_its_writer_is_told(
    portal: Portal, code: str, engine: Engine
) -> None:
    address = contact_page(portal, code)
    receipt = address.split("/")[-2]
    portal.post(f"/t/{receipt}", data={"ask": "1", "text": "Sao lại chờ lâu?"})
    answer(engine, *numbers(engine))
    portal.post(f"/t/{receipt}", data={"mark": str(answers.HELPED)})
    late = portal.post(address, data={"contact": PHONE, "consent": "1"})

    assert late.status_code == 422
    assert "đã khép lại" in late.text
    assert PHONE in late.text
    assert kept(engine) == []


def test_without_a_data_key_it_is_not_offered(database_url: str, code: str) -> None:
    with asking(settings_of(database_url)) as portal:
        more = tap(portal, code).headers["location"]
        assert "/contact" not in portal.get(more).text
        assert portal.get(f"{more}/contact").status_code == 404
