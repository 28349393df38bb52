"""The answers of the numeric templates on statistics, charts, capability, yield, lean and constraints, worked out anew.

Each function takes the numbers that a question shows, by name, and follows the formula of its source with Python's own
exact fractions and statistics, not the formulas of the template.
"""

from __future__ import annotations

import itertools
import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

Shown = Mapping[str, Any]

SIGNED = {"n-z-score", "n-slope-from-sums", "n-p-chart-lower-limit"}
"""Templates whose answers and wrong paths may be negative."""

CONSTANTS = {
    2: (1.128, 0.853, 0.798, 1.880, 2.659, 0.0, 3.267, 0.0, 3.267),
    3: (1.693, 0.888, 0.886, 1.023, 1.954, 0.0, 2.575, 0.0, 2.568),
    4: (2.059, 0.880, 0.921, 0.729, 1.628, 0.0, 2.282, 0.0, 2.266),
    5: (2.326, 0.864, 0.940, 0.577, 1.427, 0.0, 2.114, 0.0, 2.089),
    6: (2.534, 0.848, 0.952, 0.483, 1.287, 0.0, 2.004, 0.030, 1.970),
    7: (2.704, 0.833, 0.959, 0.419, 1.182, 0.076, 1.924, 0.118, 1.882),
    8: (2.847, 0.820, 0.965, 0.373, 1.099, 0.136, 1.864, 0.185, 1.815),
    9: (2.970, 0.808, 0.969, 0.337, 1.032, 0.184, 1.816, 0.239, 1.761),
    10: (3.078, 0.797, 0.973, 0.308, 0.975, 0.223, 1.777, 0.284, 1.716),
}
"""Subgroup size to d2, d3, c4, A2, A3, D3, D4, B3, B4."""


def exact(number: float) -> Fraction:
    """The decimal number that is meant, without binary noise."""
    return Fraction(repr(round(number, 9)))


def fractions(numbers: Sequence[float]) -> list[Fraction]:
    return [exact(number) for number in numbers]


# Location and spread


def median_wait(v: Shown) -> Fraction:
    return statistics.median(fractions(v["wait"]))


def mean_from_frequencies(v: Shown) -> Fraction:
    nights = [value for value in range(5) for _ in range(int(v[f"f{value}"]))]
    assert len(nights) == v["nights"]
    return statistics.mean([Fraction(value) for value in nights])


def mean_last_value(v: Shown) -> float:
    # The largest whole number of seconds with which the mean of all five keeps the promise.
    return max(last for last in range(500) if statistics.fmean([*v["shifts"], last]) <= v["goal"] + 1e-9)


def sample_standard_deviation(v: Shown) -> float:
    return float(statistics.stdev(v["data"]))


def population_standard_deviation(v: Shown) -> float:
    assert len(v["data"]) == 6
    return float(statistics.pstdev(v["data"]))


def variance_in_other_unit(v: Shown) -> Fraction:
    # Two readings with that variance, converted one by one.
    half = math.sqrt(v["minutes"] / 2)
    return exact(statistics.variance([60 * (100 - half), 60 * (100 + half)]))


def coefficient_of_variation(v: Shown) -> Fraction:
    return exact(v["s"]) / exact(v["mu"]) * 100


def steadiest_line(v: Shown) -> int:
    relative = [exact(v[f"s{line}"]) / exact(v[f"m{line}"]) for line in "abc"]
    return relative.index(min(relative)) + 1


def z_score(v: Shown) -> float:
    return statistics.NormalDist(v["mu"], v["sd"]).zscore(v["x"])


def empirical_rule_tail(v: Shown) -> Fraction:
    within = {1: Fraction(68), 2: Fraction(95), 3: Fraction("99.7")}[round((v["limit"] - v["mu"]) / v["sd"])]
    return int(v["parcels"]) * (100 - within) / 200


def normal_tail_share(v: Shown) -> float:
    return 100 * statistics.NormalDist(v["mu"], v["sd"]).cdf(v["limit"])


# Scatter and Pareto


def slope_from_sums(v: Shown) -> Fraction:
    return exact(v["sxy"]) / exact(v["sxx"])


def explained_variation(v: Shown) -> Fraction:
    return 100 * exact(v["r"]) ** 2


def scatter_pattern(v: Shown) -> int:
    straight = statistics.correlation(v["x"], v["y"])
    middle = statistics.fmean(v["x"])
    bent = statistics.correlation([(x - middle) ** 2 for x in v["x"]], v["y"])
    if abs(straight) > 0.9:
        return 1 if straight > 0 else 2
    assert abs(straight) < 0.3
    return 4 if abs(bent) > 0.9 else 3


