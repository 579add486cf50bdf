"""The portal as others install it: one wheel, complete, at home in any folder."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

ROOT = Path(__file__).parents[2]
ROOMS = ["portal", "analytics", "surveys", "translations", "templates"]
LEFT_OUT = {"__pycache__"}
ASK_WHERE = """
import json
import portal, analytics, surveys, translations, templates
from portal.pages import environment
environment().get_template("rate/page.html")
rooms = (portal, analytics, surveys, translations, templates)
print(json.dumps({"rooms": [room.__file__ for room in rooms], "said": translations.languages()}))
"""


def run(*command: object, cwd: Path) -> str:
    own = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=cwd, env=own, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    run(*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", folder, ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of a new environment with the wheel in it.

    The libraries are borrowed from this environment by a path file; the checkout is not, for its
    own path file counts only in the environment where it lies.
    """
    home = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(home, with_pip=False)
    python = home / "bin/python"
    pip = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check", "-q"]
    run(*pip, "install", "--no-deps", "--no-index", wheel, cwd=home)
    site = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=home)
    (Path(site.strip()) / "borrowed.pth").write_text(sysconfig.get_path("purelib"))
    return home / "bin"


def test_the_wheel_holds_every_file_of_the_rooms(wheel: Path) -> None:
    files = (file for room in ROOMS for file in (ROOT / room).rglob("*") if file.is_file())
    ours = {str(file.relative_to(ROOT)) for file in files if not LEFT_OUT & set(file.parts)}

    with ZipFile(wheel) as archive:
        assert ours - set(archive.namelist()) == set()


def test_the_wheel_brings_the_licences(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        licences = {Path(name).name for name in archive.namelist() if "/licenses/" in name}

    assert {"LICENSE", "htmx.LICENSE.txt"} <= licences


def test_the_installed_portal_lives_from_its_own_files(installed: Path, tmp_path: Path) -> None:
    told = json.loads(run(installed / "python", "-c", ASK_WHERE, cwd=tmp_path))

    assert {"vi", "en"} <= set(told["said"])
    assert all(Path(room).is_relative_to(installed.parent) for room in told["rooms"])


def test_the_installed_portal_explains_itself(installed: Path, tmp_path: Path) -> None:
    assert "seed" in run(installed / "portal", "--help", cwd=tmp_path)


def test_the_installed_portal_finds_its_seeds(installed: Path, tmp_path: Path) -> None:
    run(installed / "portal", "seed", "pilot", cwd=tmp_path)
    touchpoints = json.loads(
        run(installed / "portal", "touchpoints", "--format", "json", cwd=tmp_path)
    )

    assert (tmp_path / "var/portal.db").exists()
    assert {touchpoint["unit"] for touchpoint in touchpoints}
