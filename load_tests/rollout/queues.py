"""Answers that waited without a network and now arrive all at once."""

import random
import secrets
import time
from datetime import UTC, datetime, timedelta

from locust import FastHttpUser, between, task

from load_tests.rollout.citizens import PLAN, Citizen, mark
from load_tests.rollout.ledger import thanked

# As many as one delivery may hold.
QUEUED = 500
# As many as one ticket carries.
TAPS = 3


class QueueNeighbour(Citizen):
    """Rates at a counter while the queues empty."""

    journey = "queues"


class Kiosk(FastHttpUser):
    """A tablet that was offline since the morning; unsure of the answer, it delivers again."""

    journey = "queues"
    wait_time = between(2.0, 4.0)

    @task
    def deliver(self) -> None:
        queue = [self.answer() for _ in range(QUEUED)]
        code = random.choice(PLAN.counters)
        self.send(code, queue, "kiosk delivery")
        if random.random() < 0.2:
            self.send(code, queue, "kiosk repeats")

    def answer(self) -> dict[str, object]:
        given = datetime.now(UTC) - timedelta(minutes=random.uniform(1, 180))
        return {
            "key": secrets.token_hex(16),
            "given_at": given.isoformat(timespec="seconds"),
            "overall": mark(),
            "channel": "kiosk",
        }

    def send(self, code: str, queue: list[dict[str, object]], step: str) -> None:
        with self.client.post(
            f"/api/v1/touchpoints/{code}/responses",
            json=queue,
            headers={"Authorization": f"Bearer {PLAN.key}"},
            name=f"{self.journey}: {step}",
            catch_response=True,
        ) as reply:
            if reply.status_code != 201:
                reply.failure(f"not all taken: {reply.status_code}")
                return
            reply.success()
            thanked(one["key"] for one in reply.json())


class OfflinePhone(Citizen):
    """A phone that opened pages with a network and tapped without one."""

    journey = "queues"
    wait_time = between(1.0, 3.0)

    @task
    def rate(self) -> None:
        code = self.code()
        tickets = [ticket for ticket in (self.ticket(code) for _ in range(3)) if ticket]
        time.sleep(0.7)
        given = [int(time.time() * 1000) - random.randrange(300) for _ in range(TAPS)]
        for ticket in tickets:
            for given_ms in given:
                self.tap(code, ticket, tap=secrets.token_hex(16), given_at=str(given_ms))