def pareto_two_causes(v: Shown) -> Fraction:
    rows = fractions([v[f"r{number}"] for number in range(1, 6)])
    assert sum(rows) == exact(v["total"])
    return 100 * sum(sorted(rows)[-2:], Fraction()) / sum(rows)


def pareto_causes_needed(v: Shown) -> int:
    rows = fractions([v[f"r{number}"] for number in range(1, 7)])
    wanted = exact(v["target"]) * sum(rows, Fraction()) / 100
    return next(size for size in range(1, 7) if any(sum(some) >= wanted for some in itertools.combinations(rows, size)))


def pareto_project_effect(v: Shown) -> Fraction:
    kinds = fractions([v["top"], v["second"], v["third"], v["fourth"]])
    after = [kinds[0] * (100 - exact(v["cut"])) / 100, *kinds[1:]]
    return 100 * (1 - sum(after, Fraction()) / sum(kinds, Fraction()))


# Control limits


def xbar_upper_limit(v: Shown) -> Fraction:
    return exact(v["grand"]) + exact(CONSTANTS[5][3]) * exact(v["range"])


def range_upper_limit(v: Shown) -> Fraction:
    return exact(CONSTANTS[int(v["n"])][6]) * exact(v["sum_of_ranges"]) / 20


def xbar_s_lower_limit(v: Shown) -> Fraction:
    _, _, _, a2, a3, _, _, _, b4 = CONSTANTS[int(v["n"])]
    assert (v["a2"], v["a3"], v["b4"]) == (a2, a3, b4)
    return exact(v["grand"]) - exact(a3) * exact(v["s"])


def individuals_upper_limit(v: Shown) -> Fraction:
    return exact(v["mu"]) + Fraction("2.66") * exact(v["total"]) / (int(v["n"]) - 1)


def p_chart_upper_limit(v: Shown) -> float:
    return float(v["p"] + 3 * (v["p"] * (1 - v["p"]) / v["n"]) ** 0.5)


def p_chart_lower_limit(v: Shown) -> float:
    # Worked out in counts, as for an np chart, and then put as a share.
    size = int(v["n"])
    mean = size * v["p"]
    return float(max(0.0, mean - 3 * math.sqrt(mean * (1 - v["p"]))) / size)


def c_chart_upper_limit(v: Shown) -> float:
    mean = float(v["total"] / v["days"])
    return mean + 3 * math.sqrt(mean)


def u_chart_upper_limit(v: Shown) -> float:
    # Worked out in counts for the cars of the day, and then put per car.
    expected = float(exact(v["total"]) / exact(v["cars"]) * exact(v["n"]))
    return float((expected + 3 * math.sqrt(expected)) / v["n"])


# Signals


def western_electric(z: Sequence[float]) -> int:
    """Number of the first point that signals, from the distances to the center in standard deviations; 0 for none."""

    def alike(place: int, width: int, least: int, beyond: float) -> bool:
        last = z[max(0, place - width + 1) : place + 1]
        return any(side * z[place] > beyond and sum(side * each > beyond for each in last) >= least for side in (-1, 1))

    for place in range(len(z)):
        if abs(z[place]) > 3 or alike(place, 3, 2, 2) or alike(place, 5, 4, 1) or alike(place, 8, 8, 0):
            return place + 1
    return 0


def nelson(z: Sequence[float]) -> dict[int, int]:
    """For each of Nelson's eight tests that signals, the number of the first point at which it does."""
    tests: dict[int, tuple[int, Callable[[Sequence[float]], bool]]] = {
        1: (1, lambda w: abs(w[0]) > 3),
        2: (9, lambda w: min(w) > 0 or max(w) < 0),
        3: (6, lambda w: all(a < b for a, b in itertools.pairwise(w)) or all(a > b for a, b in itertools.pairwise(w))),
        4: (14, lambda w: all((b - a) * (c - b) < 0 for a, b, c in zip(w, w[1:], w[2:], strict=False))),
        5: (3, lambda w: any(sum(side * each > 2 for each in w) >= 2 for side in (-1, 1))),
        6: (5, lambda w: any(sum(side * each > 1 for each in w) >= 4 for side in (-1, 1))),
        7: (15, lambda w: all(abs(each) < 1 for each in w)),
        8: (8, lambda w: all(abs(each) > 1 for each in w)),
    }
    found: dict[int, int] = {}
    for number, (width, signals) in tests.items():
        for end in range(width, len(z) + 1):
            if signals(z[end - width : end]):
                found.setdefault(number, end)
    return found


