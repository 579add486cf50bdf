"""The phases of the roll-out, one after the other, each with its own people."""

import os
from dataclasses import dataclass

from locust import LoadTestShape, User

from load_tests.rollout.citizens import CampaignCitizen, LobbyCitizen, MorningCitizen, Reader
from load_tests.rollout.leaders import Leader, ReportDayCitizen
from load_tests.rollout.queues import Kiosk, OfflinePhone, QueueNeighbour

# Multiplies the people of every phase.
SCALE = float(os.environ.get("LOAD_SCALE", "1"))
# Seconds in which the people of a phase finish what they are at.
HOME = 5


@dataclass(frozen=True, slots=True)
class Phase:
    """Who comes for how long; ``people`` counts each kind."""

    title: str
    seconds: int
    people: dict[type[User], int]

    @property
    def users(self) -> int:
        return sum(self.people.values())


PHASES = (
    Phase("Morning peak at the 114 offices", 45, {MorningCitizen: 114}),
    Phase("A campaign day at twenty offices", 40, {CampaignCitizen: 100}),
    Phase("A lobby at one address and one counter", 25, {LobbyCitizen: 60}),
    Phase(
        "500 queued answers at once, kiosk by kiosk",
        30,
        {Kiosk: 4, OfflinePhone: 8, QueueNeighbour: 30},
    ),
    Phase("Leaders on report day", 45, {Leader: 8, ReportDayCitizen: 40}),
    Phase("A spike on a public page", 30, {Reader: 60}),
)


class RollOut(LoadTestShape):
    """Plays the phases; says on stdout where it is."""

    def __init__(self) -> None:
        super().__init__()
        self._said: Phase | None = None

    def tick(self) -> tuple[int, float, list[type[User]]] | None:
        phase, left = self._phase()
        if phase is None:
            return None
        if phase is not self._said:
            self._said = phase
            self._say(phase)
        for kind, count in phase.people.items():
            kind.weight = count
        users = max(1, round(phase.users * SCALE))
        # All within two seconds: a peak does not knock. Locust keeps the users of another kind
        # that it has, so everybody goes home before others come.
        return users if left > HOME else 0, users / 2, list(phase.people)

    def _phase(self) -> tuple[Phase | None, float]:
        """The phase of this moment, and the seconds that are left of it."""
        passed = self.get_run_time()
        for phase in PHASES:
            if passed < phase.seconds + HOME:
                return phase, phase.seconds + HOME - passed
            passed -= phase.seconds + HOME
        return None, 0.0

    def _say(self, phase: Phase) -> None:
        number, users = PHASES.index(phase) + 1, round(phase.users * SCALE)
        told = f"[{number}/{len(PHASES)}] {phase.title}: {users} users, {phase.seconds} s"
        print(told, flush=True)
