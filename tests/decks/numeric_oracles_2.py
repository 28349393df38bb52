"""The answers of the numeric templates on money, projects, risk, customers, suppliers, reliability and people, worked out anew.

Each function takes the numbers that a question shows, by name, and follows the formula of its source, or counts and
simulates, with Python's own exact fractions, decimals and statistics, not the formulas of the template.
"""

from __future__ import annotations

import itertools
import math
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

Shown = Mapping[str, Any]

SIGNED = {
    "n-npv-uneven-flows",
    "n-npv-equal-savings",
    "n-budget-variance-percent",
    "n-cost-variance",
    "n-estimate-at-completion",
    "n-gantt-schedule-variance",
    "n-net-promoter-score",
    "n-measurement-bias",
    "n-measurement-linearity",
}
"""Templates whose answers and wrong paths may be negative."""


def exact(number: float) -> Fraction:
    """The decimal number that is meant, without binary noise."""
    return Fraction(repr(round(number, 9)))


def fractions(numbers: Iterable[float]) -> list[Fraction]:
    return [exact(number) for number in numbers]


def percent(part: Fraction | int, whole: Fraction | int) -> Fraction:
    return Fraction(part) / Fraction(whole) * 100


def place_of_largest(values: Sequence[Fraction]) -> int:
    """The number of the largest value, the first being 1; there is only one."""
    ((place, _),) = [(place, value) for place, value in enumerate(values, 1) if value == max(values)]
    return place


# Lean and inventory


def kanban_cards(v: Shown) -> int:
    # Add containers until they hold what is used meanwhile, and the safety.
    wanted = exact(v["demand"]) * exact(v["lead"]) * (1 + exact(v["alpha"]) / 100)
    return next(cards for cards in itertools.count(1) if cards * exact(v["size"]) >= wanted)


def economic_order_quantity(v: Shown) -> int:
    def yearly_cost(quantity: int) -> float:
        return float(v["demand"] / quantity * v["order"] + quantity / 2 * v["hold"])

    return min(range(1, 1500), key=yearly_cost)


# Cost of quality


def coq_poor_quality(v: Shown) -> Fraction:
    spent = fractions(
        v[name] for name in ("training", "scrap", "incoming", "warranty", "recheck", "planning", "complaints")
    )
    conformance = {"training", "incoming", "planning"}
    return sum(spent, Fraction()) - sum((exact(v[name]) for name in conformance), Fraction())


def coq_share_of_sales(v: Shown) -> Fraction:
    costs = sum(fractions(v[name] for name in ("prevention", "appraisal", "internal", "external")), Fraction())
    return percent(costs, exact(v["sales"]))


def coq_shift_of_spending(v: Shown) -> Fraction:
    return sum(fractions(v[name] for name in "paie"), Fraction()) - sum(
        fractions(v[f"{name}2"] for name in "paie"), Fraction()
    )


def coq_prevention_payback(v: Shown) -> Fraction:
    # The time at which what was saved equals what was spent.
    monthly = exact(v["internal"]) + exact(v["external"]) - exact(v["running"])
    return exact(v["outlay"]) / monthly


def taguchi_loss(v: Shown) -> Fraction:
    at_limit = exact(v["loss"]) / exact(v["limit"]) / exact(v["limit"])
    return at_limit * (exact(v["y"]) - exact(v["target"])) ** 2


# Money


def return_on_investment(v: Shown) -> Fraction:
    return (exact(v["gain"]) / exact(v["cost"]) - 1) * 100


def return_on_assets(v: Shown) -> Fraction:
    net_income = exact(v["sales"]) - exact(v["goods"]) - exact(v["expenses"]) - exact(v["charges"])
    return percent(net_income, exact(v["assets"]))


def operating_margin(v: Shown) -> Fraction:
    return (1 - (exact(v["goods"]) + exact(v["expenses"])) / exact(v["sales"])) * 100


def quick_ratio(v: Shown) -> Fraction:
    return (exact(v["cash"]) + exact(v["receivables"])) / exact(v["current"])


def net_present_value(rate: Fraction, flows: Sequence[Fraction]) -> Fraction:
    """Of flows a year apart, the first now: from the last one backward, each worth one year less."""
    worth = Fraction()
    for flow in reversed(flows):
        worth = worth / (1 + rate) + flow
    return worth


