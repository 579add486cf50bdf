"""A disk that is full or cannot be written: nobody is thanked, nothing is lost, work goes on."""

import os
import subprocess
import sys
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from serving import ticket_in

pytestmark = pytest.mark.slow

SCRIPT = Path(__file__).with_name("small_disk.py")


@dataclass
class SmallDisk:
    """A portal on a disk of 6 MB."""

    process: "subprocess.Popen[str]"
    url: str
    code: str
    client: httpx.Client

    def order(self, what: str) -> None:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(what + "\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "done\n"

    def ticket(self) -> str:
        return ticket_in(self.client.get(f"{self.url}/r/{self.code}").text)

    def tap(self, ticket: str) -> httpx.Response:
        form = {"nonce": ticket, "overall": 4}
        return self.client.post(f"{self.url}/r/{self.code}", data=form, timeout=30)


@pytest.fixture
def disk(tmp_path: Path) -> Generator[SmallDisk]:
    # Mounting is for root; others may do it in a user namespace of their own.
    alone = ["unshare", "-m"] if os.getuid() == 0 else ["unshare", "-rm"]
    with subprocess.Popen(
        [*alone, sys.executable, str(SCRIPT), str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stdin
        started = process.stdout.readline().split()
        assert started, "no portal on a disk of its own: this machine allows no mounts (unshare -m)"
        url, code = started
        with httpx.Client() as client:
            yield SmallDisk(process, url, code, client)
        process.stdin.close()


def fill_by_taps(disk: SmallDisk) -> httpx.Response:
    """Tap until the first answer that is not a thank-you."""
    for _ in range(3000):
        reply = disk.tap(disk.ticket())
        if reply.status_code != 303:
            return reply
    raise AssertionError("the disk never filled")


def test_a_full_disk_is_told_and_the_same_tap_counts_once_there_is_room(disk: SmallDisk) -> None:
    assert disk.tap(disk.ticket()).status_code == 303
    disk.order("fill")
    refused = fill_by_taps(disk)

    assert refused.status_code == 503
    assert refused.headers["retry-after"]
    assert "ảm ơn" not in refused.text
    assert httpx.get(f"{disk.url}/r/{disk.code}").status_code == 200

    disk.order("free")
    ticket = disk.ticket()
    assert [disk.tap(ticket).status_code for _ in range(2)] == [303, 303]


def test_a_disk_that_cannot_be_written_is_told_before_anybody_is_served(disk: SmallDisk) -> None:
    assert disk.process.stdin
    assert disk.process.stdout
    disk.process.stdin.write("end\n")
    disk.process.stdin.flush()

    assert "cannot be written" in disk.process.stdout.readline()
