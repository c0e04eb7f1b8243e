"""Shares of the parks in the city's totals: published for 2019 and shown to no fit.

Shares in firms and value added are set when the city of 2015 is drawn, from these same figures for
want of earlier ones: what four years make of them is tested, not their level. The share in taxes is
set nowhere.
"""

from __future__ import annotations

import numpy as np

from sim.base.declare import Indicator, by_name
from sim.base.state import Array
from sim.city.record import PLACE_FIGURES
from sim.park.atlas import places
from sim.scenario.ensemble import Ensemble

FIRMS = "provincial_park_firm_share"
VALUE_ADDED = "provincial_park_value_added_share"
TAX = "provincial_park_tax_share"
PARK_SHARES = by_name((
    Indicator(FIRMS, "%", "园区规上企业占比", "parks' share of above-scale firms"),
    Indicator(VALUE_ADDED, "%", "园区增加值占比", "parks' share of value added"),
    Indicator(TAX, "%", "园区税收占比", "parks' share of taxes"),
))
ADDED_UP = {FIRMS: "above_scale_firms", VALUE_ADDED: "value_added", TAX: "tax"}


def park_share(ensemble: Ensemble, name: str) -> Array:
    """One of `PARK_SHARES`, in percent; shape: runs x years from 2015."""
    line = PLACE_FIGURES.index(ADDED_UP[name])
    figures = np.array([[year[line] for year in record.places] for record in ensemble.records])
    parks = np.array([place.is_park for place in places()])
    found: Array = 100.0 * figures[:, :, parks].sum(axis=2) / figures.sum(axis=2)
    return found
