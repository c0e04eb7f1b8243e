"""Golden results of the shipped scenarios: a small city, central values, one run, the year 2025.

    python tests/golden/update.py    # after a change that is meant to alter results

They say that results changed, not that they are right. A change belongs in the changelog, in an
entry that begins with RESULTS CHANGE, in the same commit.
"""

from __future__ import annotations

import csv
from pathlib import Path

from sim.base.units import LAST_YEAR
from sim.city.run import run_city
from sim.scenario.load import load_scenario, scenario_names
from sim.scenario.one_run import population

GOLDEN = Path(__file__).resolve().parent / "scenarios.csv"
FIRMS, SEED = 0.05, 1
INDICATORS = (
    "above_scale_firms", "value_added", "value_added_per_mu", "tax_per_mu", "employment", "profit",
    "numerical_control_rate", "digital_workshops", "industrial_investment_cumulative",
)  # fmt: skip


def golden_row(name: str) -> dict[str, float]:
    """The figures of one scenario's small city in its last year."""
    scenario = load_scenario(name)
    record = run_city(
        population(scenario.parameters, FIRMS), scenario.measures, parameters=scenario.parameters,
        seed=SEED, last_year=LAST_YEAR, future=scenario.future,
    )  # fmt: skip
    return {indicator: record.indicators[-1][indicator] for indicator in INDICATORS}


def update() -> None:
    """Write the table anew."""
    with GOLDEN.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("scenario", *INDICATORS))
        for name in scenario_names():
            table.writerow((name, *(f"{value:.12g}" for value in golden_row(name).values())))


if __name__ == "__main__":
    update()
