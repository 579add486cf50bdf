"""Comments full of numbers and places, none of them about a person: masking leaves them alone."""

import random

import pytest

from surveys.masking import mask

pytestmark = pytest.mark.fast

OPENINGS = [
    "Tôi đến {place}",
    "Sáng nay ở {place}",
    "Cán bộ {place}",
    "Kính gửi UBND {place}",
    "Trụ sở {place}, {street}",
    "Em làm giấy tờ tại {place}",
]
FACTS = [
    "ngày {d}/{m}/{year}",
    "ngày {d:02}.{m:02}.{year}",
    "từ {d}-{m}-{year} đến {d}/{m}",
    "lúc {h}h{minute:02}",
    "từ {h:02}:{minute:02} đến {h}g{minute:02}",
    "tại quầy {n}",
    "ở bàn số {n}, tầng {n}, phòng {room}",
    "nộp {price} đồng",
    "lệ phí {price}đ",
    "làm thủ tục {code}",
    "chờ {n} ngày làm việc",
    "đi lại {n} lần, mất {minute} phút",
    "theo Quyết định {number}/QĐ-TTg",
    "theo Nghị định {number}/{year}/NĐ-CP",
    "năm {year}, quý {q}",
    "số thứ tự {room}, trước tôi còn {n} người",
    "tổ dân phố số {n} ở {street} bị ngập",
    "đạt {n}/10 điểm, hay {minute},5 %",
    "nộp {n} bản sao, {n} ảnh 4x6",
]
CLOSINGS = [
    "cán bộ rất nhiệt tình.",
    "Xin cảm ơn!",
    "Các anh chị hướng dẫn kỹ.",
    "mong phường sửa sớm",
    "Em Rất Hài Lòng",
    "👍👍",
]
PLACES = [
    *("Phường Hoàng Văn Thụ", "phường Nguyễn Trãi", "xã Nguyễn Bỉnh Khiêm", "Phường Lê Chân"),
    *("phường Trần Hưng Đạo", "quận Hải An", "huyện Thủy Nguyên", "Phường Lê Thanh Nghị"),
    *("xã Du Lễ", "Thành phố Hải Phòng", "phường Chu Văn An", "Phường Trần Nhân Tông"),
]
STREETS = ["đường Trần Phú", "phố Bà Triệu", "đường Lạch Tray", "phố Hai Bà Trưng", "ngõ Cấm"]


def harmless_comments(count: int, seed: int) -> list[str]:
    """Comments of ward offices full of numbers and places, none of them about a person."""
    draw = random.Random(seed)
    return [_harmless(draw) for _ in range(count)]


def _harmless(draw: random.Random) -> str:
    parts = [draw.choice(OPENINGS), *draw.sample(FACTS, draw.randint(1, 4)), draw.choice(CLOSINGS)]
    return (
        draw.choice([" ", ", ", " - "])
        .join(parts)
        .format(
            place=draw.choice(PLACES),
            street=draw.choice(STREETS),
            d=draw.randint(1, 28),
            m=draw.randint(1, 12),
            year=draw.randint(2015, 2026),
            h=draw.randint(7, 17),
            minute=draw.randint(0, 59),
            n=draw.randint(1, 20),
            q=draw.randint(1, 4),
            room=draw.randint(101, 999),
            number=draw.randint(1, 3000),
            code=f"{draw.randint(1, 3)}.{draw.randint(0, 999999):06}",
            price=f"{draw.choice([5000, 20000, 150000, 200000, 1500000, 200000000]):,}".replace(
                ",", draw.choice([".", ","])
            ),
        )
    )


def test_ten_thousand_harmless_comments_raise_no_alarm() -> None:
    comments = harmless_comments(10_000, seed=18091)

    alarms = [(comment, mask(comment)) for comment in comments if mask(comment) != comment]

    assert not alarms, alarms[:5]