def npv_uneven_flows(v: Shown) -> Fraction:
    flows = [-exact(v["outlay"]), *fractions(v[name] for name in ("f1", "f2", "f3"))]
    return net_present_value(exact(v["rate"]) / 100, flows)


def npv_equal_savings(v: Shown) -> Fraction:
    # The present value of an annuity.
    rate = exact(v["rate"]) / 100
    return exact(v["flow"]) * (1 - 1 / (1 + rate) ** 4) / rate - exact(v["outlay"])


def present_value(v: Shown) -> Decimal:
    amount = Decimal(repr(v["future"]))
    for _ in range(int(v["years"])):
        amount /= 1 + Decimal(repr(v["rate"])) / 100
    return amount


def internal_rate_of_return(flows: Sequence[float]) -> float:
    """In per cent, by halving the interval in which the net present value changes its sign."""
    low, high = 0.0, 100.0
    while high - low > 1e-9:
        middle = (low + high) / 2
        worth = sum(flow / (1 + middle / 100) ** year for year, flow in enumerate(flows))
        low, high = (middle, high) if worth > 0 else (low, middle)
    return low


def rate_by_straight_line(v: Shown) -> float:
    slope, intercept = statistics.linear_regression([v["low"], v["high"]], [v["a"], -v["b"]])
    return -intercept / slope


def _years_until_back(outlay: Fraction, yearly: Sequence[Fraction]) -> Fraction:
    years = Fraction()
    for saving in yearly:
        years += min(Fraction(1), outlay / saving)
        outlay -= saving
        if outlay <= 0:
            return years
    raise AssertionError


def payback_uneven_flows(v: Shown) -> Fraction:
    return _years_until_back(exact(v["outlay"]), fractions(v[f"f{year}"] for year in range(1, 6)))


def discounted_payback(v: Shown) -> Fraction:
    growth = 1 + Decimal(repr(v["rate"])) / 100
    worth = [(Decimal(repr(v["flow"])) / growth**year).quantize(Decimal(1), ROUND_HALF_UP) for year in range(1, 6)]
    return _years_until_back(exact(v["outlay"]), [Fraction(value) for value in worth])


def break_even_quantity(v: Shown) -> int:
    price, variable, fixed = (int(v[name]) for name in ("price", "variable", "fixed"))
    return next(sold for sold in itertools.count() if sold * price >= fixed + sold * variable)


# Projects


def benefit_cost_ratio(v: Shown) -> Fraction:
    return exact(v["benefits"]) / (exact(v["initial"]) + exact(v["running"]))


def profitability_index(v: Shown) -> int:
    return place_of_largest([exact(v[f"v{project}"]) / exact(v[f"o{project}"]) for project in "abc"])


def budget_variance_percent(v: Shown) -> Fraction:
    planned = sum(fractions(v[name] for name in ("wages", "licenses", "travel")), Fraction())
    spent = sum(fractions(v[name] for name in ("aw", "al", "at")), Fraction())
    return (spent / planned - 1) * 100


def cost_variance(v: Shown) -> Fraction:
    return exact(v["bac"]) * exact(v["done"]) / 100 - exact(v["ac"])


def cost_performance_index(v: Shown) -> Fraction:
    return exact(v["ev"]) / exact(v["ac"])


def schedule_performance_index(v: Shown) -> Fraction:
    earned, planned = (exact(v["bac"]) * exact(v[name]) / 100 for name in ("done", "due"))
    return earned / planned


def earned_value_status(v: Shown) -> int:
    over, behind = v["ac"] > v["ev"], v["pv"] > v["ev"]
    return {(False, False): 1, (False, True): 2, (True, False): 3, (True, True): 4}[over, behind]


def estimate_at_completion(v: Shown) -> Fraction:
    # Spent so far, and the rest of the work at the cost per unit of work so far.
    return exact(v["ac"]) + (exact(v["bac"]) - exact(v["ev"])) * exact(v["ac"]) / exact(v["ev"])


def to_complete_index(v: Shown) -> Fraction:
    return (exact(v["bac"]) - exact(v["ev"])) / (exact(v["bac"]) - exact(v["ac"]))


def gantt_schedule_variance(v: Shown) -> Fraction:
    survey, today = int(v["a"]), int(v["today"])
    bars = [(0, survey, 100), (survey, int(v["b"]), v["db"]), (survey, int(v["c"]), v["dc"])]
    bars.append((survey + int(max(v["b"], v["c"])), 2, 0))
    planned = sum(week < today for start, length, _ in bars for week in range(start, start + length))
    earned = sum((length * exact(done) / 100 for _, length, done in bars), Fraction())
    return exact(v["rate"]) * (earned - planned)


