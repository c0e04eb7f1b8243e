"""Recognition: high-tech enterprise, little giant, single champion."""

from __future__ import annotations

from sim.base.rules import decision, rule


@rule("R1", "研发门槛", "R&D ratio asked of a high-tech enterprise, lower for larger firms",
      "recalled: national recognition rules")
def research_bar(
    revenue: float, small_revenue: float, medium_revenue: float, small: float, medium: float,
    large: float,
) -> float:  # fmt: skip
    larger = medium if revenue < medium_revenue else large
    return small if revenue < small_revenue else larger


@decision("R2", "high_tech little_giant champion", "资质认定",
          "recognised at a hazard once the conditions hold; lost when R&D falls far below the bar",
          "plan 5.5; conditions recalled")
def recognise(
    high_tech, little_giant, champion, research_ratio, revenue, above_scale, rung,
    draw_recognition, draw_little_giant, draw_champion, high_tech_bar_small,
    high_tech_bar_medium, high_tech_bar_large, high_tech_small_revenue, high_tech_medium_revenue,
    high_tech_hazard, little_giant_hazard, champion_hazard, champion_minimum_revenue,
    little_giant_maximum_revenue, recognition_kept,
):  # fmt: skip
    bar = research_bar(revenue, high_tech_small_revenue, high_tech_medium_revenue,
                       high_tech_bar_small, high_tech_bar_medium, high_tech_bar_large)
    fits = research_ratio >= bar
    keeps = (high_tech == 1) & (research_ratio >= recognition_kept * bar)
    status = keeps | (fits & (draw_recognition < high_tech_hazard))
    ready = status & (above_scale == 1) & (rung >= 1)
    small = ready & (revenue <= little_giant_maximum_revenue)
    giant = (little_giant == 1) | (small & (draw_little_giant < little_giant_hazard))
    strong = ready & (revenue >= champion_minimum_revenue)
    first = (champion == 1) | (strong & (draw_champion < champion_hazard))
    return int(status), int(giant), int(first)
