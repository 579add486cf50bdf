"""The service worker: served from the root, because its address bounds what it may look after."""

from litestar import MediaType, Response, get

from portal.pages import STATIC

# Asked for anew each time, so that a mended one reaches every phone.
_HEADERS = {"Cache-Control": "no-cache", "Content-Type": "text/javascript; charset=utf-8"}


@get("/sw.js", name="worker", sync_to_thread=True)
def service_worker() -> Response[bytes]:
    """The script that keeps rating pages and taps on a device."""
    return Response((STATIC / "sw.js").read_bytes(), headers=_HEADERS, media_type=MediaType.TEXT)
