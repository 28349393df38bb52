"""How well and how quickly parameters are fitted to a real learner, against the standard ones and the reference's fit.

python -m pytest tests/benchmarks/test_fitting.py
"""

from __future__ import annotations

import time
from collections.abc import Callable

import fsrs_rs_python

from studyapp.domain.fitting import fit
from studyapp.domain.scheduling import DEFAULT_PARAMETERS
from tests.domain.review_log import held_out_loss, real_log

Remark = Callable[[str], None]
PARTS = (64, 100, 200, 400, 450, 600, 800, 1000, 1200, 1600, 2000, 2600, 3200, 4000)
LONGEST_FIT = 20.0
"""Seconds for 12,580 reviews."""


def test_later_reviews_are_predicted_no_worse_than_by_the_standard_parameters_or_the_reference(remark: Remark) -> None:
    log = real_log()
    times = log.next_day_times()
    remark("log loss of all later reviews of a real learner, after a fit to the first")
    remark("next-day reviews   standard   reference   ours, unchecked   ours, used   seconds")
    for reviews in PARTS:
        until = times[reviews - 1]
        known = log.until(until)
        begun = time.perf_counter()
        found = fit(known.histories)
        seconds = time.perf_counter() - begun
        assert found is not None
        reference = fsrs_rs_python.FSRS([]).compute_parameters(known.reference_items())
        weights = (DEFAULT_PARAMETERS.weights, reference, found.parameters.weights)
        standard, theirs, used = (held_out_loss(log, each, until) for each in weights)
        unchecked = f"{held_out_loss(log, found.fitted.weights, until):.4f}" if found.fitted else "–"
        remark(f"{reviews:16,}   {standard:8.4f}   {theirs:9.4f}   {unchecked:>15}   {used:10.4f}   {seconds:7.1f}")
        assert used <= standard
        if reviews >= 800:
            assert used <= theirs


def test_a_fit_to_the_whole_log_is_quick(remark: Remark) -> None:
    histories = real_log().histories
    begun = time.perf_counter()
    found = fit(histories)
    seconds = time.perf_counter() - begun
    assert found is not None
    remark(
        f"fit to {sum(map(len, histories)):,} reviews, with its check: {seconds:.1f} s (at most {LONGEST_FIT:.0f} s)"
    )
    assert seconds < LONGEST_FIT
