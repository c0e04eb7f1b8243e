"""Stores of sweeps: what they hold, who can read them, and that nothing is lost or mixed."""

from __future__ import annotations

import json
import os
import platform
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sweeps import HERE, OUTPUTS, PLAN, calm, made, merged, trial

import sim
from sim.base.errors import InputError
from sim.base.files import checksum, left_overs
from sim.base.indicators import INDICATOR
from sim.scenario.load import load_scenario
from sim.scenario.member import Member
from sim.scenario.one_run import run_member
from sim.sweep import worker
from sim.sweep.drive import drive, recut, shards_for
from sim.sweep.extend import extended, settle_extension
from sim.sweep.merge import merge
from sim.sweep.parts import Part, parts, read_part, write_part
from sim.sweep.stop import Stop
from sim.sweep.store import Removed, Store, create_store, open_store, status, tidy
from sim.sweep.verify import choose, damaged, run_again

RUNS = 12  # of the plan: 3 points, 2 seeds, 2 scenarios


@pytest.fixture
def kept() -> Store:
    """A finished store; tests copy it before they change it."""
    return calm()


@pytest.fixture
def store(kept: Store, tmp_path: Path) -> Store:
    """A copy of the finished store."""
    shutil.copytree(kept.path, tmp_path / "store")
    return open_store(tmp_path / "store")


def frame(store: Store) -> pd.DataFrame:
    merge(store)
    return pd.read_parquet(store.path / "results.parquet")


# --- what a store holds ---------------------------------------------------------------------------


def test_rows_are_what_the_runs_give(store: Store) -> None:
    rows = frame(store)
    assert len(rows) == RUNS * 8 and rows["run"].nunique() == RUNS
    values = dict(zip(store.sweep.axes, store.sweep.point(1)[0], strict=True))
    spread, rate = values.values()
    file = store.path.parent / "own.toml"
    file.write_text('extends = "baseline"\n[title]\nzh = "a"\nen = "a"\n'
                    f"[instruments.upgrade_subsidy]\nrate = {{ 2021 = {rate!r} }}\n")  # fmt: skip
    record = run_member(load_scenario(str(file)), Member(0, {"hurdle_spread": spread}, 1, 2),
                        firms=0.02, last_year=2022)  # fmt: skip
    mine = rows.query("scenario == 'baseline' and point == 2 and seed == 2").sort_values("year")
    assert mine["year"].tolist() == list(range(2015, 2023))
    for name in OUTPUTS:
        wanted = np.array([year[name] for year in record.indicators], np.float32)
        assert mine[name].to_numpy().tolist() == wanted.tolist(), name
    assert mine["parameter_hurdle_spread"].unique().tolist() == [spread]
    assert mine["dose_upgrade_subsidy_rate"].unique().tolist() == [rate]


def test_columns_say_their_units_in_both_languages(store: Store) -> None:
    (first, *_) = parts(store.path)
    fields = pq.read_schema(first.path)
    for name in OUTPUTS:
        told = {key.decode(): value.decode() for key, value in fields.field(name).metadata.items()}
        item = INDICATOR[name]
        assert told == {"unit": item.unit, "zh": item.zh, "en": item.en}
        assert str(fields.field(name).type) == "float"
    content = json.loads((store.path / "manifest.json").read_text(encoding="utf-8"))
    assert [one["name"] for one in content["columns"]] == fields.names
    assert all(one["unit"] and one["zh"] and one["en"] for one in content["columns"])


def test_pages_are_checked_and_packed_as_promised(store: Store) -> None:
    (first, *_) = parts(store.path)
    group = pq.ParquetFile(first.path).metadata.row_group(0)
    columns = {group.column(k).path_in_schema: group.column(k) for k in range(group.num_columns)}
    for name, column in columns.items():
        assert column.compression == "ZSTD", name
        assert ("BYTE_STREAM_SPLIT" in column.encodings) == (name in OUTPUTS), name
    content = bytearray(first.path.read_bytes())
    column = columns["value_added"]
    content[column.data_page_offset + column.total_compressed_size - 3] ^= 1
    broken = store.path / "broken.parquet"
    broken.write_bytes(bytes(content))
    with pytest.raises(OSError, match=r"(?i)crc|checksum"):
        pq.read_table(broken, page_checksum_verification=True)


