"""A sweep made larger: further seeds or points come as blocks of their own; nothing runs twice."""

from __future__ import annotations

from dataclasses import replace
from math import prod

from sim.base.errors import InputError
from sim.sweep.designs import check_size, grown
from sim.sweep.manifest import write_manifest
from sim.sweep.plan import MOST_SEEDS
from sim.sweep.store import RESULTS, RUNS, Store, writing
from sim.sweep.sweep import Block, Sweep


def extended(sweep: Sweep, *, seeds: int | None, points: int | None) -> Sweep:
    """The sweep with so many seeds and points in all, each new block in one shard.

    Args:
        sweep: as it is.
        seeds: new total; None: as before.
        points: new total of the first design; None: as before.

    Raises:
        InputError: there are that many already, or the design cannot grow so.
    """
    old_points, old_seeds = sweep.points, sweep.seeds
    if seeds is not None and not old_seeds <= seeds <= MOST_SEEDS:
        raise InputError(
            f"--seeds {seeds}: the store has {old_seeds} already; give the new total, at most "
            f"{MOST_SEEDS}",
            f"--seeds {seeds}：结果库已有 {old_seeds} 个；请给出新的总数，最多 {MOST_SEEDS}",
        )
    if points is not None:
        if not sweep.designs:
            raise InputError(
                "--points: this plan has no design; extend --seeds",
                "--points：本计划没有设计；请增加 --seeds",
            )
        first = grown(sweep.designs[0], points)
        check_size(first, "--points")
        sweep = replace(sweep, designs=(first, *sweep.designs[1:]))
    all_seeds = seeds or old_seeds
    sweep = _with(sweep, (0, old_points), (old_seeds, all_seeds))
    return _with(sweep, (old_points, prod(one.size for one in sweep.designs)), (0, all_seeds))


def _with(sweep: Sweep, points: tuple[int, int], seeds: tuple[int, int]) -> Sweep:
    block = Block(points, seeds, 1, sweep.shards + 1)
    if not block.runs(len(sweep.scenarios)):
        return sweep
    return replace(sweep, blocks=(*sweep.blocks, block))


def settle_extension(store: Store, sweep: Sweep) -> Store:
    """Write the larger sweep into the store; merged tables of the smaller one go.

    Raises:
        InputError: the store cannot be written.
    """
    with writing(store.path):
        for name in (RESULTS, RUNS):
            (store.path / name).unlink(missing_ok=True)
        write_manifest(sweep, store.path)
    return Store(store.path, sweep)
