"""Somebody who signs in and reads pages, by HTTP and with a stop-watch."""

import re
import time
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

_TOKEN = re.compile(r'name="_csrf_token" value="([^"]+)"')
# Chosen at the first sign-in: a password that was printed works once.
_OWN = "một mật khẩu để đo"


class Visitor:
    """One browser at one portal."""

    def __init__(self, url: str) -> None:
        self._url = url
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self._opener = urllib.request.build_opener(cookies)

    def read(self, path: str, form: dict[str, str] | None = None) -> str:
        """A page, after all redirects; with a form, what is shown when it was sent.

        Raises:
            HTTPError: it was refused.
        """
        data = urllib.parse.urlencode(form).encode() if form else None
        with self._opener.open(self._url + path, data) as reply:
            return str(reply.read().decode())

    def milliseconds(self, path: str) -> float:
        """How long a page takes, to its last byte."""
        begun = time.perf_counter()
        self.read(path)
        return (time.perf_counter() - begun) * 1000

    def sign_in(self, name: str, password: str) -> None:
        """Begin a session, and choose a password.

        Raises:
            RuntimeError: it was refused.
        """
        token = _TOKEN.findall(self.read("/staff/sign-in"))[-1]
        form = {"name": name, "password": password, "_csrf_token": token}
        page = self.read("/staff/sign-in", form)
        if 'name="current"' in page:
            form = {"current": password, "password": _OWN, "repeated": _OWN}
            page = self.read("/staff/password", form | {"_csrf_token": _TOKEN.findall(page)[-1]})
        if 'name="password"' in page:
            raise RuntimeError("the portal did not let the bench in")
