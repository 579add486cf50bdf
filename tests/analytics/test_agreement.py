"""Our own distributions, intervals and tests agree with SciPy on random inputs, within 1e-6."""

from collections import Counter
from random import Random

import numpy
import pytest
from scipy import stats

from analytics.numbers import drivers, intervals, quantiles, tails, together
from analytics.numbers.eigen import eigen

WITHIN = {"rel": 1e-6, "abs": 1e-6}
ROUNDS = range(150)


@pytest.fixture
def dice() -> Random:
    return Random(20230501)


def a_share(dice: Random, most: int = 3000) -> tuple[int, int]:
    n = dice.randint(1, most)
    return dice.choice([0, n, dice.randint(0, n)]), n


@pytest.mark.parametrize(
    ("ours", "theirs"), [(intervals.wilson, "wilson"), (intervals.clopper_pearson, "exact")]
)
def test_intervals_of_shares(dice, ours, theirs):
    for _ in ROUNDS:
        x, n = a_share(dice)
        expected = stats.binomtest(x, n).proportion_ci(0.95, method=theirs)
        assert ours(x, n) == pytest.approx((expected.low, expected.high), **WITHIN)


def test_jeffreys_and_student(dice):
    for _ in ROUNDS:
        n = dice.randint(3, 5000)
        x = dice.randint(1, n - 1)
        expected = stats.beta.interval(0.95, x + 0.5, n - x + 0.5)
        assert intervals.jeffreys(x, n) == pytest.approx(expected, **WITHIN)
        values = [dice.gauss(4, 1) for _ in range(dice.randint(2, 40))]
        mean, variance = float(numpy.mean(values)), float(numpy.var(values, ddof=1))
        expected = stats.t.interval(
            0.95, len(values) - 1, loc=mean, scale=(variance / len(values)) ** 0.5
        )
        found = intervals.t_interval(mean, variance, len(values))
        assert found == pytest.approx(expected, **WITHIN)


def test_quantiles_and_tails(dice):
    for _ in ROUNDS:
        p, a, b = dice.uniform(0.001, 0.999), dice.uniform(0.5, 900), dice.uniform(0.5, 900)
        df = dice.randint(1, 400)
        x = dice.uniform(0, 2 * df)
        assert quantiles.beta_quantile(p, a, b) == pytest.approx(stats.beta.ppf(p, a, b), **WITHIN)
        assert tails.chi_square_quantile(p, df) == pytest.approx(stats.chi2.ppf(p, df), **WITHIN)
        assert tails.gamma_cdf(x, df / 2) == pytest.approx(stats.gamma.cdf(x, df / 2), **WITHIN)
        assert tails.two_sided(x / 50) == pytest.approx(2 * stats.norm.sf(x / 50), **WITHIN)


def test_exact_comparisons_of_two_shares(dice):
    for _ in ROUNDS:
        (x1, n1), (x2, n2) = a_share(dice, 400), a_share(dice, 400)
        table = [[x1, n1 - x1], [x2, n2 - x2]]
        assert tails.fisher(x1, n1, x2, n2) == pytest.approx(stats.fisher_exact(table)[1], **WITHIN)
        expected = stats.hypergeom.sf(x1 - 1, n1 + n2, x1 + x2, n1)
        assert tails.exceeding(x1, n1, x2, n2) == pytest.approx(expected, **WITHIN)
        if 0 < x1 + x2 < n1 + n2:
            z = tails.pooled_z(x1, n1, x2, n2)
            chi = stats.chi2_contingency(table, correction=False).statistic
            assert z**2 == pytest.approx(chi, **WITHIN)


def test_screening_of_many_units(dice):
    for _ in range(20):
        ps = [dice.random() ** 3 for _ in range(dice.randint(1, 120))]
        expected = stats.false_discovery_control(ps, method="bh")
        assert together.benjamini(ps) == pytest.approx(list(expected), **WITHIN)


def test_ranks_and_correlations_with_ties(dice):
    for _ in range(20):
        rows = [tuple(dice.choice([1, 2, 3, 4, 4, 5]) for _ in range(4)) for _ in range(60)]
        table, columns = drivers.correlations(Counter(rows)), numpy.array(rows).T
        assert table is not None
        assert numpy.array(table) == pytest.approx(numpy.corrcoef(columns), **WITHIN)
        expected = stats.spearmanr(columns[1], columns[3]).statistic
        assert drivers.spearman(Counter(rows), 1) == pytest.approx(expected, **WITHIN)


def test_relative_weights_are_those_of_the_matrix_formula(dice):
    """Johnson's weights by numpy's decomposition, and R squared by least squares."""
    for _ in range(20):
        rows = [_alike(dice) for _ in range(80)]
        found = drivers.relative_weights(Counter(rows))
        assert found is not None
        table = numpy.corrcoef(numpy.array(rows).T)
        between, outcome = table[:-1, :-1], table[:-1, -1]
        values, vectors = numpy.linalg.eigh(between)
        near = vectors @ numpy.diag(values**0.5) @ vectors.T
        expected = near**2 @ (numpy.linalg.inv(near) @ outcome) ** 2
        assert found == pytest.approx(list(expected), **WITHIN)
        assert sum(found) == pytest.approx(outcome @ numpy.linalg.solve(between, outcome), **WITHIN)
        ours, _ = eigen(between.tolist())
        assert sorted(ours) == pytest.approx(sorted(values), **WITHIN)


def _alike(dice: Random) -> tuple[int, ...]:
    mood = dice.gauss(0, 1)
    return tuple(min(5, max(1, round(3.6 + mood + dice.gauss(0, 0.8)))) for _ in range(6))
