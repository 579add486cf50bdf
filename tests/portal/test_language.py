"""Each visitor is answered in the right language, and can switch without losing the place."""

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from litestar import Litestar, get
from litestar.datastructures import State
from litestar.testing import TestClient

import translations
from portal import language
from portal.settings import Settings, read_settings

pytestmark = pytest.mark.fast

VI, EN = "tháng 5/2023", "May 2023"


@get(["/units", "/staff/units"], sync_to_thread=True)
def month() -> str:
    return translations.month_name(date(2023, 5, 1))


@get("/links")
async def links() -> list[str]:
    return [language.switch("en"), language.link("/"), language.link("/units?period=2023")]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings(
        {
            "PORTAL_DATABASE_URL": f"sqlite:///{tmp_path}/portal.db",
            "PORTAL_BASE_URL": "https://testserver.local",
        }
    )


@pytest.fixture
def client(settings: Settings) -> Generator[TestClient[Litestar]]:
    app = Litestar(
        [month, links],
        before_request=language.greet_first,
        after_request=language.remember,
        state=State({"settings": settings}),
    )
    with TestClient(app, base_url="https://testserver.local") as client:
        yield client


@pytest.mark.parametrize(
    ("address", "accept", "said"),
    [
        ("/units", "", VI),
        ("/units", "en-GB,en;q=0.9", EN),
        ("/units", "fr", VI),
        ("/units?lang=vi", "en", VI),
        ("/units?lang=en", "vi", EN),
        ("/units?lang=tlh", "en", EN),
        ("/units?lang=", "", VI),
        ("/units?fbclid=%FF%00&slang=en", "", VI),
    ],
)
def test_the_address_comes_before_the_browser(
    address: str, accept: str, said: str, client: TestClient[Litestar]
) -> None:
    assert client.get(address, headers={"accept-language": accept}).text == said


def test_a_staff_page_remembers_the_language(client: TestClient[Litestar]) -> None:
    first = client.get("/staff/units?lang=en", headers={"accept-language": "vi"})
    then = client.get("/staff/units", headers={"accept-language": "vi"})

    assert (first.text, then.text) == (EN, EN)
    cookie = first.headers["set-cookie"]
    assert all(part in cookie for part in ("lang=en", "HttpOnly", "Secure", "Path=/staff"))


def test_what_staff_remember_does_not_reach_the_citizens_pages(
    client: TestClient[Litestar],
) -> None:
    client.get("/staff/units?lang=en")

    assert client.get("/units").text == VI


def test_a_switch_keeps_the_path_and_the_other_parameters(client: TestClient[Litestar]) -> None:
    switch, *_ = client.get("/links?period=2023-Q2&unit=x%20y&empty=&lang=vi").json()

    assert switch == "/links?period=2023-Q2&unit=x+y&empty=&lang=en"


def test_links_carry_on_the_language_that_was_asked_for(client: TestClient[Litestar]) -> None:
    assert client.get("/links?lang=en").json()[1:] == ["/?lang=en", "/units?period=2023&lang=en"]
    assert client.get("/links").json()[1:] == ["/", "/units?period=2023"]


def test_many_visitors_at_once_do_not_hear_one_another(client: TestClient[Litestar]) -> None:
    wishes = ["en", "vi"] * 20
    with ThreadPoolExecutor(8) as visitors:
        said = visitors.map(
            lambda wish: client.get("/units", headers={"accept-language": wish}).text, wishes
        )

    assert list(said) == [EN, VI] * 20
