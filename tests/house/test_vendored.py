"""What others made and we ship is exactly what they released."""

import hashlib
import tomllib
from base64 import b64encode
from pathlib import Path

import pytest

pytestmark = pytest.mark.fast

ROOT = Path(__file__).parents[2]
LOCKS = [ROOT / "portal/static/vendor.lock", ROOT / "tests/vendor/vendor.lock"]
LOCKED = [
    pytest.param(lock.parent, entry, id=entry["name"])
    for lock in LOCKS
    for entry in tomllib.loads(lock.read_text("utf-8"))["file"]
]


@pytest.mark.parametrize(("folder", "entry"), LOCKED)
def test_a_vendored_file_is_unchanged(folder: Path, entry: dict[str, str]) -> None:
    digest = hashlib.sha384((folder / entry["path"]).read_bytes()).digest()

    assert b64encode(digest).decode() == entry["sha384"]


@pytest.mark.parametrize(("folder", "entry"), LOCKED)
def test_a_vendored_file_names_its_version_and_brings_its_licence(
    folder: Path, entry: dict[str, str]
) -> None:
    assert entry["version"] in (folder / entry["path"]).read_text("utf-8")
    assert (folder / entry["licence_text"]).stat().st_size > 0


@pytest.mark.parametrize("lock", LOCKS, ids=["portal", "tests"])
def test_every_minified_file_is_locked(lock: Path) -> None:
    locked = {entry["path"] for entry in tomllib.loads(lock.read_text("utf-8"))["file"]}

    assert {file.name for file in lock.parent.rglob("*.min.*")} <= locked
