"""Kinds of personal data: one row each, in the order in which they are looked for.

Every repetition is bounded or possessive (``*+``): the time to read a comment grows with
its length and no faster, whatever is typed. What matched is blanked before the next row.
"""

import re
from typing import NamedTuple

from surveys.masking.letters import UPPER, WORD

HARMLESS = ""


class Kind(NamedTuple):
    """A kind of personal data, or of what only looks like it (``name`` is ``HARMLESS``).

    ``pattern`` reads folded text (ASCII digits and dashes). With a group ``data`` only
    that group is covered, else the whole match. ``source`` is a rule, or an example.
    """

    name: str
    pattern: re.Pattern[str]
    source: str


def _kind(name: str, pattern: str, source: str) -> Kind:
    return Kind(name, re.compile(pattern), source)


# What may stand between two digits of one number: "0912.345.678", "0912 - 345 - 678".
_GAP = r"[ .\-_*()]{0,3}"
_D = rf"{_GAP}\d"
_SPACE = " {0,3}"
_NEW = r"(?<![0-9A-Za-zÀ-ỹ])"
_ALONE = rf"(?<!\d)(?<![{WORD}][.\-])"
_LINK = r"[^\s<>\"]++"
# "200 đồng", but not "đồng ý", which may follow a number to call.
_MONEY = r" ?(?i:đồng(?! ý)|đ(?!/c)|vnđ|vnd|₫|nghìn|ngàn|triệu|tỷ|tỉ)(?!\w)"

_DATE = r"[0-3]?\d(?P<mark>[./\-])[01]?\d(?P=mark)(?:19|20)\d\d"

_KNOWN_END = r"(?:com|vn|net|org|edu|gov|info)"
_PROVIDER = r"(?:gmail|yahoo|hotmail|outlook|icloud)"
_AT = rf"{_SPACE}(?:@|[(\[](?:at|a còng)[)\]]){_SPACE}"
_DOT = rf"{_SPACE}(?:\.|[(\[](?:dot|chấm)[)\]]){_SPACE}"

_MOBILE = rf"(?:3{_GAP}[2-9]|5{_GAP}[25689]|7{_GAP}[06-9]|8{_GAP}[1-9]|9{_D})(?:{_D}){{7}}"
_LANDLINE = rf"2(?:{_D}){{8,9}}"
_PREFIX = rf"(?:\+{_GAP}8{_GAP}4|0{_GAP}0{_GAP}8{_GAP}4|8{_GAP}4)(?:{_GAP}\(0\))?|[0oO]"

_CAPITAL = rf"(?:\d{{1,4}}[A-Za-z]?(?![{WORD}])|[{UPPER}][{WORD}]*+)"
_STREET = r"(?i:ngõ|ngách|hẻm|kiệt|đường|phố)"
_ON_STREETS = rf"(?: ?,? ?{_STREET} (?i:số )?{_CAPITAL}(?: {_CAPITAL}){{0,5}})"
_NUMBER = r"\d{1,5}[A-Za-z]?(?:/\d{1,4}[A-Za-z]?){0,4}"
# "năm 2023 đường Trần Phú ngập", "quầy 3 đường Lạch Tray": these numbers are no houses.
_NO_HOUSE = "".join(
    f"(?<!(?i:{word}) )"
    for word in ("năm", "ngày", "tháng", "quý", "quầy", "bàn", "lúc", "cửa", "ô", "phòng", "tầng")
)

