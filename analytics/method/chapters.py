"""The chapters between the definitions and the tables; each paragraph is a msgid."""

from __future__ import annotations

from typing import Final

from translations import mark

Chapter = tuple[str, tuple[str, ...]]

COUNTED: Final[Chapter] = (
    mark("What is counted"),
    (
        mark(
            "n is the number of valid answers to that question. Blank answers and “does not apply” "
            "are left out. Every figure stands with its n, its interval of 95% and a verdict: "
            "nobody (n = 0), too few (under 10), few (10 to 29), enough (30 or more)."
        ),
        mark(
            "The channels QR, web, kiosk, paper and phone count. What staff enter for a citizen at "
            "the counter never counts in the headline. A response in doubt counts until a named "
            "person excludes it with a reason, all of a burst together and without seeing their "
            "marks. Where ten or more are in doubt, the figure without them stands beside it; of "
            "fewer it would tell what they said."
        ),
        mark(
            "A response belongs to the office day (Asia/Ho_Chi_Minh) on which it was given, and to "
            "the unit that its counter led to on that day. A reform moves nothing that was counted."
        ),
        mark(
            "A percentage is rounded once, from the exact share, halves up; 9,996 of 10,000 is "
            "more than 99.9%, never 100%."
        ),
    ),
)

SILENT: Final[Chapter] = (
    mark("Who answers, and who does not"),
    (
        mark(
            "Those who scan a code chose to. The interval says what chance does; it cannot say "
            "what those who did not rate think. Where transactions are known, the bounds do: with "
            "92% of 200 answers satisfied and 1,000 transactions, the share of all lies anywhere "
            "from 18.4 to 98.4% (Manski 1995)."
        ),
        mark(
            "There is no finite-population correction, although it would make intervals shorter: "
            "it holds for a random sample only, and these answers are none."
        ),
        mark(
            "Weighting: service groups are strata, weighed by their closed transactions; those of "
            "no named service are left out. Strata of under 10 answers are joined with the next "
            "smallest, of equal ones in the order of the catalogue. Answers that name no service "
            "are a stratum of their own, weighing their share of the answers; where they are more "
            "than 20%, there is no weighted figure, and that is said. The raw figure always stands "
            "beside the weighted one."
        ),
    ),
)

SMALL: Final[Chapter] = (
    mark("Small numbers"),
    (
        mark(
            "The public reads one fixed set of cells of closed periods: unit by month, unit by "
            "quarter, unit by quarter and service group, and the same of the city. Nothing is "
            "reckoned on request, so nothing can be found out by asking twice."
        ),
        mark(
            "Withheld are cells of under 10 answers, also of none; cells in which all gave the "
            "same mark; and what else would tell them: cells are published one by one, months "
            "before quarters, units before the city, service groups last, and only while no "
            "withheld cell and no sum of withheld cells under 10 follows from those published, by "
            "exact linear algebra."
        ),
        mark(
            "Late answers wait until they are ten, question by question; a published cell is the "
            "sum of months as they stand, and so changes by ten answers or by none. What is "
            "withheld while a total over it is told stays withheld. At the yearly revision, the "
            "first edition of a year, responses excluded since are taken out, however few."
        ),
        mark(
            "The figure weighted by volume is told of quarters in which every service group is "
            "told, and of no other: with the volumes, which are no secret, it would give away the "
            "groups that are withheld."
        ),
        mark(
            "Source: house rules after Hundepool et al. 2012, Statistical Disclosure Control. "
            "Known weaknesses: the yearly revision shows what fewer than 10 excluded responses "
            "were; ten late answers may all be alike."
        ),
    ),
)

