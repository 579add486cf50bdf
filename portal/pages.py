"""How a page is drawn: one Jinja environment for all pages and all languages."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import MediaType, Response

import templates
import translations
from portal import language

STATIC = Path(__file__).parent / "static"


@cache
def environment() -> Environment:
    """The environment of all pages.

    Words are looked up when a page is drawn, in the language spoken by that request; a missing name
    is an error, and every value is escaped, translations too.
    """
    pages = Environment(
        loader=FileSystemLoader(templates.HERE),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        cache_size=-1,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    pages.policies["ext.i18n.trimmed"] = True
    pages.globals.update(
        _=translations.gettext,
        gettext=translations.gettext,
        ngettext=translations.ngettext,
        number=translations.number,
        share=translations.share,
        in_hundred=translations.in_hundred,
        day=translations.day,
        month_name=translations.month_name,
        switch=language.switch,
        link=language.link,
        asset=asset,
    )
    return pages


def render(template: str, /, *, demo: bool = False, **context: object) -> str:
    """Draw a page or a fragment in the language spoken now.

    Args:
        template: its path below ``templates/``.
        demo: whether this database is a demonstration, which each page then says.
        context: the names that the template lists at its head.
    """
    return (
        environment()
        .get_template(template)
        .render(language=translations.spoken(), languages=language.offered(), demo=demo, **context)
    )


def page(
    template: str,
    /,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
    **context: Any,
) -> Response[str]:
    """Answer with a page; takes what ``render`` takes."""
    spoken = {"Content-Language": translations.spoken(), "Vary": "Accept-Language"}
    return Response(
        render(template, **context),
        status_code=status,
        headers=spoken | (headers or {}),
        media_type=MediaType.HTML,
    )


@cache
def asset(path: str) -> str:
    """The address of a file below ``static/``; it changes with the file, so caches may keep it.

    Raises:
        FileNotFoundError: there is no such file.
    """
    digest = hashlib.sha256((STATIC / path).read_bytes()).hexdigest()
    return f"/static/{path}?v={digest[:12]}"
