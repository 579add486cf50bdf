"""Citizens and leaders as Locust users; they know nothing but the links they are handed."""

import json
import os
import random
import re
from pathlib import Path

from locust import FastHttpUser, between, events, task
from locust.env import Environment

# Written by ``load_tests.__main__``: the portal's own list of touchpoints, and an account.
PLAN = json.loads(Path(os.environ["LOAD_PLAN"]).read_text("utf-8"))
# Chosen by the made-up leader at the first sign-in.
OWN = "một mật khẩu để thử tải"
ACCOUNTS = list(PLAN["accounts"])
TICKET = re.compile(r'name=nonce value="([^"]+)"')
TOKEN = re.compile(r'name="_csrf_token" value="([^"]+)"')

# Share of failed requests, and milliseconds that 95 of 100 answers of a journey must not exceed.
FAILURES = 0.0
BUDGETS = {
    "citizen: page": 300,
    "citizen: tap": 300,
    "citizen: thanks": 500,
    "citizen: more": 500,
    "anyone: results": 800,
    "leader: dashboard": 1000,
}


class Citizen(FastHttpUser):
    """Scans, taps, sometimes says more."""

    weight = 18
    wait_time = between(0.5, 2.0)

    @task(9)
    def rate(self) -> None:
        link = random.choice(PLAN["links"])
        page = self.client.get(link, name="citizen: page")
        ticket = TICKET.search(page.text or "")
        if not ticket:
            return
        form = {
            "nonce": ticket.group(1),
            "overall": random.choices(range(1, 6), (1, 2, 2, 8, 7))[0],
        }
        with self.client.post(
            link, data=form, name="citizen: tap", allow_redirects=False, catch_response=True
        ) as reply:
            if reply.status_code != 303:
                reply.failure(f"not thanked: {reply.status_code}")
                return
            reply.success()
            more = reply.headers["location"]
        self.client.get(more, name="citizen: thanks")
        if random.random() < 0.3:
            answers = {"staff": 5, "procedure": 4, "comment": "Nhanh, đúng hẹn."}
            self.client.post(more, data=answers, name="citizen: more")

    @task(1)
    def read_results(self) -> None:
        self.client.get(f"/units/{random.choice(PLAN['units'])}", name="anyone: results")


class Leader(FastHttpUser):
    """Signs in and reads the dashboard."""

    # One for each account: a password that was printed works once.
    fixed_count = len(PLAN["accounts"])
    wait_time = between(2.0, 6.0)

    def on_start(self) -> None:
        account = ACCOUNTS.pop()
        page = self.client.get("/staff/sign-in", name="leader: sign-in page")
        token = TOKEN.findall(page.text or "")
        form = account | {"_csrf_token": token[-1]}
        page = self.client.post("/staff/sign-in", data=form, name="leader: sign in")
        # The password the portal printed works once: the first act is to choose one's own.
        if 'name="current"' in (page.text or ""):
            token = TOKEN.findall(page.text)
            fresh = {"current": account["password"], "password": OWN, "repeated": OWN}
            form = fresh | {"_csrf_token": token[-1]}
            self.client.post("/staff/password", data=form, name="leader: choose password")

    @task
    def read_dashboard(self) -> None:
        self.client.get(f"/staff/units/{PLAN['unit']}", name="leader: dashboard")


@events.quitting.add_listener
def judge(environment: Environment, **_: object) -> None:
    """End with 1 when a budget was missed, and say which."""
    missed = []
    if environment.stats.total.num_requests == 0:
        missed.append("no request was made")
    if environment.stats.total.fail_ratio > FAILURES:
        missed.append(f"{environment.stats.total.num_failures} requests failed")
    for entry in environment.stats.entries.values():
        budget, reached = BUDGETS.get(entry.name), entry.get_response_time_percentile(0.95)
        if budget and reached > budget:
            missed.append(f"{entry.name}: 95 of 100 within {reached:.0f} ms, budget {budget} ms")
    for line in missed:
        print(f"missed: {line}")
    environment.process_exit_code = 1 if missed else 0
