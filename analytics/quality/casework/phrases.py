"""Words to begin an answer with; kept in the database, where an office may change them."""

from typing import Final, NamedTuple

from sqlalchemy import Connection, insert, select

from analytics.quality.cases import AnswerTemplate

# What was found, a blank line, what was done.
_PARTS = "\n\n"


class Phrase(NamedTuple):
    """A template as a list names it."""

    slug: str
    language: str
    text: str


PHRASES: Final = (
    Phrase(
        "queue",
        "vi",
        "Chúng tôi đã xem lại ngày ông/bà đến. Hôm đó người chờ nhiều hơn số quầy mở."
        "\n\nChúng tôi mở thêm một quầy vào giờ đông và ghi rõ giờ vắng ở cửa ra vào.",
    ),
    Phrase(
        "queue",
        "en",
        "We looked at the day of your visit. More people waited than we had counters open."
        "\n\nWe now open one more counter at busy hours, and the quiet hours hang at the door.",
    ),
    Phrase(
        "papers",
        "vi",
        "Ông/bà đã phải đi lại nhiều lần vì giấy tờ. Chúng tôi đã không nói đủ ngay từ đầu."
        "\n\nDanh sách giấy tờ nay được in ra và đưa cho người dân ngay lần đầu.",
    ),
    Phrase(
        "papers",
        "en",
        "You had to come several times because of papers. We did not say at first what was needed."
        "\n\nThe list of papers is now printed and handed out at the first visit.",
    ),
    Phrase(
        "manner",
        "vi",
        "Lời ông/bà kể cho thấy chúng tôi đã cư xử chưa đúng mực. Chúng tôi xin lỗi."
        "\n\nChúng tôi đã nói chuyện với cả bộ phận và nhắc lại cách đón tiếp.",
    ),
    Phrase(
        "manner",
        "en",
        "What you tell shows that we were not polite. We are sorry."
        "\n\nWe spoke with everybody at the counters about how visitors are received.",
    ),
    Phrase(
        "elsewhere",
        "vi",
        "Việc ông/bà hỏi không thuộc chúng tôi."
        "\n\nXin hỏi cơ quan ghi dưới đây. Chúng tôi đã báo trước cho họ.",
    ),
    Phrase(
        "elsewhere",
        "en",
        "What you ask about is not for us to decide."
        "\n\nPlease ask the office named below. We have told them.",
    ),
)
"""Those the portal begins with; ours, in plain words."""
_TYPE = "suggestion"


def lay_phrases(connection: Connection) -> None:
    """Enter them where there are none yet."""
    if connection.scalar(select(AnswerTemplate.slug).limit(1)) is None:
        rows = [one._asdict() | {"type": _TYPE} for one in PHRASES]
        connection.execute(insert(AnswerTemplate), rows)


def list_phrases(connection: Connection, type_: str) -> list[Phrase]:
    """The templates for a type of case, and those of suggestions, which fit all.

    Before any was laid down, those that the portal begins with.
    """
    rows = connection.execute(
        select(AnswerTemplate.slug, AnswerTemplate.language, AnswerTemplate.text)
        .where(AnswerTemplate.type.in_({type_, _TYPE}))
        .order_by(AnswerTemplate.slug, AnswerTemplate.language.desc())
    )
    return [Phrase(*row) for row in rows] or list(PHRASES)


def find_phrase(connection: Connection, slug: str, language: str) -> tuple[str, str]:
    """What was found and what was done in a template; empty texts where there is none.

    In Vietnamese where it is not there in that language.
    """
    known = {one.language: one.text for one in list_phrases(connection, _TYPE) if one.slug == slug}
    text = known.get(language) or known.get("vi", "")
    found, _blank, done = text.partition(_PARTS)
    return found, done