def pert_mean(v: Shown) -> Fraction:
    return statistics.mean(fractions([v["o"], *[v["m"]] * 4, v["p"]]))


def pert_deviation(v: Shown) -> Fraction:
    return (exact(v["p"]) - exact(v["o"])) / 6


def pert_path_deviation(v: Shown) -> float:
    return math.hypot(v["s1"], v["s2"], v["s3"])


_AFTER = {"a": "", "b": "a", "c": "a", "d": "bc", "e": "c"}


def _early_finish(v: Shown, activity: str, longer: Mapping[str, int] | None = None) -> int:
    start = max((_early_finish(v, before, longer) for before in _AFTER[activity]), default=0)
    return start + int(v[activity]) + (longer or {}).get(activity, 0)


def _length(v: Shown, longer: Mapping[str, int] | None = None) -> int:
    return max(_early_finish(v, activity, longer) for activity in _AFTER)


def network_duration(v: Shown) -> int:
    return _length(v)


def network_slack(v: Shown) -> int:
    # Delay C day by day, as long as the project does not become longer.
    return next(delay for delay in itertools.count() if _length(v, {"c": delay + 1}) > _length(v))


def crash_cost(v: Shown) -> Fraction:
    def weeks(cut: Iterable[str]) -> int:
        a, b, c, d = (int(v[name]) - (name in cut) for name in "abcd")
        return a + max(b, c) + d

    some = itertools.chain.from_iterable(itertools.combinations("abcd", size) for size in range(5))
    return min(sum(fractions(v[f"s{name}"] for name in cut), Fraction()) for cut in some if weeks(cut) <= weeks("") - 2)


# Risk and decisions


def expected_monetary_value(v: Shown) -> Fraction:
    outcomes = [(v["p1"], v["i1"]), (v["p2"], v["i2"]), (v["p3"], -v["i3"])]
    return sum((exact(chance) / 100 * exact(amount) for chance, amount in outcomes), Fraction())


def decision_tree(v: Shown) -> int:
    high = exact(v["p"]) / 100
    return place_of_largest([high * exact(v[f"h{name}"]) + (1 - high) * exact(v[f"l{name}"]) for name in "abc"])


def risk_score_ranking(v: Shown) -> int:
    return place_of_largest([exact(v[f"l{name}"]) * exact(v[f"i{name}"]) for name in "abc"])


def rpn_after_action(v: Shown) -> int:
    return math.prod(int(v[name]) for name in ("s", "o", "d")) - math.prod(int(v[name]) for name in ("s", "o2", "d2"))


def rpn_ranking(v: Shown) -> int:
    modes = [(v[f"s{name}"] >= 9, math.prod(int(v[f"{rating}{name}"]) for rating in "sod")) for name in "abc"]
    return modes.index(max(modes)) + 1


def weighted_decision(v: Shown) -> Fraction:
    weights = fractions(v[f"w{row}"] for row in (1, 2, 3))
    assert sum(weights) == 100
    systems = [fractions(v[f"{row}{system}"] for row in "abc") for system in (1, 2, 3)]
    return max(
        sum((weight * mark for weight, mark in zip(weights, marks, strict=True)), Fraction()) / 100 for marks in systems
    )


# Customers


def qfd_technical_importance(v: Shown) -> Fraction:
    def technical(column: str) -> int:
        return sum(int(v[f"i{row}"]) * int(v[f"{column}{row}"]) for row in (1, 2, 3))

    return percent(technical("f"), technical("f") + technical("w"))


def net_promoter_score(v: Shown) -> Fraction:
    answers = [-1] * int(v["c1"]) + [0] * int(v["c2"]) + [1] * int(v["c3"] + v["c4"])
    assert len(answers) == v["people"]
    return 100 * statistics.mean([Fraction(answer) for answer in answers])


def csat(v: Shown) -> Fraction:
    return percent(int(v["fives"]) + int(v["fours"]), int(v["responses"]))


def customer_retention(v: Shown) -> Fraction:
    lost = int(v["start"]) + int(v["new"]) - int(v["finish"])
    return 100 - percent(lost, int(v["start"]))