def _distances(v: Shown, center: float, sigma: float) -> list[float]:
    return [round((point - center) / sigma, 9) for point in v["points"]]


def signal_run_of_eight(v: Shown) -> int:
    return western_electric(_distances(v, v["center"], 0.5))


def signal_two_of_three(v: Shown) -> int:
    return western_electric(_distances(v, v["center"], 2))


def signal_trend_of_six(v: Shown) -> int:
    found = nelson(_distances(v, v["center"], 2))
    assert set(found) == {3}
    return found[3]


def which_signal(v: Shown) -> int:
    found = nelson(_distances(v, 80, 4))
    assert len(found) <= 1
    return next(iter(found), 5)


# The right chart


def chart_for_failed_calls(v: Shown) -> int:
    return 1 if len({v[f"w{week}"] for week in range(1, 6)}) == 1 else 2


def chart_for_room_defects(v: Shown) -> int:
    return 3 if len({v[f"r{day}"] for day in range(1, 6)}) == 1 else 4


def chart_for_measurements(v: Shown) -> int:
    return 1 if v["n"] == 1 else 2 if v["n"] <= 9 else 3


# Capability


def _one_sided(v: Shown, sigma: str) -> tuple[Fraction, Fraction]:
    center, spread = exact(v["center"]), 3 * exact(v[sigma])
    return (exact(v["usl"]) - center) / spread, (center - exact(v["lsl"])) / spread


def cp(v: Shown) -> Fraction:
    return sum(_one_sided(v, "sigma"), Fraction()) / 2


def cpk(v: Shown) -> Fraction:
    return min(_one_sided(v, "sigma"))


def capability_remedy(v: Shown) -> int:
    if cpk(v) >= Fraction("1.33"):
        return 1
    return 2 if cp(v) >= Fraction("1.33") else 3


def largest_sigma(v: Shown) -> Fraction:
    return (exact(v["usl"]) - exact(v["lsl"])) / 6 / exact(v["cp"])


def ppk(v: Shown) -> Fraction:
    return min(_one_sided(v, "overall"))


def cpm(v: Shown) -> float:
    about_target = math.hypot(v["sigma"], v["center"] - v["target"])
    return float((v["usl"] - v["lsl"]) / (6 * about_target))


def sigma_level(v: Shown) -> float:
    return statistics.NormalDist().inv_cdf(1 - v["dpmo"] / 1e6) + 1.5


# Defects and yield


def dpmo(v: Shown) -> Fraction:
    return Fraction(10**6) * int(v["defects"]) / int(v["units"]) / int(v["opportunities"])


def yield_from_dpu(v: Shown) -> float:
    return 100 * math.exp(-v["defects"] / v["units"])


def rolled_throughput_yield(v: Shown) -> Fraction:
    return exact(v["y1"]) * exact(v["y2"]) * exact(v["y3"]) / 10_000


def yield_a_step_needs(v: Shown) -> Fraction:
    return exact(v["goal"]) / (exact(v["y1"]) / 100 * exact(v["y2"]) / 100)


def normalized_yield(v: Shown) -> float:
    return float(100 * math.exp(math.log(v["rty"] / 100) / v["steps"]))


# Flow and lean


def takt_time(v: Shown) -> Fraction:
    return 60 * (exact(v["shift"]) - exact(v["pause"])) / exact(v["demand"])


def operators_for_takt(v: Shown) -> int:
    seconds = sum(fractions([v[name] for name in "abcdef"])) * exact(v["demand"])
    return next(people for people in range(1, 50) if people * 60 * exact(v["net"]) >= seconds)


def lead_time_little(v: Shown) -> Fraction:
    return exact(v["wip"]) / exact(v["rate"])


def wip_limit_little(v: Shown) -> Fraction:
    return exact(v["week"]) * exact(v["days"]) / 5


def process_cycle_efficiency(v: Shown) -> Fraction:
    value = exact(v["prepare"]) + exact(v["analyze"])
    return 100 * value / (value + exact(v["transport"]) + exact(v["wait"]) + exact(v["check"]))


def cycle_efficiency_after_cut(v: Shown) -> Fraction:
    return 100 * exact(v["value"]) / (exact(v["total"]) - exact(v["cut"]))


