"""wrk, the generator: so light that the server and not the generator is measured."""

import json
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
# Closed loop: each connection sends its next request when it has its answer.
CONNECTIONS = 64


class Failed(RuntimeError):
    """Requests that were refused or got no answer; a rate of those would mean nothing."""


@dataclass(frozen=True, slots=True)
class Burst:
    """What wrk saw: requests answered, seconds, bytes received, latencies in milliseconds."""

    requests: int
    seconds: float
    bytes: int
    p50_ms: float
    p99_ms: float

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


def write_requests(file: Path, lines: Iterable[tuple[str, str]]) -> None:
    """Write down what to send: (path, form), a GET where the form is empty."""
    file.write_text("".join(f"{path}\t{form}\n" if form else f"{path}\n" for path, form in lines))


def burst(url: str, requests: Path, seconds: float) -> Burst:
    """Send the requests of a file for some seconds, each once.

    Raises:
        Failed: an answer of 400 or more, a broken connection, or a file that was too short.
    """
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:g}s", "--timeout", "20s"]
    command += ["-s", str(HERE / "requests.lua"), url, "--", str(requests)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    told = json.loads(said.splitlines()[-1])
    if told["refused"] or told["broken"] or not told["requests"]:
        raise Failed(f"{url}: {told}")
    return Burst(
        told["requests"],
        told["us"] / 1e6,
        told["bytes"],
        told["p50_us"] / 1000,
        told["p99_us"] / 1000,
    )
