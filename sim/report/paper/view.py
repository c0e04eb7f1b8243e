"""A stored comparison in one language: names, labels, lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from sim.base.indicators import INDICATOR
from sim.compare.figures import Compared
from sim.report.compare.labels import shown_names, shown_of, titles
from sim.report.figures import figure_language
from sim.report.paper.stored import Stored
from sim.report.paper.words import say
from sim.report.words import Language, unit_label

# What the sentences are about; the tables hold everything that comparisons show.
IN_SENTENCES = (
    "value_added", "value_added_per_mu", "tax_per_mu", "labour_productivity", "employment",
    "above_scale_firms", "upgrades", "digital_workshops", "numerical_control_rate",
    "industrial_investment_cumulative", "above_scale_land", "public_cost",
)  # fmt: skip


@dataclass(frozen=True)
class View:
    """Says everything of a comparison in one language."""

    stored: Stored
    language: Language

    def say(self, key: str, **filled: object) -> str:
        """A text of `words.py`, its blanks filled."""
        return say(key, self.language, **filled)

    @cached_property
    def titles(self) -> dict[str, str]:
        """Titles of the scenarios by name, the first one's first."""
        return titles(self.stored.ensembles, self.language)

    @property
    def in_figures(self) -> View:
        """Who labels figures: in English where no font has Chinese characters."""
        return View(self.stored, figure_language(self.language))

    @property
    def first(self) -> str:
        """Title of the scenario that the others are set against."""
        return self.titles[self.stored.first.scenario.name]

    @property
    def others(self) -> list[str]:
        """Names of the others."""
        return [one.scenario.name for one in self.stored.others]

    def pick(self, item: object) -> str:
        """The zh or en of something that has both."""
        return str(getattr(item, self.language))

    def unit(self, unit: str) -> str:
        """A unit."""
        return unit_label(unit, self.language)

    def indicator(self, name: str) -> str:
        """The label of an indicator."""
        return self.pick(INDICATOR[name])

    def listed(self, names: Iterable[str]) -> str:
        """Names one after the other; English ones may hold commas."""
        return ("、" if self.language == "zh" else "; ").join(names)

    def shown(self, scenario: str, names: Sequence[str] = ()) -> list[Compared]:
        """What is shown of a comparison: the usual figures, or the named ones of them."""
        usual = shown_names(one.scenario for one in self.stored.ensembles)
        chosen = [name for name in usual if not names or name in names]
        return shown_of([row for row in self.stored.differences if row.scenario == scenario],
                        chosen)  # fmt: skip
