"""Collect the texts of a checkout and bring every language's messages.po up to date.

Staff and citizens are spoken to in vi and en. Other languages say "X-Scope: citizen" in their
header: their files hold the texts of the places in collecting.CITIZEN_PLACES, and of the seeds
(context "content": names of services, questions), and no others.

A new language: write translations/CODE/LC_MESSAGES/messages.po with a header (copy one of ko's and
set its Language and Plural-Forms), run this, and fill in what it left empty.

A new text: write its msgid and msgstr into DIR/anything.vi.po, and where citizens read it into
DIR/anything.ko.po, .ja.po and .zh.po; then run this with --merge DIR. English needs no file. A page
or template that speaks to citizens lies in one of those places, or is added to them.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from translations.collecting import Learnt, collected, identity, learn, up_to_date, wanted


def main(arguments: Sequence[str] | None = None, root: Path | None = None) -> int:
    """Bring every ``messages.po`` up to date, or say which is not.

    Args:
        root: the checkout, the working directory when not given.

    Returns:
        The exit status: 1 when ``--check`` finds a file out of date.
    """
    asked = _parser().parse_args(arguments)
    root = root or Path.cwd()
    everything = collected(root)
    behind = False
    for file in sorted((root / "translations").glob("*/LC_MESSAGES/messages.po")):
        code = file.parts[-3]
        learnt = learn(asked.merge, code, asked.into) if asked.merge else {}
        said = wanted(everything, file, code)
        text, waiting = up_to_date(file, code, said, learnt)
        print(f"{code}: {len(said)} texts, {len(waiting)} to translate")
        for message in waiting:
            print(f"  {message.id!r}")
        _name_the_unsaid(learnt, {identity(message) for message in said})
        if text == file.read_text(encoding="utf-8"):
            continue
        behind = True
        if asked.check:
            print(f"{file.relative_to(root)} is out of date: make words", file=sys.stderr)
        else:
            file.write_text(text, encoding="utf-8")
    return int(asked.check and behind)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m translations",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--check", action="store_true", help="change nothing; 1 when out of date")
    parser.add_argument("--merge", type=Path, metavar="DIR", help="take over its .CODE.po files")
    parser.add_argument("--into", default="vi", metavar="CODE", help="of files that name none: .po")
    return parser


def _name_the_unsaid(learnt: Learnt, said: set[object]) -> None:
    for known in learnt:
        if known not in said:
            print(f"  translated, but nobody says it: {known[1]!r}")


if __name__ == "__main__":
    sys.exit(main())
