"""Printed codes: read back by an independent reader, with their fonts, and withdrawn as a batch."""

import subprocess
import sys
from pathlib import Path

import pytest
import zxingcpp
from asking import Portal, asking, settings_of, stored, tap, ticket
from makers import load, make_touchpoint, make_unit
from PIL import Image
from sqlalchemy import Engine

from portal import pdf
from portal.__main__ import main
from portal.posters import lines
from surveys.codes import format_code

pytestmark = pytest.mark.only("sqlite")

HOST = "https://hailong.haiphong.gov.vn"
# How many codes of the counter stand on one sheet.
COPIES = {"a4": 1, "a5": 1, "tent": 2, "card": 1, "slip": 8, "form": 1}


@pytest.fixture
def printing(database_url: str, code: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A counter's code, and the settings of its portal for the command line."""
    monkeypatch.setenv("PORTAL_DATABASE_URL", database_url)
    monkeypatch.setenv("PORTAL_BASE_URL", HOST)
    monkeypatch.setenv("PORTAL_SECRET", "a secret of the tests, long enough")
    return code


def read_back(pdf: Path) -> list[str]:
    """What a reader that knows nothing of ours sees on the first page, at 150 dpi."""
    page = pdf.with_suffix("")
    subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", pdf, page], check=True)
    with Image.open(page.with_suffix(".png")) as image:
        return [found.text for found in zxingcpp.read_barcodes(image.convert("L"))]


def told_of(pdf: Path) -> str:
    return subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, text=True).stdout


def embedded(pdf: Path) -> list[tuple[str, str]]:
    """The fonts of a PDF, each with whether it is embedded."""
    told = subprocess.run(["pdffonts", pdf], check=True, capture_output=True, text=True).stdout
    rows = [line.split() for line in told.splitlines()[2:]]
    return [(row[0].partition("+")[2], row[-5]) for row in rows]


@pytest.mark.slow
def test_every_size_is_read_back_from_its_pdf(printing: str, tmp_path: Path) -> None:
    sizes = [option for size in COPIES for option in ("--size", size)]
    assert main(["posters", "--unit", "phuong-thu", *sizes, "--out", str(tmp_path)]) == 0
    sheets = {size: tmp_path / f"phuong-thu-{size}.pdf" for size in COPIES}

    address = f"{HOST}/r/{printing}"
    assert {size: read_back(sheet) for size, sheet in sheets.items()} == {
        size: [address] * copies for size, copies in COPIES.items()
    }
    for sheet in sheets.values():
        assert "Pages:           1" in told_of(sheet)
        assert {name.partition("-Bold")[0] for name, _ in embedded(sheet)} == {"Noto-Sans"}
        assert {kept for _, kept in embedded(sheet)} == {"yes"}


def test_several_units_are_one_pdf_and_svg_needs_none(
    engine: Engine, printing: str, tmp_path: Path
) -> None:
    make_unit(engine, "phuong-ben")
    beside = make_touchpoint(engine, "phuong-ben")
    asked = ["--unit", "phuong-thu", "--unit", "phuong-ben", "--out", str(tmp_path)]
    main(["posters", *asked, "--size", "card"])
    main(["posters", *asked, "--format", "svg"])
    drawn = (tmp_path / f"phuong-ben-{beside}-a4.svg").read_text("utf-8")

    assert "Pages:           2" in told_of(tmp_path / "posters-card.pdf")
    assert "PHUONG BEN" in drawn
    assert "hailong.haiphong.gov.vn</tspan>" in drawn
    assert "không bao giờ hỏi mã" in drawn
    assert 'style="' not in drawn


def test_a_revoked_batch_answers_410_and_its_counter_gets_a_new_code(
    engine: Engine,
    database_url: str,
    printing: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = ["--unit", "phuong-thu", "--format", "svg", "--out", str(tmp_path)]
    main(["posters", *asked, "--batch", "2026-11"])
    assert "Đợt in 2026-11" in next(tmp_path.glob("*.svg")).read_text("utf-8")
    assert main(["posters", *asked, "--batch", "2026-12"]) == 2
    capsys.readouterr()
    main(["batch", "revoke", "2026-11", "--why", "pasted over"])
    (fresh,) = load(engine).places.keys() - {printing}
    assert f"{format_code(printing)} -> {format_code(fresh)}" in capsys.readouterr().out

    with asking(settings_of(database_url)) as portal:
        told = portal.get(f"/r/{printing}")
        assert told.status_code == 410
        assert "áp phích ấy đã được thu hồi" in told.text
        assert 'href="/units/phuong-thu' in told.text
        assert fresh not in told.text
        assert portal.get(f"/r/{fresh}").status_code == 200
        assert tap(portal, fresh).status_code == 303
    assert main(["batch", "revoke", "2026-11", "--why", "again"]) == 2
    assert main(["posters", *asked, "--batch", "2026-11"]) == 2


def test_a_page_opened_before_its_poster_was_revoked_is_told_so(
    portal: Portal, engine: Engine, printing: str, tmp_path: Path
) -> None:
    form = {"overall": 4, "nonce": ticket(portal, printing)}
    main(["posters", "--all", "--format", "svg", "--out", str(tmp_path), "--batch", "once"])
    main(["batch", "revoke", "once", "--why", "lost"])
    portal.app.state.rating.follow(load(engine), demo=False)
    told = portal.post(f"/r/{printing}", data=form)

    assert told.status_code == 410
    assert "áp phích ấy đã được thu hồi" in told.text
    assert stored(engine) == []


@pytest.mark.usefixtures("printing")
def test_what_pdf_lacks_is_one_line_that_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["posters", "--all", "--out", str(tmp_path)]
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "weasyprint.text.fonts", None)
        assert main(asked) == 2
    assert "phần bổ sung pdf" in capsys.readouterr().err
    monkeypatch.setattr(pdf, "FONT_FOLDERS", [str(tmp_path)])
    assert main(asked) == 2
    assert "fonts-noto-core" in capsys.readouterr().err
    assert not list(tmp_path.glob("*.pdf"))


@pytest.mark.fast
def test_long_names_are_made_to_fit() -> None:
    name = "Quầy 2: Tiếp nhận hồ sơ và trả kết quả giải quyết thủ tục đất đai"
    broken = lines.wrapped(name, 3, 68)

    assert " ".join(broken) == name
    assert len(broken) == 2
    assert all(lines.width_of(line, 3) <= 68 for line in broken)
    assert lines.width_of(name, lines.fitted(name, 4, 100)) <= 100.5
