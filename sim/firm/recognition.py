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


@rule("R3", "培育对象", "programmes that foster a firm: it is ready for the status and has it not",
      "instruments P38-P40")
def programmes(
    fits: bool, small: bool, strong: bool, high_tech: int, little_giant: int, champion: int,
    high_tech_fostering: float, little_giant_fostering: float, champion_fostering: float,
) -> int:  # fmt: skip
    first = int(fits & (high_tech == 0) & (high_tech_fostering > 1.0))
    second = int(small & (little_giant == 0) & (little_giant_fostering > 1.0))
    return first + second + int(strong & (champion == 0) & (champion_fostering > 1.0))


@decision("R2", "high_tech little_giant champion recognition_award fostering_cost", "资质认定",
          "recognised at a hazard once the conditions hold; lost when R&D falls far below the bar",
          "plan 5.5; conditions recalled")
def recognise(
    high_tech, little_giant, champion, research_ratio, revenue, above_scale, rung,
    draw_recognition, draw_little_giant, draw_champion, high_tech_bar_small,
    high_tech_bar_medium, high_tech_bar_large, high_tech_small_revenue, high_tech_medium_revenue,
    high_tech_hazard, little_giant_hazard, champion_hazard, champion_minimum_revenue,
    little_giant_maximum_revenue, recognition_kept, high_tech_award, little_giant_award,
    champion_award, high_tech_fostering, little_giant_fostering, champion_fostering,
    fostering_price,
):  # fmt: skip
    bar = research_bar(revenue, high_tech_small_revenue, high_tech_medium_revenue,
                       high_tech_bar_small, high_tech_bar_medium, high_tech_bar_large)
    fits = research_ratio >= bar
    keeps = (high_tech == 1) & (research_ratio >= recognition_kept * bar)
    status = keeps | (fits & (draw_recognition < high_tech_hazard * high_tech_fostering))
    ready = status & (above_scale == 1) & (rung >= 1)
    small = ready & (revenue <= little_giant_maximum_revenue)
    giant_hazard = little_giant_hazard * little_giant_fostering
    giant = (little_giant == 1) | (small & (draw_little_giant < giant_hazard))
    strong = ready & (revenue >= champion_minimum_revenue)
    first_hazard = champion_hazard * champion_fostering
    first = (champion == 1) | (strong & (draw_champion < first_hazard))
    award = high_tech_award if status & (high_tech == 0) else 0.0
    award = award + (little_giant_award if giant & (little_giant == 0) else 0.0)
    award = award + (champion_award if first & (champion == 0) else 0.0)
    fostered = programmes(fits, small, strong, high_tech, little_giant, champion,
                          high_tech_fostering, little_giant_fostering, champion_fostering)
    return int(status), int(giant), int(first), award, fostering_price * fostered
