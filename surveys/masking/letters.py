"""The letters of Vietnamese, for character classes."""

_LATIN = [chr(code) for block in ((0x41, 0x250), (0x1EA0, 0x1EFA)) for code in range(*block)]
UPPER = "".join(letter for letter in _LATIN if letter.isupper())
WORD = UPPER + "".join(letter for letter in _LATIN if letter.islower())
