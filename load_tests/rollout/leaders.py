"""Leaders on the day of the report: everybody opens everything."""

import random
import re

from locust import FastHttpUser, between, task

from load_tests.rollout.citizens import PLAN, Citizen

TOKEN = re.compile(r'name="_csrf_token" value="([^"]+)"')


class ReportDayCitizen(Citizen):
    """Rates at a counter while the leaders read."""

    journey = "report day"


class Leader(FastHttpUser):
    """Signs in, reads the dashboard, the comments and the review pack."""

    journey = "report day"
    wait_time = between(1.0, 4.0)

    def on_start(self) -> None:
        name, self.unit = random.choice(PLAN.accounts)
        page = self.client.get("/staff/sign-in", name=f"{self.journey}: sign-in page")
        form = {"name": name, "password": PLAN.password}
        form["_csrf_token"] = TOKEN.findall(page.text or "")[-1]
        self.client.post("/staff/sign-in", data=form, name=f"{self.journey}: sign in")

    def open(self, path: str, step: str) -> None:
        """Read a page as one who is signed in: being sent to the door is a failure."""
        address = f"/staff/units{path}"
        with self.client.get(
            address, name=f"{self.journey}: {step}", allow_redirects=False, catch_response=True
        ) as reply:
            if reply.status_code == 200:
                reply.success()
            else:
                reply.failure(f"not shown: {reply.status_code}")

    @task(5)
    def dashboard(self) -> None:
        self.open(f"/{self.unit}", "dashboard")

    @task(2)
    def comments(self) -> None:
        self.open(f"/{self.unit}/comments", "comments")

    @task(2)
    def review(self) -> None:
        self.open(f"/{self.unit}/review", "review")

    @task(1)
    def offices(self) -> None:
        self.open("", "offices")
