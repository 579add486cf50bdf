"""Personal data that citizens and staff write anywhere stand in no page, file, message or table."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from asking import Portal, tap
from letterbox import told
from loop import Calendar
from makers import seal
from office import BY, CHOSEN, token_on
from personal import TEXTS, leaked, words_in
from sqlalchemy import Engine, select, update

from analytics.numbers.publishing import publish
from analytics.quality import annex, waves
from portal.__main__ import main
from portal.reaching import composing
from portal.reaching.tables import Delivery
from portal.staff import appointments
from portal.staff.accounts import StaffAccount
from surveys import register
from surveys.database import Base, reading, writing

pytestmark = pytest.mark.only("sqlite")

UNIT = "phuong-thu"
HERE = f"/staff/units/{UNIT}"
ALL = "; ".join(TEXTS)
OWNER = {"owner_name": "Trần Văn Bình", "owner_position": "Phó Chủ tịch"}


@dataclass
class Staff:
    """One of the office with cookies of their own."""

    portal: Portal
    name: str

    def __post_init__(self) -> None:
        self.cookies = httpx.Cookies()
        page = self.get("/staff/sign-in")
        form = {"name": self.name, "password": CHOSEN.text, "_csrf_token": token_on(page)}
        assert self._ask("post", "/staff/sign-in", data=form).status_code == 303

    def get(self, path: str) -> httpx.Response:
        return self._ask("get", path)

    def post(self, form: str, page: str = "", status: int = 303, **said: Any) -> None:
        """Send a form, with the token of the page where it stands."""
        said, files = {k: v for k, v in said.items() if k != "files"}, said.get("files")
        token = {"_csrf_token": token_on(self.get(page or form))}
        reply = self._ask("post", form, data=said | token, files=files)
        assert reply.status_code == status, reply.text

    def _ask(self, how: str, path: str, **more: Any) -> httpx.Response:
        self.portal.client.cookies = self.cookies
        reply: httpx.Response = getattr(self.portal, how)(path, **more)
        self.cookies = httpx.Cookies(self.portal.client.cookies)
        self.portal.client.cookies = httpx.Cookies()
        return reply


def hire(portal: Portal, engine: Engine, name: str, role: Any) -> Staff:
    with writing(engine) as connection:
        unit_id = register.load(connection).find_unit(UNIT)
        appointments.add_account(connection, name, role, unit_id, CHOSEN, BY)
        connection.execute(update(StaffAccount).values(must_change=False))
    return Staff(portal, name)


def citizens_write(portal: Portal, code: str) -> str:
    """Everything goes into comments, one goes on to ask for an answer; its follow-up code."""
    for text in TEXTS:
        more = tap(portal, code).headers["location"]
        portal.post(more, data={"comment": text, "money": "yes", "money_note": text})
    more = tap(portal, code).headers["location"]
    portal.post(more, data={"comment": TEXTS[0], "answer": "1"})
    receipt = str(more.rsplit("/", 1)[-1])
    assert portal.post(f"/t/{receipt}", data={"add": "1", "text": ALL[:490]}).status_code == 303
    return receipt


def staff_write(minh: Staff, lan: Staff) -> None:
    """Records, objectives, events, evidence, and what citizens were told."""
    minh.post(f"{HERE}/actions/new", description=ALL, severity="minor", reference=ALL)
    record = "/staff/actions/2026-0001"
    whys = {f"why{n}": ALL for n in range(1, 6)}
    minh.post(f"{record}/contain", record, containment=ALL, cause_group="place", **whys)
    new = {"new_name": "Trần Văn Bình", "new_position": "Phó Chủ tịch"}
    minh.post(f"{record}/assign", record, **new, assign_why=ALL)
    minh.post(f"{record}/none", record, no_action_why=ALL)
    lan.post(f"{record}/close", record, remark=ALL, risks=ALL)
    lan.post(f"{record}/reopen", record, reopen_why=ALL)
    aim = {"indicator": "satisfaction", "target": "90", "start": "2026-01-01"} | OWNER
    minh.post(f"{HERE}/objectives", through="2026-12-31", reason=ALL, **aim)
    minh.post(f"{HERE}/objectives/1/withdraw", f"{HERE}/objectives", withdrawn_why=ALL)
    names = {"name.vi": ALL[:150], "name.en": ALL[150:300]}
    minh.post(f"{HERE}/marks", first="2026-01-05", through="2026-01-06", **names)
    tasks = f"/staff/programme/pilot-2023/{UNIT}"
    minh.post(f"{tasks}/tasks", tasks, phase="1", title=ALL)
    minh.post(f"{tasks}/tasks/1", tasks, evidence_title=ALL, note=ALL)
    for text in TEXTS:
        link = {"evidence_title": "x", "evidence_link": f"https://example.org/{text}.pdf"}
        minh.post(f"{tasks}/tasks/1", tasks, 422, **link)


def answer(minh: Staff, lan: Staff) -> None:
    """A case taken up; an answer that names somebody is refused, its files are named anew."""
    case = "/staff/cases/2026-00001"
    take = {"type": "suggestion", "severity": "low", "why": ALL} | OWNER
    minh.post(f"{case}/triage", case, **take)
    minh.post(f"{case}/ask", case, 422, question=ALL)
    said = {"found": "Hôm đó người chờ nhiều hơn số quầy mở.", "language": "vi"}
    said |= {"done": "Chúng tôi mở thêm một quầy vào buổi sáng.", "done_on": "2026-11-02"}
    said |= {"whom_to_call": "Phó Chủ tịch, 0225 3747 474"}
    sent = {"revision": "0", "heard": "0", "send": "1"}
    minh.post(f"{case}/answer", f"{case}/answer", 422, **said | sent | {"found": ALL})
    minh.post(f"{case}/answer", f"{case}/answer", **said | {"revision": "1", "heard": "0"})
    for text in (ALL[:90], TEXTS[3].replace(" ", "_")):
        file = {"file": (f"{text}.pdf", b"%PDF-1.4 x", "application/pdf")}
        minh.post(f"{case}/files", f"{case}/answer", files=file)


def the_review(minh: Staff) -> None:
    page = f"{HERE}/review?period=2026-10"
    minh.post(f"{HERE}/review/freeze", page, period="2026-10", number="1")
    first = f"{HERE}/review/2026-10/1"
    minh.post(f"{first}/note", page, section="summary", note=ALL)
    decided = {"kind": "improvement", "text": ALL, "resources": ALL, "due_on": "2027-03-31"}
    minh.post(f"{first}/decide", page, **decided | OWNER)
    minh.post(f"{HERE}/review/freeze", page + "&version=now", period="2026-10", number="2", why=ALL)


PAGES = (
    *("", "/comments", "/actions", "/cases", "/quality", "/objectives"),
    *("/assessments", "/said", "/said/board", "/marks", "/signals", "/rows", "/review"),
    *("/review?period=2026-10", "/review/2026-10/2/changes"),
)
STAFF = (
    *("/staff/units", "/staff/actions/2026-0001", "/staff/actions/2026-0001/form"),
    *("/staff/cases/2026-00001", "/staff/programme", f"/staff/programme/pilot-2023/{UNIT}"),
    *("/staff/log", "/staff/log/file/json", "/staff/log/file/csv"),
)
PUBLIC = (f"/units/{UNIT}", f"/units/{UNIT}/feed", "/", "/api/v1/units", f"/api/v1/units/{UNIT}")


@pytest.fixture
def receipt(portal: Portal, code: str, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> str:
    """Everybody has written everywhere, and messages have been composed; the follow-up code."""
    calendar = Calendar(monkeypatch)
    calendar.put(date(2026, 11, 3))
    with writing(engine) as connection:
        annex.enter(connection)
        waves.enter_wave(connection, "pilot-2023", [UNIT])
    receipt = citizens_write(portal, code)
    calendar.put(date(2026, 11, 5))
    seal(engine)
    publish(engine, date(2027, 1, 2))
    minh, lan = hire(portal, engine, "minh", "officer"), hire(portal, engine, "lan", "leader")
    staff_write(minh, lan)
    answer(minh, lan)
    the_review(minh)
    settings = portal.app.state.settings
    told(engine, settings, "binh@example.vn", unit=UNIT)
    told(engine, settings, "https://example.vn/hook", unit=UNIT, kind="webhook")
    calendar.put(date(2027, 3, 8))
    composing.compose(engine, settings)
    return receipt


def test_personal_data_stand_on_no_page_and_in_no_pack(
    portal: Portal, receipt: str, engine: Engine, database_url: str, tmp_path: Path
) -> None:
    thanh = hire(portal, engine, "thanh", "auditor")
    out = {path: portal.get(path).text for path in (*PUBLIC, f"/t/{receipt}")}
    for path in (*(HERE + page for page in PAGES), *STAFF):
        reply = thanh.get(path)
        assert reply.status_code == 200, path
        out[path] = reply.text
    for format in ("html", "docx", "pdf", "xlsx"):
        for version in ("now", "2"):
            asked = f"{HERE}/review/file/{format}?period=2026-10&version={version}"
            out[asked] = words_in(format, thanh.get(asked).content)
    out |= stored(engine) | exported(database_url, portal.app.state.settings.secret, tmp_path)

    assert "[SDT]" in out["tables"]
    assert "[CCCD]" in out["export csv"]
    assert "satisfaction" in out["messages"]
    assert {place: leaked(told) for place, told in out.items() if leaked(told)} == {}


def stored(engine: Engine) -> dict[str, str]:
    """Every word in every table, and the messages once more by themselves."""
    with reading(engine) as connection:
        rows = [
            str(tuple(row))
            for table in Base.metadata.sorted_tables
            for row in connection.execute(select(table))
        ]
        messages = connection.execute(select(Delivery.subject, Delivery.body)).all()
    return {"tables": "\n".join(rows), "messages": str([*map(tuple, messages)])}


def exported(database_url: str, secret: str, folder: Path) -> dict[str, str]:
    out = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PORTAL_DATABASE_URL", database_url)
        patch.setenv("PORTAL_SECRET", secret)
        for format in ("csv", "json", "xlsx"):
            file = folder / f"responses.{format}"
            assert main(["export", "responses", "--format", format, "--out", str(file)]) == 0
            out[f"export {format}"] = words_in(format, file.read_bytes())
    return out
