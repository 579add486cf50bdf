"""Citizens who scan and tap, and people who read what others said."""

import random
import re
from typing import ClassVar

from locust import FastHttpUser, between, task

from load_tests.rollout.ledger import key_of, thanked
from load_tests.rollout.plan import read_plan

PLAN = read_plan()
TICKET = re.compile(r'name=nonce value="([^"]+)"')
MORE = {"staff": 5, "procedure": 4, "comment": "Nhanh, đúng hẹn."}


def mark() -> int:
    """A mark as citizens give them: mostly content."""
    return random.choices(range(1, 6), (1, 2, 2, 8, 7))[0]


class Citizen(FastHttpUser):
    """Scans a code, taps, reads the thanks, sometimes says more."""

    abstract = True
    journey: ClassVar[str]
    wait_time = between(2.0, 4.0)
    # Share of those who say more than a mark.
    talks = 0.3

    def code(self) -> str:
        """Which counter this visit is to."""
        return random.choice(PLAN.counters)

    def ticket(self, code: str) -> str | None:
        """Open the rating page; the ticket on it."""
        page = self.client.get(f"/r/{code}", name=f"{self.journey}: page")
        found = TICKET.search(page.text or "")
        return found.group(1) if found else None

    def tap(self, code: str, ticket: str, **fields: str) -> str | None:
        """Send one mark; where the thanks are. Nobody is thanked before it is durable."""
        form = {"nonce": ticket, "overall": mark()} | fields
        with self.client.post(
            f"/r/{code}",
            data=form,
            name=f"{self.journey}: tap",
            allow_redirects=False,
            catch_response=True,
        ) as reply:
            if reply.status_code != 303:
                reply.failure(f"not thanked: {reply.status_code}")
                return None
            reply.success()
            thanked([key_of(ticket, fields.get("tap", ""))])
            return str(reply.headers["location"])

    @task
    def rate(self) -> None:
        code = self.code()
        ticket = self.ticket(code)
        more = self.tap(code, ticket) if ticket else None
        if more:
            self.client.get(more, name=f"{self.journey}: thanks")
            if random.random() < self.talks:
                self.client.post(more, data=MORE, name=f"{self.journey}: more")


class MorningCitizen(Citizen):
    """At one of all counters, as the offices open.

    One for each office, every five seconds: some twenty times what 328 procedures bring to a desk.
    """

    journey = "morning"
    wait_time = between(3.0, 6.0)


class CampaignCitizen(Citizen):
    """Asked on the way out, at the few offices that hold a campaign."""

    journey = "campaign"
    wait_time = between(1.5, 3.5)
    talks = 0.05

    def code(self) -> str:
        return random.choice(PLAN.campaign)


class LobbyCitizen(Citizen):
    """One of many in one hall: the same code, address and kind of phone."""

    journey = "lobby"
    wait_time = between(1.0, 3.0)
    talks = 0.0

    def code(self) -> str:
        return PLAN.lobby


class Reader(FastHttpUser):
    """Reads one office's page that was shared far and wide, and looks for another."""

    journey = "spike"
    wait_time = between(1.0, 4.0)

    @task(8)
    def read(self) -> None:
        self.client.get(f"/units/{PLAN.public[0]}", name=f"{self.journey}: results")

    @task(1)
    def read_another(self) -> None:
        slug = random.choice(PLAN.public)
        self.client.get(f"/units/{slug}", name=f"{self.journey}: another office")

    @task(1)
    def find(self) -> None:
        self.client.get("/?q=hai+an", name=f"{self.journey}: finder")
