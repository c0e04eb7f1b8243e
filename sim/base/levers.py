"""The levers: the only channels through which policy reaches firms and places."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.base.declare import Lever, by_name
from sim.base.errors import InputError

NO_LIMIT = 1e18

LEVERS = (
    Lever("subsidy_rate", "grade", "fraction", 0.0, "技改补助比例", "subsidy rate on project cost"),
    Lever("subsidy_cap", "city", "10k yuan", NO_LIMIT, "单个项目补助上限", "cap on one subsidy"),
    Lever("subsidy_selected", "city", "fraction", 0.0, "入选项目比例", "share of projects selected"),
    Lever("subsidy_equipment", "city", "fraction", 0.0, "设备投资纳入比例", "part of renewal and expansion that is subsidised like a project"),
    Lever("subsidy_budget", "city", "10k yuan/yr", NO_LIMIT, "补助年度预算", "annual subsidy budget"),
    Lever("subsidy_queue", "city", "-", 0.0, "补助排序", "0 by lot, 1 by score, 2 small first"),
    Lever("subsidy_eligible", "grade", "0/1", 1.0, "补助资格", "grade may receive subsidies"),
    Lever("subsidy_commitment", "city", "years", 0.0, "补助承诺年限", "years over which a subsidy is earned by staying; 0 for at once"),
    Lever("electricity_surcharge", "grade", "yuan/kWh", 0.0, "差别电价", "electricity surcharge"),
    Lever("water_surcharge", "grade", "fraction", 0.0, "差别水价", "water surcharge"),
    Lever("land_tax_relief", "grade", "fraction", 0.0, "土地使用税减免", "land-use tax relief"),
    Lever("land_priority", "grade", "rank", 0.0, "用地优先级", "rank in the land queue"),
    Lever("land_access", "grade", "0/1", 1.0, "用地资格", "grade may obtain new land"),
    Lever("clearing_threshold", "city", "10k yuan/mu", 0.0, "清零门槛", "tax per mu below which a firm is cleared"),
    Lever("clearing_quota", "city", "firms/yr", 0.0, "清零年度数量", "firms cleared a year"),
    Lever("land_supply", "place", "mu/yr", 0.0, "新增供地", "reserved land made ready a year"),
    Lever("floor_price_factor", "place", "ratio", 1.0, "最低价系数", "factor on the floor price"),
    Lever("reactivation", "place", "mu/yr", 0.0, "存量盘活", "land of other users reactivated a year"),
    Lever("standard_land_tax", "city", "10k yuan/mu", 0.0, "标准地亩均税收", "tax per mu asked of a land buyer"),
    Lever("standard_land_investment", "city", "10k yuan/mu", 0.0, "标准地投资强度", "investment per mu asked"),
    Lever("leading_sectors_only", "city", "0/1", 0.0, "主导产业准入", "entrants must be of a leading sector"),
    Lever("diagnosis_coverage", "city", "fraction", 0.0, "智能诊断覆盖率", "share of above-scale firms diagnosed a year"),
    Lever("diagnosis_below_revenue", "city", "10k yuan", NO_LIMIT, "诊断营收上限", "revenue from which a firm is not diagnosed"),
    Lever("diagnosis_below_scale", "city", "0/1", 0.0, "诊断含规下企业", "below-scale firms are diagnosed too"),
    Lever("treatment_quota", "city", "firms/yr", 0.0, "低效提升数量", "low-efficiency firms made to upgrade a year"),
    Lever("park_clearance", "place", "fraction", 0.0, "园区腾退", "share of the place's firms cleared this year"),
    Lever("replacement_sector", "city", "-", 0.0, "承接产业", "sector that cleared land is held for, by number"),
    Lever("replacement_projects", "city", "firms/yr", 0.0, "承接项目数", "projects a year recruited for cleared land"),
    Lever("treatment_land_returned", "city", "fraction", 0.0, "低效整治退地比例", "part of the plot that a treated firm gives back"),
    Lever("treatment_support", "city", "fraction", 0.0, "低效整治补助比例", "support for the upgrade of a treated firm"),
    Lever("obsolete_gap", "city", "fraction", 1.0, "落后产能界限", "technology gap from which equipment is obsolete"),
    Lever("obsolete_quota", "city", "firms/yr", 0.0, "落后产能淘汰数量", "firms with obsolete equipment closed a year"),
    Lever("rectification_quota", "city", "firms/yr", 0.0, "低散乱污整治数量", "below-scale township firms rectified a year"),
    Lever("rectification_closed", "city", "fraction", 0.0, "整治关停比例", "part of the rectified firms that close"),
    Lever("below_scale_charges", "city", "fraction", 1.0, "规下差别化力度", "part of charges and reliefs that reaches below-scale firms"),
    Lever("park_rating_weight", "city", "fraction", 0.0, "园区评价与供地挂钩", "weight of a place's tax per mu in its land supply"),
    Lever("land_price_factor", "grade", "ratio", 1.0, "分等级地价系数", "factor on the price of new plots"),
    Lever("lease_first_below", "city", "10k yuan", 0.0, "先租后让营收界限", "revenue below which new plots are leased first"),
    Lever("recovery_tax", "city", "10k yuan/mu", 0.0, "收回用地亩均税收", "tax per mu below which a new plot is taken back"),
    Lever("recovery_after", "city", "years", 3.0, "收回用地年限", "years after which a new plot is assessed"),
    Lever("recovery_forfeit", "city", "fraction", 0.0, "收回用地扣减比例", "part of a recovered plot's price that the city keeps"),
    Lever("small_project_investment", "city", "10k yuan", 0.0, "小项目投资界限", "investment below which no separate plot is let"),
    Lever("small_project_land", "city", "mu", 0.0, "小项目用地界限", "plot below which no separate plot is let"),
    Lever("small_park_floor_ratio", "city", "-", 0.0, "小微园容积率", "floor ratio of small-micro parks, if above that of today"),
    Lever("small_park_entry", "city", "fraction", 0.0, "新企业入园比例", "small entrants that take shared floors"),
    Lever("floor_limit_factor", "place", "ratio", 1.0, "容积率上限系数", "factor on the largest floor ratio"),
    Lever("major_project_investment", "city", "10k yuan", NO_LIMIT, "重大项目投资界限", "investment from which a project stands first in the land queue"),
    Lever("large_projects", "city", "firms/yr", 0.0, "百亿级项目", "recruited 10bn-yuan projects that start a year"),
    Lever("large_project_size", "city", "10k yuan", 1000000.0, "百亿级项目投资", "investment of a large project"),
    Lever("middle_projects", "city", "firms/yr", 0.0, "十亿级项目", "recruited 1bn-yuan projects that start a year"),
    Lever("middle_project_size", "city", "10k yuan", 100000.0, "十亿级项目投资", "investment of a middle-sized project"),
    Lever("approval_days", "city", "days", 100.0, "审批时间", "days that the approval of a project takes"),
    Lever("crossing_award", "city", "10k yuan", 0.0, "小升规奖励", "award on first crossing the above-scale line"),
    Lever("workshop_award", "city", "10k yuan", 0.0, "数字化车间奖励", "award for a digital workshop"),
    Lever("smart_factory_award", "city", "10k yuan", 0.0, "智能工厂奖励", "award for a smart factory"),
    Lever("future_factory_award", "city", "10k yuan", 0.0, "未来工厂奖励", "award for a future factory"),
    Lever("cloud_voucher", "city", "10k yuan", 0.0, "上云券面额", "cloud voucher of one firm"),
    Lever("cloud_below_revenue", "city", "10k yuan", 0.0, "上云券营收上限", "revenue below which a firm gets a cloud voucher"),
    Lever("cloud_effect", "city", "logit per 10k yuan", 0.0, "上云券作用", "effect of a voucher on the choice to connect"),
    Lever("leasing_share", "city", "fraction", 0.0, "机器人租赁比例", "part of a project that a small firm may lease"),
    Lever("leasing_below_revenue", "city", "10k yuan", 0.0, "租赁营收上限", "revenue below which a firm may lease"),
    Lever("leasing_charge", "city", "fraction", 0.0, "租赁费率", "charge of the lessor over the leased part"),
    Lever("project_capacity", "city", "projects/yr", NO_LIMIT, "工程服务能力", "projects that service companies can carry out a year"),
    Lever("guarantee_cap", "city", "10k yuan", 0.0, "单户担保上限", "credit guaranteed to one firm"),
    Lever("guarantee_below_revenue", "city", "10k yuan", 0.0, "担保营收上限", "revenue below which a firm may be guaranteed"),
    Lever("guarantee_coverage", "city", "fraction", 0.0, "担保覆盖面", "share of those firms that are admitted"),
    Lever("guarantee_public_share", "city", "fraction", 1.0, "财政分担比例", "part of guaranteed losses that the city bears"),
    Lever("loan_quota", "city", "10k yuan/yr", 0.0, "制造业中长期贷款新增额度", "new medium and long-term loans a year"),
    Lever("interest_subsidy", "city", "fraction", 0.0, "贴息比例", "part of the interest on new loans that the city pays"),
    Lever("interest_subsidy_years", "city", "years", 1.0, "贴息年限", "mean life of a subsidised loan"),
    Lever("energy_quota_price", "city", "yuan/kWh", 0.0, "用能权价格", "price of electricity traded against the quota"),
    Lever("energy_benchmark", "city", "ratio", 1.0, "用能指标", "quota over the sector's electricity per value added on trend"),
    Lever("energy_quota_response", "city", "log per yuan/kWh", 0.0, "用能权节能反应", "fall of electricity per value added with the quota's price"),
    Lever("emission_price", "city", "yuan/kWh", 0.0, "排污权价格", "price of emission permits, electricity standing for emissions"),
    Lever("emission_response", "city", "log per yuan/kWh", 0.0, "排污权节能反应", "fall of electricity per value added with the permits' price"),
    Lever("energy_diagnosis_coverage", "city", "fraction/yr", 0.0, "节能诊断覆盖率", "share of above-scale firms diagnosed for energy a year"),
    Lever("energy_diagnosis_saving", "city", "fraction", 0.0, "节能诊断节电率", "electricity per value added saved by a diagnosis"),
    Lever("energy_diagnosis_price", "city", "10k yuan", 0.0, "单次节能诊断经费", "public cost of one energy diagnosis"),
    Lever("high_tech_award", "city", "10k yuan", 0.0, "高企认定奖励", "award for a newly recognised high-tech enterprise"),
    Lever("little_giant_award", "city", "10k yuan", 0.0, "小巨人奖励", "award for a new little giant"),
    Lever("champion_award", "city", "10k yuan", 0.0, "单项冠军奖励", "award for a new single champion"),
    Lever("high_tech_fostering", "city", "ratio", 1.0, "高企培育强度", "factor on the hazard of recognition as high-tech enterprise"),
    Lever("little_giant_fostering", "city", "ratio", 1.0, "小巨人培育强度", "factor on the hazard of becoming a little giant"),
    Lever("champion_fostering", "city", "ratio", 1.0, "单项冠军培育强度", "factor on the hazard of becoming a champion"),
    Lever("fostering_grant", "city", "10k yuan", 0.0, "单户培育补助", "grant to a fostered firm for a year"),
    Lever("research_deduction", "city", "fraction", 0.0, "研发加计扣除提高", "research deducted beyond the rules of 2020"),
    Lever("research_response", "city", "-", 0.0, "研发价格弹性", "rise of research per fall of its after-tax cost"),
)  # fmt: skip
LEVER = by_name(LEVERS)
GRADES = ("A", "B", "C", "D")
CITY_LEVERS = tuple(lever for lever in LEVERS if lever.over == "city")
_CITY_ROW = {lever.name: row for row, lever in enumerate(CITY_LEVERS)}
_CITY_NEUTRAL = np.array([lever.neutral for lever in CITY_LEVERS])


class LeverBoard:
    """The levers of one year, all neutral at first.

    Args:
        land_stock: industrial land of each place in mu, by which city totals are spread.

    Attributes:
        city: the city levers' values, in the order of `CITY_LEVERS`.
        local: of levers given by sector or place, their values; shape: places x sectors x grades
            (1 for a city lever). Whoever reads these reads them instead of the others.
    """

    def __init__(self, land_stock: NDArray[np.float64]):
        self._land = land_stock
        self._shares = land_stock / land_stock.sum()
        self.local: dict[str, NDArray[np.float64]] = {}
        sizes = {"grade": len(GRADES), "place": land_stock.shape[0]}
        self._values = {
            lever.name: np.full(sizes[lever.over], lever.neutral)
            for lever in LEVERS if lever.over != "city"
        }  # fmt: skip
        self.city = _CITY_NEUTRAL.copy()
        self._written: set[str] = set()

    def write(self, name: str, value: float | NDArray[np.float64] | tuple[float, ...]) -> None:
        """Set a lever: one number, or one per grade or place. A neutral value changes nothing.

        Raises:
            KeyError: no such lever.
            InputError: another instrument has set it to something else already.
        """
        values, neutral = self.values(name), LEVER[name].neutral
        if name not in self._written:
            self._written.add(name)
            values[:] = value
            return
        wanted = np.broadcast_to(np.asarray(value, dtype=np.float64), values.shape)
        moved = wanted != neutral
        if np.any(moved & (values != neutral) & (values != wanted)):
            raise InputError(
                f"two instruments set the lever '{name}'; leave one of them out",
                f"两个政策工具都设定了“{LEVER[name].zh}”；请去掉一个",
            )
        values[moved] = wanted[moved]

    def spread(self, name: str, amount: float) -> None:
        """Set a place lever so that the places together have `amount`, by their land."""
        self.write(name, amount * self._shares)

    def write_at(self, name: str, place: int, value: float) -> None:
        """Set a place lever in one place."""
        self._written.add(name)
        self._values[name][place] = value

    def part(self, places: NDArray[np.bool_]) -> LeverBoard:
        """A neutral board for some places: amounts are spread over their land alone."""
        return LeverBoard(np.where(places, self._land, 0.0))

    def take(
        self, name: str, part: LeverBoard, places: NDArray[np.bool_], sectors: NDArray[np.bool_]
    ) -> None:
        """Take a lever's values from the board of a part, for firms of these places and sectors.

        Args:
            places, sectors: which ones; shapes: places, sectors. A place lever goes by place alone.
        """
        if LEVER[name].over == "place":
            self.values(name)[places] = part.values(name)[places]
            self._written.add(name)
            return
        if name not in self.local:
            whole = (places.shape[0], sectors.shape[0], 1)
            self.local[name] = np.tile(self.values(name), whole)
        self.local[name][np.ix_(places, sectors)] = part.values(name)

    def values(self, name: str) -> NDArray[np.float64]:
        """The lever's values over grades or places; one value for a city lever."""
        if name in _CITY_ROW:
            row = _CITY_ROW[name]
            return self.city[row : row + 1]
        return self._values[name]