def oee(v: Shown) -> Fraction:
    # Good pieces at ideal speed over planned time: the product of the three factors, shortened.
    good = exact(v["made"]) - exact(v["rejects"])
    return 100 * good * exact(v["ideal"]) / exact(v["planned"])


def oee_performance(v: Shown) -> Fraction:
    return 100 * exact(v["made"]) / (60 * exact(v["run"]) / exact(v["ideal"]))


# Constraints


def line_output(v: Shown) -> Fraction:
    return min(60 / exact(v[f"t{step}"]) * int(v[f"m{step}"]) for step in range(1, 5))


def utilization_at_constraint(v: Shown) -> Fraction:
    capacities = fractions([v["scan"], v["index"], v["archive"]])
    return 100 * min(capacities) / capacities[0]


def throughput_net_profit(v: Shown) -> Fraction:
    return exact(v["units"]) * (exact(v["price"]) - exact(v["material"])) - exact(v["expense"])


def throughput_return(v: Shown) -> Fraction:
    return 100 * (exact(v["sales"]) - exact(v["variable"]) - exact(v["expense"])) / exact(v["inventory"])


def product_mix(v: Shown) -> int:
    rates = [(exact(v[f"p{kind}"]) - exact(v[f"v{kind}"])) / exact(v[f"m{kind}"]) for kind in "abc"]
    return rates.index(max(rates)) + 1


ORACLES: Mapping[str, Callable[[Shown], float | Fraction]] = {
    "n-median-wait": median_wait,
    "n-mean-from-frequencies": mean_from_frequencies,
    "n-mean-last-value": mean_last_value,
    "n-sample-standard-deviation": sample_standard_deviation,
    "n-population-standard-deviation": population_standard_deviation,
    "n-variance-in-other-unit": variance_in_other_unit,
    "n-coefficient-of-variation": coefficient_of_variation,
    "n-steadiest-line": steadiest_line,
    "n-z-score": z_score,
    "n-empirical-rule-tail": empirical_rule_tail,
    "n-normal-tail-share": normal_tail_share,
    "n-slope-from-sums": slope_from_sums,
    "n-explained-variation": explained_variation,
    "n-scatter-pattern": scatter_pattern,
    "n-pareto-two-causes": pareto_two_causes,
    "n-pareto-causes-needed": pareto_causes_needed,
    "n-pareto-project-effect": pareto_project_effect,
    "n-xbar-upper-limit": xbar_upper_limit,
    "n-range-upper-limit": range_upper_limit,
    "n-xbar-s-lower-limit": xbar_s_lower_limit,
    "n-individuals-upper-limit": individuals_upper_limit,
    "n-p-chart-upper-limit": p_chart_upper_limit,
    "n-p-chart-lower-limit": p_chart_lower_limit,
    "n-c-chart-upper-limit": c_chart_upper_limit,
    "n-u-chart-upper-limit": u_chart_upper_limit,
    "n-signal-run-of-eight": signal_run_of_eight,
    "n-signal-two-of-three": signal_two_of_three,
    "n-signal-trend-of-six": signal_trend_of_six,
    "n-which-signal": which_signal,
    "n-chart-for-failed-calls": chart_for_failed_calls,
    "n-chart-for-room-defects": chart_for_room_defects,
    "n-chart-for-measurements": chart_for_measurements,
    "n-cp": cp,
    "n-cpk": cpk,
    "n-capability-remedy": capability_remedy,
    "n-largest-sigma": largest_sigma,
    "n-ppk": ppk,
    "n-cpm": cpm,
    "n-sigma-level": sigma_level,
    "n-dpmo": dpmo,
    "n-yield-from-dpu": yield_from_dpu,
    "n-rolled-throughput-yield": rolled_throughput_yield,
    "n-yield-a-step-needs": yield_a_step_needs,
    "n-normalized-yield": normalized_yield,
    "n-takt-time": takt_time,
    "n-operators-for-takt": operators_for_takt,
    "n-lead-time-little": lead_time_little,
    "n-wip-limit-little": wip_limit_little,
    "n-process-cycle-efficiency": process_cycle_efficiency,
    "n-cycle-efficiency-after-cut": cycle_efficiency_after_cut,
    "n-oee": oee,
    "n-oee-performance": oee_performance,
    "n-line-output": line_output,
    "n-utilization-at-constraint": utilization_at_constraint,
    "n-throughput-net-profit": throughput_net_profit,
    "n-throughput-return": throughput_return,
    "n-product-mix": product_mix,
}
