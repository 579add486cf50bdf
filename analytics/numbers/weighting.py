"""Weighting: what satisfaction would be had every service been heard by its volume.

People with a land case answer more seldom than people with a certified copy; without weights
the mix of who answered moves the figure although no service changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Final, Literal, NamedTuple

from analytics.numbers.estimates import NOTHING, TOO_FEW_UNDER, Figure, Stratum
from analytics.numbers.intervals import Z95, Interval

MOST_UNKNOWN: Final = 0.2
"""Above this share of answers without a known volume there is no weighted figure."""


NoWeights = Literal["no_volumes", "services_unknown"]


def why_not(strata: Sequence[Stratum]) -> NoWeights | None:
    """Why there is no weighted figure; None where there is one.

    No volume of any rated service is known; or more than a fifth of the answers named no service,
    or one whose volume is not known, so that weights would be a guess.
    """
    heard = sum(sum(one.counts.marks) for one in strata if one.volume)
    unknown = sum(sum(one.counts.marks) for one in strata if not one.volume)
    if not any(one.volume for one in strata):
        return "no_volumes"
    return "services_unknown" if unknown > MOST_UNKNOWN * (unknown + heard) else None


class Layer(NamedTuple):
    """A stratum reduced to what the formula needs; ``weight`` in transactions, any scale."""

    satisfied: int
    n: int
    weight: float


def weighted(strata: Sequence[Stratum]) -> Figure | None:
    """Satisfaction post-stratified to transaction volume.

    With shares w of the volume: value = sum w p, variance = sum w squared p (1 - p) / (n - 1),
    interval value +- z sqrt(variance); effective n = (sum u) squared / sum u squared over
    responses of weight u = w / n. No finite-population correction: who answers is no random
    sample of who came.

    Args:
        strata: one per service group; answers whose volume is unknown get the weight of
            their share among all answers.

    Returns:
        None where no volume is known or too many answers have none.

    Source: Cochran 1977, Sampling Techniques, section 5A.9; Kish 1965, Survey Sampling, 11.7.
    """
    layers = _layers(strata)
    if not layers:
        return None
    n = sum(layer.n for layer in layers)
    if n == 0:
        return NOTHING
    volume = sum(layer.weight for layer in layers)
    shares = [layer.weight / volume for layer in layers]
    rates = [layer.satisfied / layer.n for layer in layers]
    value = sum(w * p for w, p in zip(shares, rates, strict=True))
    variance = sum(
        w * w * p * (1 - p) / (layer.n - 1)
        for w, p, layer in zip(shares, rates, layers, strict=True)
        if layer.n > 1
    )
    reach = Z95 * sqrt(variance)
    interval = Interval(value - reach, value + reach) if variance else None
    effective = 1 / sum(w * w / layer.n for w, layer in zip(shares, layers, strict=True))
    return Figure(value, interval, n, effective=effective)


def _layers(strata: Sequence[Stratum]) -> list[Layer]:
    known = [_layer(s, s.volume) for s in strata if s.volume]
    unknown = [_layer(s, 0) for s in strata if not s.volume]
    if why_not(strata):
        return []
    volume = sum(layer.weight for layer in known)
    silent, heard = sum(layer.n for layer in unknown), sum(layer.n for layer in known)
    if silent:
        satisfied = sum(layer.satisfied for layer in unknown)
        known.append(Layer(satisfied, silent, volume * silent / heard))
    return _collapsed(known)


def _layer(stratum: Stratum, weight: float) -> Layer:
    marks = stratum.counts.marks
    return Layer(marks[3] + marks[4], sum(marks), weight)


def _collapsed(layers: list[Layer]) -> list[Layer]:
    """Join the smallest with the next until each has enough answers or one is left."""
    layers = sorted(layers, key=lambda layer: layer.n)
    while len(layers) > 1 and layers[0].n < TOO_FEW_UNDER:
        first, second, *rest = layers
        joined = Layer(
            first.satisfied + second.satisfied, first.n + second.n, first.weight + second.weight
        )
        layers = sorted([joined, *rest], key=lambda layer: layer.n)
    return layers
