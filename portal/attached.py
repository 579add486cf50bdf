"""Files that are handed out: to be kept, never to be run."""

from typing import Any

from litestar import Response


def sent_file(row: Any) -> Response[bytes]:
    """A file to be kept, never to be run: nothing in it may act as a page of ours."""
    ending = row.name.rpartition(".")[2]
    return Response(
        bytes(row.content),
        media_type=row.media_type,
        headers={
            "Cache-Control": "no-store",
            # ASCII alone: whoever wrote the name has no say over this header.
            "Content-Disposition": f'attachment; filename="answer-{row.id}.{ending}"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )
