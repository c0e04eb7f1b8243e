"""The firms of 2015, built so that they add up to the published figures."""

from sim.city.population.build import CITY_2015_SEED, build_city

__all__ = ["CITY_2015_SEED", "build_city"]
