"""The waves around a printed code: fine lines that run up to it, so that a sticker breaks them."""

from math import sin


def waves(width: float, height: float, pitch: float = 3.1, length: float = 18.0) -> str:
    """One path of waves that swell and sink over an area.

    Args:
        width, height: of the area, in mm; the lines begin and end outside it.
        pitch: between two lines, in mm.
        length: of half a wave, in mm.
    """
    lines = []
    for line in range(int(height / pitch) + 5):
        y = round((line - 2) * pitch, 1)
        drawn = [f"M{-length / 3:g} {y:g}"]
        for bend in range(int(width / length) + 2):
            swell = 4.2 + 2.4 * sin(0.17 * line + 0.65 * bend)
            up = 1 if bend % 2 else -1
            drawn.append(f"q{length / 2:g} {up * swell:.1f} {length:g} 0")
        lines.append("".join(drawn))
    return "".join(lines)
