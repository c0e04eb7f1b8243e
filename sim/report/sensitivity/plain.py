"""What drives each binding target, in plain words: from the finished folders of several studies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from sim.base.errors import InputError
from sim.base.indicators import INDICATOR
from sim.compare.targets import Target, targets
from sim.explore.sensitivity.outputs import COST
from sim.report.sensitivity.words import say
from sim.report.words import Language, named, unit_label
from sim.scenario.files import scenario_names
from sim.scenario.load import load_scenario
from sim.sweep.axes import declared
from sim.sweep.mechanisms import mechanisms

FEW, LITTLE = 4, 0.5
COLUMNS = ("output", "kind", "scenario", "against")


@dataclass(frozen=True)
class Study:
    """The tables of a finished sensitivity's folder.

    Attributes:
        indices: the main index of each method, output and input.
        outputs: a row per output.
    """

    indices: pd.DataFrame
    outputs: pd.DataFrame

    def rows(self, method: str, output: tuple[str, str, str, str]) -> pd.DataFrame:
        """A method's indices of an output, the largest first."""
        found = self.indices[self.indices["method"] == method]
        for name, wanted in zip(COLUMNS, output, strict=True):
            found = found[found[name] == wanted]
        found = found[found["input"] != "luck"]
        return found.sort_values(["value", "input"], ascending=[False, True], kind="stable")

    def about(self, output: tuple[str, str, str, str]) -> pd.Series | None:
        """The row of an output."""
        found = self.outputs
        for name, wanted in zip(COLUMNS, output, strict=True):
            found = found[found[name] == wanted]
        return found.iloc[0] if len(found) else None


def read_study(folder: Path) -> Study:
    """Read a folder that `yongsim sensitivity` wrote.

    Raises:
        InputError: it is none.
    """
    try:
        frames = [pd.read_csv(folder / name, dtype={"against": str}, keep_default_na=True)
                  for name in ("main_indices.csv", "outputs.csv")]  # fmt: skip
    except (OSError, ValueError):
        raise InputError(f"'{folder}' is no finished sensitivity; give the folder that 'yongsim "
                         "sensitivity' wrote",
                         f"“{folder}”不是已完成的敏感性分析；请给出“yongsim sensitivity”写出的"
                         "文件夹") from None  # fmt: skip
    return Study(*(frame.fillna({"against": ""}) for frame in frames))


def plain_words(screening: Study, shares: Study | None, language: Language) -> Iterator[str]:
    """A paragraph per binding target and scenario or difference.

    Args:
        screening: of a Morris design.
        shares: of a dependent design, with Shapley effects and PAWN; None: there is none yet.
        language: zh or en.
    """
    there = (shares or screening).outputs
    pairs = there[["scenario", "against"]].drop_duplicates().itertuples(index=False)
    places = [(str(scenario), str(against)) for scenario, against in pairs]
    if shares is None:
        yield say("plain_no_shares", language)
    for heading, name, kind in _asked(language):
        outputs = [(name, kind, *place) for place in places]
        outputs = [one for one in outputs if (shares or screening).about(one) is not None]
        if outputs:
            yield f"### {heading}"
        for output in outputs:
            said = (_screened(screening, output, language) if shares is None
                    else _sentence(screening, shares, output, language))  # fmt: skip
            yield f"- {said}"


def _asked(language: Language) -> Iterator[tuple[str, str, str]]:
    """Binding targets and cost: heading, name and kind of the output."""
    for target in targets():
        if target.binding == "yes" and target.aim is not None and target.represented:
            yield _title(target, language), target.name, "figure"
    item = INDICATOR[COST]
    yield say("plain_cost", language, label=named(item, language),
              unit=unit_label(item.unit, language)), COST, "cost"  # fmt: skip


def _title(target: Target, language: Language) -> str:
    label = named(target, language)
    return say("plain_title", language, label=label, unit=unit_label(target.unit, language),
               aim=target.aim)  # fmt: skip


def _sentence(
    screening: Study, shares: Study, output: tuple[str, str, str, str], language: Language
) -> str:
    about = shares.about(output)
    assert about is not None
    key = "plain_added" if output[3] else "plain_spread"
    first, second = (_scenario(name, language) for name in output[2:])
    parts = [say(key, language, scenario=first, against=second, mean=about["mean"],
                 spread=about["spread"])]  # fmt: skip
    if not about["spread"] > 0.0:
        return _joined([*parts, say("plain_constant", language)], language)
    parts += _shares(shares, output, language)
    explained = about["emulator_explains"]
    if pd.notna(explained):
        parts.append(say("plain_explained", language, share=max(float(explained), 0.0)))
        if explained < LITTLE:
            parts.append(say("plain_little", language))
    parts += _others(screening, shares, output, language)
    if not output[3] and output[1] == "figure":
        parts += _chance(shares, output, language)
    return _joined(parts, language)