def test_no_file_holds_time_or_place(tmp_path: Path, store: Store) -> None:
    merge(store)
    here = {str(tmp_path).encode(), platform.node().encode()} - {b""}
    for path in store.path.rglob("*"):
        if path.is_file():
            assert not [word for word in here if len(word) > 3 and word in path.read_bytes()], path


def test_others_can_read_it(store: Store) -> None:
    polars, duckdb = pytest.importorskip("polars"), pytest.importorskip("duckdb")
    wanted = frame(store)["value_added"].astype(float).sum()
    folder = store.path / "parts"
    assert pd.read_parquet(folder)["value_added"].astype(float).sum() == pytest.approx(wanted)
    lazy = polars.scan_parquet(f"{folder}/*.parquet").select(
        polars.col("value_added").cast(polars.Float64).sum())  # fmt: skip
    assert lazy.collect().item() == pytest.approx(wanted)
    query = f"select sum(value_added::double) from '{folder}/*.parquet'"
    assert duckdb.sql(query).fetchall()[0][0] == pytest.approx(wanted)


def test_a_store_opens_lazily(store: Store) -> None:
    data = sim.open_sweep(store.path)
    assert data.outputs == list(OUTPUTS)
    assert data.axes == ["parameter_hurdle_spread", "dose_upgrade_subsidy_rate"]
    assert data.dataset.count_rows() == RUNS * 8
    some = data.frame("value_added", years=2020, scenarios="baseline")
    assert len(some) == RUNS // 2 and set(some["year"]) == {2020}
    assert list(some.columns) == ["run", "scenario", "point", "seed", *data.axes, "year",
                                  "value_added"]  # fmt: skip
    assert len(data.runs()) == RUNS and data.failed().empty
    assert set(data.columns["name"]) >= {"run", "value_added"}
    with pytest.raises(InputError, match="did you mean 'value_added'"):
        data.frame("value_aded")
    with pytest.raises(InputError, match="no store"):
        sim.open_sweep(store.path / "parts")


# --- the same bytes -------------------------------------------------------------------------------


@pytest.mark.parametrize(("shards", "workers"), [(1, 1), (12, 1), (5, 2)])
def test_shards_and_workers_change_no_byte(
    tmp_path: Path, kept: Store, shards: int, workers: int
) -> None:
    other = made(tmp_path, shards=shards, workers=workers)
    assert len(parts(other.path)) == shards
    assert merged(other) == merged(kept)


def test_an_extended_store_is_the_store_of_the_larger_plan(tmp_path: Path) -> None:
    small = made(tmp_path)
    before = {part.path.name for part in parts(small.path)}
    larger = extended(small.sweep, seeds=3, points=5)
    larger = recut(larger, 1, 1.0, 4.0, 1)
    grown = settle_extension(small, larger)
    counted: list[int] = []
    assert drive(grown, workers=1, stop=replace(HERE),
                 progress=lambda worked: counted.append(worked.runs))  # fmt: skip
    assert sum(counted) == larger.runs - RUNS == 5 * 3 * 2 - RUNS
    assert before < {part.path.name for part in parts(grown.path)}
    (tmp_path / "whole").mkdir()
    text = PLAN.replace("seeds = 2", "seeds = 3").replace("points = 3", "points = 5")
    whole = made(tmp_path / "whole", text, shards=3)
    assert merged(open_store(grown.path)) == merged(whole)


