"""Every picture by name: what it needs, and who draws it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from sim.report.pictures.adoption import adoption
from sim.report.pictures.comparison import differences, probabilities, winners
from sim.report.pictures.dashboard import dashboard
from sim.report.pictures.fans import fans
from sim.report.pictures.frontier import frontier
from sim.report.pictures.grades import grades
from sim.report.pictures.land import land
from sim.report.pictures.tornado import tornado
from sim.report.pictures.waterfall import waterfall
from sim.report.words import Language

Need = Literal["ensemble", "comparison", "attribution", "frontier", "drivers"]


@dataclass(frozen=True)
class Picture:
    """A figure that can be drawn.

    Attributes:
        name: of the file, and by which it is asked for.
        zh, en: what it shows.
        needs: what it is drawn from: runs, or what was made of them.
        draw: the function; takes what is needed, and zh or en; returns a matplotlib figure.
    """

    name: str
    zh: str
    en: str
    needs: Need
    draw: Callable[[Any, Language], Any]

    def title(self, language: Language) -> str:
        """What it shows, in a language."""
        return self.zh if language == "zh" else self.en


PICTURES: tuple[Picture, ...] = (
    Picture("targets", "2025年目标看板", "dashboard of the targets of 2025", "ensemble", dashboard),
    Picture("fans", "2015—2025年路径与公布数", "fan charts with the history", "ensemble", fans),
    Picture("adoption", "智能化改造的扩散", "S-curves of adoption by size", "ensemble", adoption),
    Picture("grades", "亩均评价等级的流动", "moves between per-mu grades", "ensemble", grades),
    Picture("land", "57个片区的地价与用地", "land price and use by sub-area", "ensemble", land),
    Picture("probabilities", "各情景的达标概率", "probability of each target, by scenario",
            "comparison", probabilities),
    Picture("differences", "与第一个情景之差", "differences to the first scenario", "comparison",
            differences),
    Picture("winners", "谁得谁失", "who wins and who loses", "comparison", winners),
    Picture("frontier", "成本与成效前沿", "cost-effectiveness frontier", "frontier", frontier),
    Picture("waterfall", "成效由哪些工具带来", "waterfall of a package", "attribution", waterfall),
    Picture("tornado", "2025年由什么决定", "what drives 2025", "drivers", tornado),
)  # fmt: skip


def pictures_of(needs: Need) -> tuple[Picture, ...]:
    """The pictures that are drawn from one kind of result, in the catalogue's order."""
    return tuple(one for one in PICTURES if one.needs == needs)
