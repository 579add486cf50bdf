"""What Locust loads: the people, the programme, and the verdict at the end."""

import logging
import os
from pathlib import Path

from locust import events
from locust.env import Environment
from locust.runners import WorkerRunner

from load_tests.rollout.budgets import report
from load_tests.rollout.citizens import CampaignCitizen, LobbyCitizen, MorningCitizen, Reader
from load_tests.rollout.leaders import Leader, ReportDayCitizen
from load_tests.rollout.programme import RollOut
from load_tests.rollout.queues import Kiosk, OfflinePhone, QueueNeighbour

__all__ = [
    "CampaignCitizen",
    "Kiosk",
    "Leader",
    "LobbyCitizen",
    "MorningCitizen",
    "OfflinePhone",
    "QueueNeighbour",
    "Reader",
    "ReportDayCitizen",
    "RollOut",
]


@events.quitting.add_listener
def judge(environment: Environment, **_: object) -> None:
    """End with 1 when a budget was missed."""
    # Its own table is in the report; ours names the budgets.
    logging.getLogger("locust.stats_logger").disabled = True
    if not isinstance(environment.runner, WorkerRunner):
        kept = report(environment.stats, Path(os.environ["LOAD_FIGURES"]))
        environment.process_exit_code = 0 if kept else 1