KINDS = [
    _kind(
        "NGAY_SINH",
        rf"(?i:(?<!khai )sinh ngày|ngày sinh|ngày tháng năm sinh)[ :]{{0,3}}(?P<data>{_DATE})",
        "Law 91/2025/QH15: data of birth",
    ),
    # Not personal: their digits must not complete a number that stands beside them.
    _kind(HARMLESS, rf"(?<![\d.\-/]){_DATE}(?![.\-/]?\d)", "12/05/2023"),
    _kind(HARMLESS, r"(?<![\w:])[0-2]?\d[:hHgG][0-5]\d(?![\d:])", "8h30, 07:30"),
    _kind(
        HARMLESS,
        rf"(?<![\d.,])[1-9]\d{{0,2}}(?:(?:[.,]\d{{3}}){{1,5}}|\d{{0,10}}){_MONEY}",
        "200.000 đồng, 1500000 đ",
    ),
    _kind(HARMLESS, r"(?<![\d.])\d\.\d{6}(?!\d)", "1.001193, a code of a procedure"),
    _kind(
        HARMLESS,
        rf"(?<![\d/])\d{{1,5}}/(?:\d{{4}}/)?[{UPPER}]{{2,6}}(?:-[{UPPER}][a-zA-ZĐ]{{1,8}})?",
        "61/2018/NĐ-CP",
    ),
    _kind(
        "EMAIL",
        r"(?i:(?<![\w.%+\-])[\w.%+\-]++"
        rf"(?:@[\w\-]{{1,63}}(?:\.[\w\-]{{1,63}}){{0,4}}\.[a-z]{{2,24}}"
        rf"|{_AT}[\w\-]{{1,63}}(?:{_DOT}[\w\-]{{1,63}}){{0,2}}{_DOT}{_KNOWN_END}(?!\w)"
        rf"(?:{_DOT}vn(?!\w))?|{_AT}{_PROVIDER}(?!\w)))",
        "RFC 5321, 4.5.3.1; as typed, spaces included",
    ),
    _kind(
        "URL",
        rf"(?i:https?://{_LINK}|www\.{_LINK}"
        rf"|(?<!\w)(?:(?:m|vi-vn)\.)?(?:facebook|fb|zalo|m|t|tiktok)\.(?:com|me)/{_LINK})",
        "Law 91/2025/QH15: digital accounts",
    ),
    _kind(
        "MA_HO_SO",
        rf"(?i:{_NEW}(?:000\.\d\d\.\d\d\.)?[a-z]\d\d(?:\.\d{{1,3}}){{0,4}} ?- ?\d{{6}} ?- ?"
        r"\d{4,7})(?!\d)",
        "Decree 61/2018/NĐ-CP, article 26",
    ),
    _kind(
        "CCCD",
        r"(?<!\d)(?:0(?:0[1-9]|[1-8]\d|9[0-6])(?:\d{9}|(?P<gap>[ .\-])\d{3}(?P=gap)\d{3}"
        r"(?P=gap)\d{3}| \d \d{2} \d{6}|[ .\-]\d{9}))(?!\d)",
        "Circular 07/2016/TT-BCA; Circular 59/2021/TT-BCA",
    ),
    _kind(
        "SDT",
        rf"(?<!\d)(?:{_PREFIX}){_GAP}(?:{_MOBILE}|{_LANDLINE})(?!\d)"
        r"|(?<!\d)0\d{2,3}/\d{3,4}/\d{3,4}(?![\d/])",
        "national numbering plan, in force since 2018",
    ),
    _kind(
        "CCCD",
        rf"(?<!\d)0{_GAP}(?:0{_GAP}[1-9]|[1-8]{_D}|9{_GAP}[0-6])(?:{_D}){{9}}(?!\d)"
        rf"|(?i:cccd|căn cước|can cuoc|định danh|dinh danh)[^\d\n]{{0,20}}"
        rf"(?P<data>\d(?:{_D}){{11}})(?!\d)",
        "as above, in any grouping",
    ),
    _kind(
        "SO_GCN",
        rf"(?<![{WORD}\d])[A-Z]{{2}}[ \-]?\d{{6,8}}(?!\d)"
        r"|(?i:số vào sổ|so vao so|vào sổ cấp gcn)[^0-9A-Z]{0,6}[A-Z]{0,3}[ \-]?\d{4,6}(?!\d)",
        "Circular 23/2014/TT-BTNMT, number of a land certificate",
    ),
    _kind(
        "BIEN_SO",
        rf"{_NEW}(?:1[1-9]|[2-9]\d)(?! ?-? ?T\d)[ \-]?(?:[A-HK-NP-VXYZ]{{1,2}}"
        r"|[A-HK-NP-VXYZ]\d|MĐ\d?|MD\d?)[ \-]?(?:\d{3}\.?\d{2}|(?!(?:19|20)\d\d(?!\d))\d{4})(?!\d)"
        rf"|{_NEW}(?:1[1-9]|[2-9]\d)-?[abcefklsuvxyz]\d?[ \-.]?\d{{3}}\.?\d{{2}}(?!\d)",
        "Circular 24/2023/TT-BCA, plates of cars, motorcycles, electric ones",
    ),
    _kind(
        "CMND",
        rf"{_ALONE}(?:\d{{9}}|\d{{3}}(?P<sep>[ \-])\d{{3}}(?P=sep)\d{{3}}|0\d\d\.\d{{3}}\.\d{{3}})"
        rf"(?![.\-]?\d)(?!{_MONEY})"
        rf"|(?i:cmnd|cmt|chứng minh|chung minh)[^\d\n]{{0,20}}(?P<data>\d(?:{_D}){{8}})(?!\d)",
        "old identity card, nine digits",
    ),
    _kind("HO_CHIEU", rf"{_NEW}[A-Z] ?\d{{7,8}}(?!\d)", "passport, a letter and 7 or 8 digits"),
    _kind(
        "MA_SO",
        r"(?<!\d)\d{10,}+|(?<![\d.,])(?!(?:19|20)\d\d[ \-](?:19|20)\d\d)"
        r"\d{4}(?P<sep>[ \-])\d{4}(?P=sep)\d{4}(?P=sep)\d{4}(?:(?P=sep)\d{1,4})?(?!\d)",
        "tax, social insurance, bank account or card numbers, of 10 digits and more",
    ),
    _kind(
        "THUA_DAT",
        rf"(?i:(?:thửa(?: đất)?(?: số)?|thua dat(?: so)?|tờ bản đồ(?: số)?|to ban do(?: so)?)"
        rf"{_SPACE}:?{_SPACE}\d{{1,4}})",
        "Circular 25/2014/TT-BTNMT, parcel and map sheet",
    ),
    _kind(
        "DIA_CHI",
        rf"(?:(?i:số nhà|nhà số) {_NUMBER}(?![{WORD}]){_ON_STREETS}{{0,5}}"
        rf"|{_NO_HOUSE}(?<!(?i:số) )(?<![{WORD}\d.,:/])(?i:số )?{_NUMBER}{_ON_STREETS}{{1,5}}"
        rf"|(?i:(?<=ở số )|(?<=tại số )|(?<=địa chỉ )|(?<=địa chỉ: )|(?<=địa chỉ số ))"
        rf"{_NUMBER}(?: {_CAPITAL}){{2,4}})",
        "Law 91/2025/QH15: place of residence",
    ),
]
