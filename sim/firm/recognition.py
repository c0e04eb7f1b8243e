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


@rule("R3", "认定条件", "who is ready for each status, and who has it by the year's end: a hazard "
      "once the conditions hold, higher if the city fosters", "plan 5.5; conditions recalled")
def next_statuses(
    high_tech: int, little_giant: int, champion: int, fits: bool, keeps: bool, established: bool,
    small: bool, strong: bool, draw: float, draw_giant: float, draw_champion: float,
    hazard: float, giant_hazard: float, champion_hazard: float,
) -> tuple[bool, bool, bool, bool, bool]:  # fmt: skip
    status = ((high_tech == 1) & keeps) | (fits & (draw < hazard))
    ready_small, ready_strong = status & established & small, status & established & strong
    giant = (little_giant == 1) | (ready_small & (draw_giant < giant_hazard))
    first = (champion == 1) | (ready_strong & (draw_champion < champion_hazard))
    return status, giant, first, ready_small, ready_strong


@decision("R2", "high_tech little_giant champion", "资质认定",
          "recognised at a hazard once the conditions hold; lost when R&D falls far below the bar",
          "plan 5.5; conditions recalled")
def recognise(
    high_tech, little_giant, champion, research_ratio, revenue, above_scale, rung,
    draw_recognition, draw_little_giant, draw_champion, high_tech_bar_small,
    high_tech_bar_medium, high_tech_bar_large, high_tech_small_revenue, high_tech_medium_revenue,
    high_tech_hazard, little_giant_hazard, champion_hazard, champion_minimum_revenue,
    little_giant_maximum_revenue, recognition_kept, high_tech_fostering, little_giant_fostering,
    champion_fostering,
):  # fmt: skip
    bar = research_bar(revenue, high_tech_small_revenue, high_tech_medium_revenue,
                       high_tech_bar_small, high_tech_bar_medium, high_tech_bar_large)
    status, giant, first, _, _ = next_statuses(
        high_tech, little_giant, champion, research_ratio >= bar,
        research_ratio >= recognition_kept * bar, (above_scale == 1) & (rung >= 1),
        revenue <= little_giant_maximum_revenue, revenue >= champion_minimum_revenue,
        draw_recognition, draw_little_giant, draw_champion, high_tech_hazard * high_tech_fostering,
        little_giant_hazard * little_giant_fostering, champion_hazard * champion_fostering,
    )  # fmt: skip
    return int(status), int(giant), int(first)


@rule("R4", "培育项目数", "programmes that foster a firm: it is ready for the status and has it "
      "not", "instruments P38-P40")
def programmes(
    fits: bool, small: bool, strong: bool, high_tech: int, little_giant: int, champion: int,
    high_tech_fostering: float, little_giant_fostering: float, champion_fostering: float,
) -> int:  # fmt: skip
    first = int(fits & (high_tech == 0) & (high_tech_fostering > 1.0))
    second = int(small & (little_giant == 0) & (little_giant_fostering > 1.0))
    return first + second + int(strong & (champion == 0) & (champion_fostering > 1.0))


@decision("R5", "recognition_award", "资质奖励与培育补助",
          "awards for statuses about to be gained, and grants to fostered firms",
          "instruments P38-P40",
          answers="high_tech_award little_giant_award champion_award fostering_grant")
def reward_recognition(
    high_tech, little_giant, champion, research_ratio, revenue, above_scale, rung,
    draw_recognition, draw_little_giant, draw_champion, high_tech_bar_small,
    high_tech_bar_medium, high_tech_bar_large, high_tech_small_revenue, high_tech_medium_revenue,
    high_tech_hazard, little_giant_hazard, champion_hazard, champion_minimum_revenue,
    little_giant_maximum_revenue, recognition_kept, high_tech_fostering, little_giant_fostering,
    champion_fostering, high_tech_award, little_giant_award, champion_award, fostering_grant,
):  # fmt: skip
    bar = research_bar(revenue, high_tech_small_revenue, high_tech_medium_revenue,
                       high_tech_bar_small, high_tech_bar_medium, high_tech_bar_large)
    fits = research_ratio >= bar
    status, giant, first, small, strong = next_statuses(
        high_tech, little_giant, champion, fits, research_ratio >= recognition_kept * bar,
        (above_scale == 1) & (rung >= 1), revenue <= little_giant_maximum_revenue,
        revenue >= champion_minimum_revenue, draw_recognition, draw_little_giant, draw_champion,
        high_tech_hazard * high_tech_fostering, little_giant_hazard * little_giant_fostering,
        champion_hazard * champion_fostering,
    )  # fmt: skip
    award = high_tech_award if status & (high_tech == 0) else 0.0
    award = award + (little_giant_award if giant & (little_giant == 0) else 0.0)
    award = award + (champion_award if first & (champion == 0) else 0.0)
    fostered = programmes(fits, small, strong, high_tech, little_giant, champion,
                          high_tech_fostering, little_giant_fostering, champion_fostering)
    return award + fostering_grant * fostered