@pytest.mark.parametrize(("options", "said"), [
    ({"seeds": 1, "points": None}, "has 2 already"),
    ({"seeds": None, "points": 2}, "the store has 3"),
])  # fmt: skip
def test_a_sweep_does_not_shrink(store: Store, options: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        extended(store.sweep, **options)


def test_runs_are_cut_by_time_memory_and_workers() -> None:
    assert shards_for(6_000, 0.05, 60.0, 2) == 8
    assert shards_for(60_000, 0.05, 60.0, 2) == 50
    assert shards_for(1_000_000, 0.001, 60.0, 2) == 100
    assert shards_for(3, 0.05, 60.0, 2) == 3


# --- failures -------------------------------------------------------------------------------------


def failing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Let runs of the second seed fail."""

    def one(scenario: Any, member: Member, **options: Any) -> Any:
        if member.seed == 2:
            raise error
        return run_member(scenario, member, **options)

    monkeypatch.setattr(worker, "run_member", one)


def test_a_failing_run_is_a_row_and_the_sweep_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, ArithmeticError("the city\nleft the range of money"))
    store = made(tmp_path)
    rows = frame(store)
    lost = rows[rows["status"] == "failed"]
    assert len(lost) == RUNS // 2 and (lost["seed"] == 2).all() and lost["year"].isna().all()
    assert set(lost["error"]) == {"ArithmeticError: the city?left the range of money"}
    assert lost["parameter_hurdle_spread"].nunique() == 3
    assert lost[list(OUTPUTS)].isna().all(axis=None)
    good = rows[rows["status"] == "done"]
    assert len(good) == RUNS // 2 * 8 and good[list(OUTPUTS)].notna().all(axis=None)
    found = status(store)
    assert (found.done, found.failed, found.runs) == (RUNS, RUNS // 2, RUNS)
    assert [count for _, count in found.errors] == [RUNS // 2]
    data = sim.open_sweep(store.path)
    assert len(data.failed()) == RUNS // 2 and len(data.runs()) == RUNS
    assert len(data.frame()) == len(good)
    runs = pd.read_parquet(store.path / "runs.parquet")
    assert len(runs) == RUNS and (runs["status"] == "failed").sum() == RUNS // 2


@pytest.mark.parametrize("error", [MemoryError("none left"), OSError(28, "No space left")])
def test_a_fault_of_the_machine_is_not_a_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    failing(monkeypatch, error)
    with pytest.raises((MemoryError, InputError)):
        made(tmp_path, shards=12)
    assert len(parts(tmp_path / "store")) == 2  # the first seed's
    monkeypatch.undo()
    assert drive(open_store(tmp_path / "store"), workers=1, stop=replace(HERE))


# --- damage ---------------------------------------------------------------------------------------


def truncated(content: bytes) -> bytes:
    return content[: len(content) // 2]


def flipped(content: bytes) -> bytes:
    at = len(content) // 2
    return content[:at] + bytes([content[at] ^ 4]) + content[at + 1 :]


def flipped_in_the_footer(content: bytes) -> bytes:
    return content[:-60] + bytes([content[-60] ^ 1]) + content[-59:]


@pytest.mark.parametrize("harm", [truncated, flipped, flipped_in_the_footer, lambda _: b""])
def test_damage_is_named_and_just_that_is_run_again(
    store: Store, kept: Store, harm: Callable[[bytes], bytes]
) -> None:
    victim = parts(store.path)[2]
    victim.path.write_bytes(harm(victim.path.read_bytes()))
    assert damaged(store) == [victim]
    assert all(shard != victim.shard for shard, _ in choose(store, RUNS))
    with pytest.raises(InputError, match=rf"{victim.path.name}.*resume.*3 runs again"):
        merge(store)
    status(store)
    assert tidy(store) == Removed(damaged=(victim,)) and store.missing() == [victim.shard]
    worked: list[int] = []
    assert drive(store, workers=1, stop=replace(HERE),
                 progress=lambda one: worked.append(one.shard))  # fmt: skip
    assert worked == [victim.shard]
    assert merged(store) == merged(kept)


def test_left_overs_go_and_disturb_no_reader(store: Store) -> None:
    folder = store.path / "parts"
    for name in (".part-000001-aa.part", ".part-000009-bb.part"):
        (folder / name).write_bytes(b"half")
    (store.path / ".manifest-cc.part").write_bytes(b"half")
    assert len(pd.read_parquet(folder)) == RUNS * 8
    assert tidy(store) == Removed()
    assert left_overs(folder) == left_overs(store.path) == []
    assert store.missing() == []


def written_otherwise(store: Store, shard: int) -> Part:
    """The same runs in other bytes, as another version of Arrow writes them."""
    part = parts(store.path)[shard - 1]
    other = part.path.with_name(".other.part")
    pq.write_table(read_part(part), other, compression="gzip", write_page_checksum=True)
    hashed = checksum(other)[:16]
    return Part(other.rename(other.with_name(f"part-{shard:06d}-{hashed}.parquet")), shard, hashed)


@pytest.mark.parametrize("clean", ["merge", "tidy"])
def test_a_shard_that_was_written_twice_counts_once(
    store: Store, kept: Store, clean: str
) -> None:
    written_otherwise(store, 2)
    (_, one, other, *_) = parts(store.path)
    assert one.shard == other.shard == 2 and one.whole and other.whole
    assert (status(store).done, status(store).twice) == (RUNS, 1)
    assert len(choose(store, 1000)) == RUNS
    assert len(sim.open_sweep(store.path).runs()) == RUNS
    if clean == "merge":
        assert merge(store) == [other]
    else:
        assert tidy(store) == Removed(spare=(other,))
    assert len(parts(store.path)) == 4 and merged(store) == merged(kept)
    assert merge(store) == []


def test_two_parts_with_different_figures_are_refused_and_run_again(
    store: Store, kept: Store
) -> None:
    first = parts(store.path)[0]
    other = write_part(another_figure(first), store.path, first.shard)
    with pytest.raises(InputError, match=r"different figures.*shard 1 again") as caught:
        merge(store)
    assert first.path.name in str(caught.value) and other.path.name in str(caught.value)
    removed = tidy(store)
    assert set(removed.differing) == {first, other} and not removed.spare
    assert store.missing() == [1]
    assert drive(store, workers=1, stop=replace(HERE)) and merged(store) == merged(kept)


def another_figure(part: Part) -> pa.Table:
    """The rows of a part with value added a hair larger."""
    rows = read_part(part)
    at = rows.schema.get_field_index("value_added")
    other = np.nextafter(rows["value_added"].to_numpy(), np.float32(np.inf), dtype=np.float32)
    return rows.set_column(at, rows.schema.field(at), [other])


def test_verify_finds_what_a_checksum_does_not(store: Store) -> None:
    victim = parts(store.path)[1]
    changed = another_figure(victim)
    victim.path.unlink()
    write_part(changed, store.path, victim.shard)
    assert damaged(store) == []
    again = run_again(store, choose(store, RUNS), workers=1, stop=replace(HERE))
    assert len(again) == RUNS
    assert {one.shard for one in again if not one.same} == {victim.shard}
    assert sum(not one.same for one in again) == 3


def test_the_sample_is_of_all_runs(store: Store) -> None:
    assert len(choose(store, 1000)) == RUNS == len(set(choose(store, 1000)))
    assert choose(store, 5, seed=3) == choose(store, 5, seed=3)
    assert len({tuple(choose(store, 5, seed=k)) for k in range(20)}) > 10


@pytest.mark.parametrize("harm", [truncated, flipped, lambda _: b"{}", lambda _: b"[1]"])
def test_a_damaged_manifest_is_refused(store: Store, harm: Callable[[bytes], bytes]) -> None:
    path = store.path / "manifest.json"
    path.write_bytes(harm(path.read_bytes()))
    for opener in (open_store, sim.open_sweep):
        with pytest.raises(InputError, match=r"manifest.json' is damaged"):
            opener(store.path)


# --- one version ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["source_hash", "data_hash"])
def test_versions_of_the_code_never_mix(
    store: Store, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(f"sim.sweep.manifest.{name}", lambda: "f" * 64)
    with pytest.raises(InputError, match=r"another version of code or data.*new store"):
        open_store(store.path)
    assert len(sim.open_sweep(store.path).runs()) == RUNS  # reading is no mixing


def test_a_design_that_comes_out_differently_is_refused(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sim.sweep import designs

    monkeypatch.setattr(designs.Sobol, "rows",
                        lambda self, first, count: self.scaled(np.full((count, 2), 0.5)))
    designs._chunk.cache_clear()
    with pytest.raises(InputError, match="comes out differently"):
        open_store(store.path)
    designs._chunk.cache_clear()


def test_a_store_is_not_made_over_something_else(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "mine.txt").write_text("mine")
    with pytest.raises(InputError, match=r"holds 'mine.txt'"):
        create_store(tmp_path / "store", trial(tmp_path))


# --- stopping -------------------------------------------------------------------------------------


def test_a_stop_is_heeded_between_runs(tmp_path: Path, kept: Store) -> None:
    store = create_store(tmp_path / "store", trial(tmp_path))
    file = tmp_path / "stop"
    seen: list[int] = []

    def after_two(worked: worker.Worked) -> None:
        seen.append(worked.shard)
        if len(seen) == 2:
            file.touch()

    stop = Stop(str(file), os.getpid())
    assert not drive(store, workers=1, stop=stop, progress=after_two)
    assert store.missing() == [3, 4] and left_overs(store.path / "parts") == []
    file.unlink()
    assert drive(store, workers=1, stop=stop)
    assert merged(store) == merged(kept)


def test_a_worker_without_its_driver_stops() -> None:
    if os.name == "nt":
        pytest.skip("Windows does not tell a process whose child it has become")
    assert Stop(driver=1 if os.getppid() != 1 else 2).asked
    assert not Stop(driver=os.getppid()).asked and not Stop(driver=os.getpid()).asked
    assert not Stop().asked