CHANGE: Final[Chapter] = (
    mark("Whether a change is real"),
    (
        mark(
            "Between two periods a change is told with Newcombe's interval of the difference "
            "(1998, method 10): up, down, or unclear where it holds zero. From one month of 100 "
            "answers to the next, 9 points are noise."
        ),
        mark(
            "Over time the share of ratings of 3 or lower is drawn by month, by quarter where half "
            "of the months have under 10 answers, with its interval, the centre of the baseline "
            "and one limit: the smallest share that rule “month” below would signal. The baseline "
            "is the first twelve months with answers, 60 answers at least, and stays. It is "
            "re-based only with a recorded reason, or begins anew after a marked event that breaks "
            "the series."
        ),
        mark(
            "On the page of details stand, drawn and never signalled: the mean mark with the "
            "limits of individuals and moving ranges (XmR, ISO 7870-2: centre of the first twelve "
            "months, 2.66 mean moving ranges on either side), and for drift the share of 3 or "
            "lower as EWMA (weight 0.2, limits of 2.7 sigma) and tabular CUSUM (slack 0.5, "
            "decision 4; Montgomery, chapter 9). The p chart of ISO 7870-2, Laney's p′ and runs of "
            "eight are computed and held to worked cases, but not drawn: they take the centre line "
            "as known, and with an estimated one they err too often."
        ),
        mark(
            "Signals are raised on at most three series of a unit: neutral or dissatisfied "
            "overall, could not finish, and the factor that was weakest when the baseline was "
            "taken. Everything else is drawn, not signalled. Only worse is signalled."
        ),
        mark(
            "Rule “month”: a closed month of 10 answers or more is a signal where chance gives so "
            "many bad answers in fewer than 1.35 of 1,000 cases, by the exact (hypergeometric) "
            "distribution that allows for what the baseline itself does not know."
        ),
        mark(
            "Rule “drift”: a CUSUM answer by answer, read day by day, adds ln(p₁/p₀) for a bad "
            "answer and ln((1−p₁)/(1−p₀)) for any other, never under 0. p₀ is the level that the "
            "true one exceeds with probability 1/4 only, p₁ has odds 1.5 times as high. It decides "
            "at h = max(3.5, ln(n₀/10)), n₀ being the answers of the baseline (Reynolds and "
            "Stoumbos 1999; Gandy and Kvaløy 2013; Lorden 1971)."
        ),
        mark(
            "Where the months of the baseline wandered by Laney's sigma, all answers are worth "
            "that much less, squared, in both rules. After a signal the series rests for 91 days; "
            "if it is still bad then, it says so again. What several series of a unit say within "
            "100 days of each other is one signal. A change that was over for 100 days when it was "
            "first seen is drawn, not signalled. What a signal saw is frozen with it."
        ),
        mark(
            "Three more signals do not need a baseline. Silent: an open collector from which "
            "nothing comes, though by its pace of the last 120 days 12 ratings on five days were "
            "due (by chance exp(−12)); Tết and outages are not counted. Too good: a closed month "
            "of 30 ratings or more, none of them 3 or lower, where the twelve months before, taken "
            "at the lower end of their interval, make that in under 0.05% of cases. Burst: ten "
            "ratings or more of one collector and day, within the last week, that came faster than "
            "people rate. Source: rules of the house."
        ),
    ),
)

COMPARISON: Final[Chapter] = (
    mark("Fair comparison"),
    (
        mark(
            "Units stand in a funnel: the share of all, with limits of 95 and 99.8% for each n "
            "(Spiegelhalter 2005). Where ten or more units differ beyond chance, the limits are "
            "widened by the dispersion, with a tenth winsorised at either end."
        ),
        mark(
            "A unit is above or below only if Holm's p, all units tested together, is under 5%; "
            "else it is within. Benjamini and Hochberg's p serves to screen. There are three "
            "groups and no ranks: the places that a unit may truly have are mostly many "
            "(Mohamad, van Zwet and Solari 2021)."
        ),
        mark(
            "The mix of services is allowed for: indirectly, each unit against what it would have "
            "were each of its services as with all; directly, its own shares at the common mix, "
            "where each service group has ten answers (Fleiss, Levin and Paik 2003, chapter 19). "
            "Known weakness: within a service, cases differ too."
        ),
        mark(
            "Hours of a weekday, four quarters together, stand out where Fisher's exact test of "
            "the hour against all others, one-sided, is under 5% after Holm over the hours with "
            "ten ratings. Whether an action worked is told by the difference of differences: after "
            "less before, less the same services in the rest of the city where those have ten "
            "answers, its interval recovered from Wilson's of each share (MOVER, Zou and Donner "
            "2008)."
        ),
    ),
)

DRIVERS: Final[Chapter] = (
    mark("What satisfaction goes together with"),
    (
        mark(
            "From 100 responses in which every factor has a mark, the newest 2,000 at most: "
            "Spearman's rank correlation of each factor with the overall mark, and Johnson's "
            "relative weights, which add up to what all factors explain together and so share out "
            "what they have in common (Johnson 2000). Intervals by 200 resamples of the responses, "
            "always the same for the same rows."
        ),
        mark(
            "The importance-performance map sets a factor's weight against its share of 4 and 5 in "
            "those responses, divided at the means (Martilla and James 1977). It is told in words, "
            "and only where the interval of the weight does not hold the mean. Rank correlations "
            "are computed beside the weights, not shown. A factor goes together with the overall "
            "mark; that it causes it is not known."
        ),
    ),
)

OFFICIAL: Final[Chapter] = (
    mark("Official figures of others"),
    (
        mark(
            "SIPAS is a yearly sample survey of the Ministry of Home Affairs. The index of "
            "Decision 766/QĐ-TTg is an administrative score, in which an office that nobody rates "
            "counts as satisfying. Ours are marks after a transaction. The three are entered with "
            "their source and stand in boxes of their own, never on one axis, in one target or "
            "one colour scale."
        ),
        mark(
            "The satisfaction group of Decision 766 is reckoned from a table of points with the "
            "days it was in force: dossiers min(6, 6·rate/0.90), 0 without any; petitions on time "
            "6·rate and satisfied with the answer 6·rate, 6 without any. It was read off the "
            "national portal's pages by third parties, not from a text of law."
        ),
        mark(
            "There is no Net Promoter Score: nobody recommends a monopoly, it needs eleven levels, "
            "and its error is about twice that of a share."
        ),
    ),
)

CHAPTERS: Final = (SILENT, SMALL, CHANGE)
AFTER_TABLES: Final = (COMPARISON, DRIVERS, OFFICIAL)