def customer_lifetime_value(v: Shown) -> float:
    # The margins of each year, as long as they count.
    share, discount = v["keep"] / 100, 1 + v["rate"] / 100
    return math.fsum(v["m"] * (share / discount) ** year for year in range(1, 1500))


def value_of_retention(v: Shown) -> Fraction:
    before, after = (exact(v["members"]) * exact(v[name]) / 100 * exact(v["cost"]) for name in ("before", "after"))
    return before - (after + exact(v["program"]))


def segment_profit(v: Shown) -> int:
    return place_of_largest([exact(v[f"r{name}"]) - exact(v[f"d{name}"]) - exact(v[f"s{name}"]) for name in "abc"])


# Suppliers and the quality system


def supplier_ppm(v: Shown) -> Fraction:
    return Fraction(int(v["bad"]), int(v["received"])) * 10**6


def otif(v: Shown) -> Fraction:
    cells = [int(v[name]) for name in ("good", "short", "late", "both")]
    return percent(cells[0], sum(cells))


def supplier_scorecard(v: Shown) -> int:
    weights = fractions(v[f"w{row}"] for row in (1, 2, 3, 4))
    assert sum(weights) == 100
    marks = fractions(v[name] for name in "qtcs")
    assert all(0 <= mark <= 100 for mark in marks)
    score = sum((weight * mark for weight, mark in zip(weights, marks, strict=True)), Fraction()) / 100
    if marks[0] < 60:
        return 3
    return 1 if score >= 90 else 2 if score >= 75 else 3


def total_cost_of_ownership(v: Shown) -> Fraction:
    # The bill of the whole year, divided by what was bought.
    fans = exact(v["need"])
    bills = [
        fans * (exact(v[f"p{supplier}"]) + exact(v[f"f{supplier}"]))
        + fans * exact(v[f"s{supplier}"]) / 100 * exact(v["failure"])
        + exact(v[f"m{supplier}"])
        for supplier in (1, 2, 3)
    ]
    return min(bills) / fans


def warranty_rates(v: Shown) -> Fraction:
    sold, returned = ([int(v[f"{kind}{model}"]) for model in (1, 2, 3)] for kind in "sr")
    rates = [percent(back, out) for back, out in zip(returned, sold, strict=True)]
    return max(rates) - percent(sum(returned), sum(sold))


def complaint_cost_per_unit(v: Shown) -> Fraction:
    return (exact(v["handling"]) + exact(v["replaced"])) / exact(v["sold"])


# Reliability


def mtbf(v: Shown) -> Fraction:
    return (exact(v["units"]) * exact(v["hours"]) - exact(v["repair"])) / exact(v["failures"])


def failure_rate(v: Shown) -> Fraction:
    mean_time = 200 * exact(v["hours"]) / exact(v["failures"])
    return 10**6 / mean_time


def bathtub_action(v: Shown) -> int:
    # Early failures end at 24 per cent of the drawn time, wear-out begins at 72.
    return 1 if v["marker"] < 24 else 2 if v["marker"] < 72 else 3


def availability(v: Shown) -> Fraction:
    down = exact(v["wait"]) + exact(v["repair"])
    return 100 / (1 + down / exact(v["mtbf"]))


def exponential_reliability(v: Shown) -> float:
    return math.exp(-v["t"] / v["mtbf"])


def _share_of_states(chances: Sequence[Fraction], works: Callable[[tuple[bool, ...]], bool]) -> Fraction:
    """The probability of all states in which a system works, from every state of its parts."""
    share = Fraction()
    for state in itertools.product([True, False], repeat=len(chances)):
        if works(state):
            share += math.prod(
                (chance if up else 1 - chance for chance, up in zip(chances, state, strict=True)), start=Fraction(1)
            )
    return share


def series_reliability(v: Shown) -> Fraction:
    return _share_of_states(fractions([v["r1"], v["r2"], v["r3"]]), all)


def redundant_pumps(v: Shown) -> Fraction:
    return _share_of_states(fractions([v["a"], v["b"], v["b"]]), lambda up: up[0] and (up[1] or up[2]))


# Sampling and measurement


def chance_of_acceptance(n: int, c: int, share: Fraction) -> Fraction:
    """Of a large lot with this share of defectives, by the binomial distribution."""
    return sum((math.comb(n, d) * share**d * (1 - share) ** (n - d) for d in range(c + 1)), Fraction())


def zero_acceptance_plan(v: Shown) -> Fraction:
    return 100 * chance_of_acceptance(int(v["n"]), 0, exact(v["p"]) / 100)


