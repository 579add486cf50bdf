"""The two filters: one line in, one line out, whatever the bytes."""

import argparse
import io
import json
from types import SimpleNamespace

import pytest

from portal.commands import text

pytestmark = pytest.mark.fast


def run(monkeypatch: pytest.MonkeyPatch, given: bytes, *arguments: str) -> list[str]:
    parser = argparse.ArgumentParser()
    text.add_to(parser.add_subparsers())
    out = io.BytesIO()
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(given)))
    monkeypatch.setattr("sys.stdout", SimpleNamespace(buffer=out))
    asked = parser.parse_args(arguments)

    assert asked.run(asked) == 0
    return out.getvalue().decode("utf-8").removesuffix("\n").split("\n")


def test_mask_covers_each_line(monkeypatch: pytest.MonkeyPatch) -> None:
    given = "Gọi tôi 0912345678\r\n\nchị Trần Thị Bích Ngọc chậm".encode()

    assert run(monkeypatch, given, "mask") == ["Gọi tôi [SDT]", "", "chị [HO_TEN] chậm"]


def test_a_line_stays_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, b"a\rb\x0bc\n", "mask") == ["a bc"]


def test_sentiment_prints_a_number_and_zero_when_unsure(monkeypatch: pytest.MonkeyPatch) -> None:
    given = "Rất hài lòng\nquá tệ\nxyz\n\n".encode()

    good, bad, unsure, empty = map(float, run(monkeypatch, given, "sentiment"))

    assert 0.1 <= good <= 1
    assert -1 <= bad <= -0.1
    assert unsure == empty == 0.0


def test_sentiment_explains_itself_in_json(monkeypatch: pytest.MonkeyPatch) -> None:
    given = "Cán bộ nhiệt tình nhưng chờ lâu quá\nxyz".encode()

    first, second = map(json.loads, run(monkeypatch, given, "sentiment", "--json"))

    assert first["kind"] == "mixed"
    assert first["themes"] == ["staff", "time"]
    assert first["words"] == ["nhiệt tình", "chờ lâu"]
    assert (second["polarity"], second["unsure"]) == (0.0, True)


@pytest.mark.parametrize("command", ["mask", "sentiment"])
def test_bytes_that_are_not_utf_8_are_no_failure(
    monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    assert len(run(monkeypatch, b"t\xf4t \xff\xfe\n\x80\n", command)) == 2