def _shares(study: Study, output: tuple[str, str, str, str], language: Language) -> list[str]:
    """What mechanisms and single parameters make, and what of it is open."""
    parts, mechanism = [], study.rows("shapley_by_mechanism", output)
    if len(mechanism):
        parts.append(say("plain_mechanisms", language, shares=_list(mechanism, language)))
    single = study.rows("shapley", output)
    told = single[single["told_apart"] == "yes"]
    if len(told):
        parts.append(say("plain_inputs", language, shares=_list(told.head(FEW), language)))
        if len(told) > FEW:
            parts.append(say("plain_more", language, count=len(told) - FEW))
    elif len(single):
        parts.append(say("plain_none", language))
    return parts + _order(told, language)


def _others(
    screening: Study, shares: Study, output: tuple[str, str, str, str], language: Language
) -> list[str]:
    """What the screening and the moment-free index say."""
    parts = _moved(screening, output, language)
    second = shares.rows("pawn", output)
    if len(second):
        told = second[second["told_apart"] == "yes"].head(FEW - 1)
        parts.append(say("plain_pawn", language, strongest=_list(told, language, percent=False))
                     if len(told) else say("plain_pawn_none", language))  # fmt: skip
    return parts


def _screened(study: Study, output: tuple[str, str, str, str], language: Language) -> str:
    """What a screening says alone."""
    key = "plain_place_less" if output[3] else "plain_place"
    parts = _moved(study, output, language) or [say("plain_constant", language)]
    first, second = (_scenario(name, language) for name in output[2:])
    place = say(key, language, scenario=first, against=second)
    return place + _joined(parts, language)


def _moved(study: Study, output: tuple[str, str, str, str], language: Language) -> list[str]:
    """What a screening says, and whether it puts the strongest in order."""
    moved = study.rows("morris", output)
    if not len(moved) or not moved["value"].max() > 0.0:
        return []
    told = moved[moved["told_apart"] == "yes"]
    parts = [say("plain_screened", language, told=len(told), of=len(moved),
                 strongest=_list(told.head(FEW), language, percent=False))]  # fmt: skip
    return parts + _order(told, language)


def _order(told: pd.DataFrame, language: Language) -> list[str]:
    """Whether it is open which of the two strongest comes first."""
    if len(told) < 2 or told["low"].iloc[0] > told["high"].iloc[1]:
        return []
    first, second = (_label(str(key), language) for key in told["input"].head(2))
    return [say("plain_order", language, first=first, second=second)]


def _chance(study: Study, output: tuple[str, str, str, str], language: Language) -> list[str]:
    """What reaching the target hangs on."""
    output = (output[0], "probability", *output[2:])
    about, found = study.about(output), study.rows("shapley_by_mechanism", output)
    if about is None or not len(found) or not about["spread"] > 0.0:
        return []
    told = found[found["told_apart"] == "yes"]
    said = (say("plain_chance_told", language, strongest=_list(told, language)) if len(told)
            else say("plain_chance_none", language))  # fmt: skip
    return [say("plain_chance", language, mean=about["mean"], told=said)]


def _list(rows: pd.DataFrame, language: Language, *, percent: bool = True) -> str:
    """Inputs with index and interval."""
    found = []
    for _, row in rows.iterrows():
        ends = [row["value"], row["low"], row["high"]]
        if percent:
            value, low, high = (f"{100.0 * one:.0f}" for one in ends)
            said = f"{value}% [{low}, {high}]"
        else:
            value, low, high = (_short(one) for one in ends)
            said = f"{value} [{low}, {high}]"
        found.append(f"{_label(str(row['input']), language)} {said}")
    return ("、" if language == "zh" else ", ").join(found) or say("none_told", language)


def _short(value: float) -> str:
    return f"{float(f'{value:.3g}'):,.0f}" if abs(value) >= 1000.0 else f"{value:.3g}"


def _scenario(name: str, language: Language) -> str:
    """The title of a shipped scenario; the name of another."""
    if name not in scenario_names():
        return name
    title = load_scenario(name).title
    return named(title, language)


def _label(key: str, language: Language) -> str:
    item = mechanisms()[key] if key in mechanisms() else declared(key, "")
    return named(item, language)


def _joined(parts: list[str], language: Language) -> str:
    return ("；" if language == "zh" else "; ").join(parts) + ("。" if language == "zh" else ".")
