"""From a sample to findings: the indices its design allows, how they converge, what is doubtful."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.base.state import Array
from sim.explore.sensitivity.emulated import emulated
from sim.explore.sensitivity.morris import morris
from sim.explore.sensitivity.pawn import pawn
from sim.explore.sensitivity.rows import Estimate, tidy
from sim.explore.sensitivity.sample import Input, Output, Sample
from sim.explore.sensitivity.shapley import shapley
from sim.explore.sensitivity.sobol import sobol
from sim.sweep.mechanisms import mechanisms

FINE, COARSE = (400, 40), (100, 10)  # resamples: of sums, of fits; the latter for convergence
STEPS = (0.25, 0.5, 0.75)
LUCK = Input("luck", "运气（虚拟输入）", "luck (a dummy input)", "luck")
MAIN = {"morris": "mu_star", "sobol": "ST", "emulated": "ST", "pawn": "PAWN",
        "shapley": "Shapley", "shapley_by_mechanism": "Shapley"}  # fmt: skip


@dataclass(frozen=True)
class Findings:
    """What a sample says.

    Attributes:
        sample: what was analysed.
        inputs: by key: those of the design, mechanisms, and luck.
        indices: a row per method, index, output and input.
        convergence: the same rows for parts of the sample.
        outputs: a row per output: how many points could be used, mean, spread, share of luck,
            what the emulator explains.
    """

    sample: Sample
    inputs: dict[str, Input]
    indices: pd.DataFrame
    convergence: pd.DataFrame
    outputs: pd.DataFrame


def analyse(sample: Sample, *, seed: int = 1) -> Findings:
    """All indices that the design of a sample allows.

    Args:
        sample: what was run.
        seed: of resamples and made-up inputs.

    Raises:
        InputError: too little was run for any index.
    """
    sample.check()
    by_mechanism = {name: Input(name, one.zh, one.en, name) for name, one in mechanisms().items()}
    found, explained = _main(sample, by_mechanism, seed, FINE)
    pieces = [_main(sample.first(count), by_mechanism, seed, COARSE)[0]
              for count in _parts(sample)]  # fmt: skip
    convergence = _joined([*pieces, found])
    if sample.kind != "morris":
        second = pawn(sample, seed=seed)
        found = _joined([found, _rows("pawn", second, sample.inputs, sample)])
    known = {one.key: one for one in (*sample.inputs, *by_mechanism.values(), LUCK)}
    return Findings(sample, known, found, convergence, about_outputs(sample, explained))


def _joined(pieces: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """All rows; a piece without any says nothing of the columns' types."""
    some = [one for one in pieces if len(one)]
    return pd.concat(some, ignore_index=True) if some else pieces[0]


def _main(
    sample: Sample, by_mechanism: dict[str, Input], seed: int, times: tuple[int, int]
) -> tuple[pd.DataFrame, Array]:
    """The indices of a design, and what its emulator explains of each output, if it has one.

    Args:
        sample: what was run.
        by_mechanism: the mechanisms as inputs.
        seed: of resamples and made-up inputs.
        times: resamples of sums, and of fits.
    """
    pieces, explained = [], np.full(len(sample.outputs), np.nan)
    if sample.kind == "morris":
        pieces = [_rows("morris", morris(sample, times=times[0], seed=seed), sample.inputs, sample)]
    elif sample.kind == "saltelli":
        indices, luck = sobol(sample, times=times[0], seed=seed)
        pieces = [_rows("sobol", indices, sample.inputs, sample),
                  _rows("sobol", [luck], [LUCK], sample)]  # fmt: skip
    elif sample.kind in ("sobol", "latin_hypercube"):
        fitted = emulated(sample, times=times[1], seed=seed)
        if fitted is not None:
            pieces, explained = [_rows("emulated", fitted[0], sample.inputs, sample)], fitted[1]
    else:
        for name, inputs, players in _players(sample, by_mechanism):
            shares = shapley(sample, players, times=times[1], seed=seed)
            if shares is not None:
                pieces.append(_rows(name, [shares[0]], inputs, sample))
                explained = shares[1]
    return _joined(pieces or [tidy(sample.kind, [], (), (), 0)]), explained


def _rows(
    method: str, found: Sequence[Estimate], inputs: Sequence[Input], sample: Sample
) -> pd.DataFrame:
    return tidy(method, found, inputs, sample.outputs, sample.batches)


def _parts(sample: Sample) -> list[int]:
    """Numbers of batches at which convergence is shown; members of a posterior come in order."""
    if sample.kind == "posterior":
        return []
    counts = {int(part * sample.batches) for part in STEPS}
    return sorted(count for count in counts if 2 <= count < sample.batches)


def _players(
    sample: Sample, by_mechanism: dict[str, Input]
) -> list[tuple[str, Sequence[Input], Array]]:
    named = list(dict.fromkeys(one.mechanism for one in sample.inputs))
    groups = np.array([named.index(one.mechanism) for one in sample.inputs])
    return [("shapley", sample.inputs, np.arange(len(sample.inputs))),
            ("shapley_by_mechanism", [by_mechanism[name] for name in named], groups)]  # fmt: skip


def about_outputs(sample: Sample, explained: Array) -> pd.DataFrame:
    """A row per output."""
    means, rows = sample.means, []
    for k, output in enumerate(sample.outputs):
        there = np.isfinite(means[:, k])
        values = means[there, k]
        mean = float(values.mean()) if len(values) else np.nan
        spread = float(values.var(ddof=1)) if len(values) > 1 else np.nan
        luck = sample.luck[there, k]
        share = float(luck.mean()) / spread if len(values) > 1 and spread > 0.0 else np.nan
        rows.append((
            output.name, output.kind, output.scenario, output.against, output.unit, output.zh,
            output.en, int(there.sum()), mean, np.sqrt(spread), share, float(explained[k]),
        ))  # fmt: skip
    return pd.DataFrame(rows, columns=[
        "output", "kind", "scenario", "against", "unit", "zh", "en", "points_used", "mean",
        "spread", "share_of_luck", "emulator_explains",
    ])  # fmt: skip


def named(output: pd.Series | Output) -> tuple[str, str, str, str]:
    """What tells an output from others."""
    name = output.name if isinstance(output, Output) else output["output"]
    return str(name), output.kind, output.scenario, output.against