def oc_producers_risk(v: Shown) -> Fraction:
    return 100 * (1 - chance_of_acceptance(int(v["n"]), int(v["c"]), exact(v["aql"]) / 100))


def acceptance_one_defective(v: Shown) -> Fraction:
    return chance_of_acceptance(int(v["n"]), 1, exact(v["percent"]) / 100)


def average_outgoing_quality(v: Shown) -> Fraction:
    # Defectives that go out with the rest of accepted lots, as a share of all that goes out.
    lot, n = exact(v["lot"]), exact(v["n"])
    passed = exact(v["pa"]) * exact(v["percent"]) / 100 * (lot - n)
    return percent(passed, lot)


def average_total_inspection(v: Shown) -> Fraction:
    accepted = exact(v["pa"])
    return accepted * exact(v["n"]) + (1 - accepted) * exact(v["lot"])


def sample_size_proportion(v: Shown) -> int:
    p, margin = exact(v["percent"]) / 100, exact(v["error"]) / 100
    return math.ceil((Fraction("1.96") / margin) ** 2 * p * (1 - p))


def gauge_share_of_variation(v: Shown) -> float:
    return 100 * float(v["grr"]) / math.hypot(v["grr"], v["pv"])


def distinct_categories(v: Shown) -> int:
    return int(Fraction("1.41") * exact(v["pv"]) / exact(v["grr"]))


def measurement_bias(v: Shown) -> Fraction:
    return statistics.mean([exact(reading) - exact(v["reference"]) for reading in v["shown"]])


def measurement_linearity(v: Shown) -> float:
    references = [v["low"], v["middle"], v["high"]]
    biases = [reading - reference for reading, reference in zip((v["m1"], v["m"], v["m2"]), references, strict=True)]
    assert abs(statistics.correlation(references, biases)) > 0.999
    return float(statistics.linear_regression(references, biases).slope)


# People, training, strategy


def training_roi(v: Shown) -> Fraction:
    people = exact(v["people"])
    cost = people * exact(v["fee"]) + people * exact(v["hours"]) * exact(v["wage"])
    return (exact(v["benefit"]) / cost - 1) * 100


def training_gain_with_control(v: Shown) -> Fraction:
    expected = exact(v["t1"]) + (exact(v["c2"]) - exact(v["c1"]))
    return exact(v["t2"]) - expected


def skill_coverage(v: Shown) -> Fraction:
    needed, qualified = ([int(v[f"{kind}{skill}"]) for skill in (1, 2, 3, 4)] for kind in "nh")
    return percent(sum(map(min, needed, qualified)), sum(needed))


def turnover_rate(v: Shown) -> Fraction:
    assert v["start"] - v["left"] + v["hired"] == v["finish"]
    return percent(int(v["left"]), statistics.mean([Fraction(int(v["start"])), Fraction(int(v["finish"]))]))


def absenteeism_rate(v: Shown) -> Fraction:
    return percent(int(v["lost"]), int(v["people"]) * int(v["days"]))


def communication_channels(v: Shown) -> int:
    before, after = range(int(v["n"])), range(int(v["n"] + v["k"]))
    return len(list(itertools.combinations(after, 2))) - len(list(itertools.combinations(before, 2)))


def scorecard_attainment(v: Shown) -> Fraction:
    weights = fractions(v[f"w{row}"] for row in (1, 2, 3, 4))
    assert sum(weights) == 100
    targets = fractions([v["t1"], 80, v["t3"], v["t4"]])
    actuals = fractions(v[f"v{row}"] for row in (1, 2, 3, 4))
    more_is_better = (True, True, False, False)
    return sum(
        (
            weight * (actual / target if more else target / actual)
            for weight, target, actual, more in zip(weights, targets, actuals, more_is_better, strict=True)
        ),
        Fraction(),
    )


def capacity_utilization(v: Shown) -> Fraction:
    used_hours = exact(v["made"]) / exact(v["rate"])
    return percent(used_hours, exact(v["gross"]) - exact(v["service"]))


def load_against_capacity(v: Shown) -> int:
    load = sum(fractions(v[name] for name in ("l1", "l2", "l3")), Fraction())
    free = exact(v["hours"]) * exact(v["percent"]) / 100
    return next(more for more in itertools.count() if (int(v["people"]) + more) * free >= load)


