"""Tested together: of many units some are far off by chance, so each is held to more."""

from __future__ import annotations

from collections.abc import Sequence


def bonferroni(ps: Sequence[float]) -> list[float]:
    """Each p times how many were tested; only to compare with, Holm's are never larger."""
    return [min(1.0, p * len(ps)) for p in ps]


def holm(ps: Sequence[float]) -> list[float]:
    """P values for a decision with consequences: any false one is unlikely, all tested together.

    Source: Holm 1979, A simple sequentially rejective multiple test procedure.
    """
    order = sorted(range(len(ps)), key=ps.__getitem__)
    told, least = [0.0] * len(ps), 0.0
    for turn, i in enumerate(order):
        least = max(least, min(1.0, ps[i] * (len(ps) - turn)))
        told[i] = least
    return told


def benjamini(ps: Sequence[float]) -> list[float]:
    """P values for a screening: of those under q, a share of q is expected to be false.

    Source: Benjamini and Hochberg 1995, Controlling the false discovery rate.
    """
    order = sorted(range(len(ps)), key=ps.__getitem__, reverse=True)
    told, most = [0.0] * len(ps), 1.0
    for turn, i in enumerate(order):
        most = min(most, ps[i] * len(ps) / (len(ps) - turn))
        told[i] = most
    return told
