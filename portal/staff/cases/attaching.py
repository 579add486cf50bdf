"""Files that go with an answer: put on, taken off, looked at."""

from typing import Any

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Redirect

from analytics.quality.casework import answers, files
from portal.attached import sent_file
from portal.staff.cases.access import case_of
from portal.staff.cases.answering import answer_page
from portal.staff.cases.wording import reason
from portal.staff.guards import may, typed
from portal.staff.log import record
from portal.staff.principal import AnyRequest, principal_of
from surveys.database import reading, writing
from translations import gettext as _
from translations import mark

SAVE_FIRST = mark("Save the draft first.")
# A form around the largest file.
_LARGEST = files.LARGEST + 16_384


@post(
    "/cases/{number:str}/files",
    guards=[may("answer")],
    request_max_body_size=_LARGEST,
    sync_to_thread=True,
)
def attach(request: AnyRequest, number: FromPath[str]) -> Response[Any]:
    """Put a file on the draft, or take one off (``drop``)."""
    upload = request.state.form.get("file")
    name, content = "", b""
    if isinstance(upload, UploadFile):
        name, content = upload.filename, upload.file.read()
    drop = typed(request, "drop")
    try:
        with writing(request.app.state.engine) as connection:
            case = case_of(request, connection, number, hold=True)
            row = answers.draft_of(answers.answers(connection, case.id))
            if row is None:
                raise answers.ChangedMeanwhile
            if drop:
                files.drop_file(connection, row.id, int(drop) if drop.isdigit() else 0)
            else:
                files.add_file(connection, row, name, content, principal_of(request).person)
            what = {"case": number, "file": drop or files.digest_of(content)}
            record(connection, "answer's files changed", principal_of(request).who, what)
    except files.BadFile as bad:
        return answer_page(request, number, problems={"file": reason(str(bad))})
    except answers.ChangedMeanwhile:
        return answer_page(request, number, problems={"file": _(SAVE_FIRST)})
    return Redirect(f"/staff/cases/{number}/answer#files", status_code=303)


@get(
    "/cases/{number:str}/files/{file_id:int}",
    name="case_file",
    guards=[may("comments")],
    sync_to_thread=True,
)
def download(request: AnyRequest, number: FromPath[str], file_id: FromPath[int]) -> Response[bytes]:
    """A file of an answer, sent or not."""
    with reading(request.app.state.engine) as connection:
        case = case_of(request, connection, number)
        return sent_file(files.read_file(connection, case.id, file_id, sent=False))