def benchmark_gap(v: Shown) -> Fraction:
    own = exact(v["own"])
    for _ in range(2):
        own += own * exact(v["growth"]) / 100
    return (1 - own / exact(v["best"])) * 100


ORACLES: Mapping[str, Callable[[Shown], float | Fraction | Decimal]] = {
    "n-kanban-cards": kanban_cards,
    "n-economic-order-quantity": economic_order_quantity,
    "n-coq-poor-quality": coq_poor_quality,
    "n-coq-share-of-sales": coq_share_of_sales,
    "n-coq-shift-of-spending": coq_shift_of_spending,
    "n-coq-prevention-payback": coq_prevention_payback,
    "n-taguchi-loss": taguchi_loss,
    "n-return-on-investment": return_on_investment,
    "n-return-on-assets": return_on_assets,
    "n-operating-margin": operating_margin,
    "n-quick-ratio": quick_ratio,
    "n-npv-uneven-flows": npv_uneven_flows,
    "n-npv-equal-savings": npv_equal_savings,
    "n-present-value": present_value,
    "n-internal-rate-of-return": rate_by_straight_line,
    "n-payback-uneven-flows": payback_uneven_flows,
    "n-discounted-payback": discounted_payback,
    "n-break-even-quantity": break_even_quantity,
    "n-benefit-cost-ratio": benefit_cost_ratio,
    "n-profitability-index": profitability_index,
    "n-budget-variance-percent": budget_variance_percent,
    "n-cost-variance": cost_variance,
    "n-cost-performance-index": cost_performance_index,
    "n-schedule-performance-index": schedule_performance_index,
    "n-earned-value-status": earned_value_status,
    "n-estimate-at-completion": estimate_at_completion,
    "n-to-complete-index": to_complete_index,
    "n-gantt-schedule-variance": gantt_schedule_variance,
    "n-pert-mean": pert_mean,
    "n-pert-deviation": pert_deviation,
    "n-pert-path-deviation": pert_path_deviation,
    "n-network-duration": network_duration,
    "n-network-slack": network_slack,
    "n-crash-cost": crash_cost,
    "n-expected-monetary-value": expected_monetary_value,
    "n-decision-tree": decision_tree,
    "n-risk-score-ranking": risk_score_ranking,
    "n-rpn-after-action": rpn_after_action,
    "n-rpn-ranking": rpn_ranking,
    "n-weighted-decision": weighted_decision,
    "n-qfd-technical-importance": qfd_technical_importance,
    "n-net-promoter-score": net_promoter_score,
    "n-csat": csat,
    "n-customer-retention": customer_retention,
    "n-customer-lifetime-value": customer_lifetime_value,
    "n-value-of-retention": value_of_retention,
    "n-segment-profit": segment_profit,
    "n-supplier-ppm": supplier_ppm,
    "n-otif": otif,
    "n-supplier-scorecard": supplier_scorecard,
    "n-total-cost-of-ownership": total_cost_of_ownership,
    "n-warranty-rates": warranty_rates,
    "n-complaint-cost-per-unit": complaint_cost_per_unit,
    "n-mtbf": mtbf,
    "n-failure-rate": failure_rate,
    "n-bathtub-action": bathtub_action,
    "n-availability": availability,
    "n-exponential-reliability": exponential_reliability,
    "n-series-reliability": series_reliability,
    "n-redundant-pumps": redundant_pumps,
    "n-zero-acceptance-plan": zero_acceptance_plan,
    "n-oc-producers-risk": oc_producers_risk,
    "n-acceptance-one-defective": acceptance_one_defective,
    "n-average-outgoing-quality": average_outgoing_quality,
    "n-average-total-inspection": average_total_inspection,
    "n-sample-size-proportion": sample_size_proportion,
    "n-gauge-share-of-variation": gauge_share_of_variation,
    "n-distinct-categories": distinct_categories,
    "n-measurement-bias": measurement_bias,
    "n-measurement-linearity": measurement_linearity,
    "n-training-roi": training_roi,
    "n-training-gain-with-control": training_gain_with_control,
    "n-skill-coverage": skill_coverage,
    "n-turnover-rate": turnover_rate,
    "n-absenteeism-rate": absenteeism_rate,
    "n-communication-channels": communication_channels,
    "n-scorecard-attainment": scorecard_attainment,
    "n-capacity-utilization": capacity_utilization,
    "n-load-against-capacity": load_against_capacity,
    "n-benchmark-gap": benchmark_gap,
}
