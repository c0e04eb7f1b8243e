"""Every state variable of a firm, a place and a sector, declared once.

The engine's columns, the Mesa agents' attributes, tables, labels and the model description
derive from these lists. Money is in 10k yuan (万元) at 2015 prices, land in mu.
"""

from __future__ import annotations

from sim.base.declare import Variable, by_name

IDENTITY = (
    Variable("key", "-", "企业标识", "identity of the firm", whole=True),
    Variable("weight", "firms", "代表企业数", "firms that this row stands for"),
    Variable("place", "-", "片区", "place", whole=True),
    Variable("sector", "-", "产业", "sector", whole=True),
    Variable("above_scale", "0/1", "规上", "on the above-scale register", whole=True),
    Variable("years_below", "years", "低于规上线年数", "years below the line", whole=True),
    Variable("age", "years", "企业年龄", "age", whole=True),
    Variable("equipment", "0/1", "装备制造业", "equipment manufacturing", whole=True),
    Variable("strategic", "0/1", "战略性新兴产业", "strategic emerging industry", whole=True),
    Variable("origin", "-", "来源", "0 present in 2015, 1 born, 2 crossed, 3 recruited, 4 on cleared land, 5 large project, 6 middle project",
             whole=True),
)

STATE = (
    Variable("productivity", "log", "生产率（持久）", "productivity, permanent part"),
    Variable("transitory", "log", "生产率（暂时）", "productivity, transitory part"),
    Variable("capital", "10k yuan", "固定资产净值", "capital stock"),
    Variable("employment", "persons", "从业人员", "employment"),
    Variable("labour_share", "fraction", "正常劳动份额", "normal share of wages in value added"),
    Variable("wage", "10k yuan/person", "人均工资", "wage"),
    Variable("debt", "10k yuan", "负债", "debt"),
    Variable("land", "mu", "用地", "plots held, leased ones included"),
    Variable("leased_land", "mu", "租赁用地", "plots leased"),
    Variable("floor_ratio", "-", "容积率", "floor area ratio"),
    Variable("rung", "0-5", "智能化阶梯", "rung of the upgrade ladder", whole=True),
    Variable("numerical_control", "fraction", "数控化率", "share of equipment under NC"),
    Variable("networked", "fraction", "联网率", "share of machines networked"),
    Variable("technology_gap", "fraction", "技术差距", "gap to the frontier that upgrading closes"),
    Variable("slack", "log", "挖潜空间", "productivity within reach without investment, by better use of what the firm has"),
    Variable("projects", "projects", "改造项目数", "upgrade projects since 2015", whole=True),
    Variable("value_added_rate", "fraction", "增加值率", "value added over gross output"),
    Variable("research_ratio", "fraction", "研发投入强度", "R&D over revenue"),
    Variable("electricity_intensity", "kWh/yuan", "单位增加值电耗", "electricity per value added"),
    Variable("water_intensity", "t/10k yuan", "单位增加值用水", "water per value added"),
    Variable("high_tech", "0/1", "高新技术企业", "recognised high-tech enterprise", whole=True),
    Variable("little_giant", "0/1", "专精特新小巨人", "little giant", whole=True),
    Variable("champion", "0/1", "单项冠军", "single champion", whole=True),
    Variable("diagnosed", "0/1", "已诊断", "had a smart diagnosis", whole=True),
    Variable("hurdle", "years", "回收期门槛", "longest payback the firm accepts"),
    Variable("subsidy_due", "10k yuan", "待拨补助", "subsidy committed last year, paid this year"),
    Variable("plot_year", "year", "取得新地年份", "year in which the latest plot was obtained, 0 for none", whole=True),
    Variable("new_plot", "mu", "新取得用地", "plot obtained in that year"),
    Variable("awarded", "0/1", "曾上规", "has been above scale, so that no award for crossing the line is due", whole=True),
    Variable("guaranteed_debt", "10k yuan", "担保贷款余额", "debt that a guarantee covers"),
    Variable("subsidised_loans", "10k yuan", "贴息贷款余额", "loans on which the city pays interest"),
    Variable("bound_support", "10k yuan", "承诺期内补助", "subsidies received that a firm has not yet earned by staying"),
    Variable("subsidised_capital", "fraction", "补助带来的资本占比", "part of its capital that subsidies on equipment have brought and wear has left"),
    Variable("research_boost", "fraction", "加计扣除带动研发", "research added by the extra deduction, over the rest"),
)

BOOKS = (
    Variable("value_added", "10k yuan", "增加值", "value added"),
    Variable("output", "10k yuan", "总产值", "gross output"),
    Variable("revenue", "10k yuan", "营业收入", "operating revenue"),
    Variable("wages", "10k yuan", "工资", "wages"),
    Variable("depreciation", "10k yuan", "折旧", "depreciation"),
    Variable("interest", "10k yuan", "利息", "interest"),
    Variable("taxes", "10k yuan", "税金", "taxes in profit-plus-tax, charges included"),
    Variable("profit", "10k yuan", "利润总额", "profit before income tax"),
    Variable("income_tax", "10k yuan", "企业所得税", "corporate income tax"),
    Variable("tax_paid", "10k yuan", "税收（亩均口径）", "taxes and income tax that the per-mu rules count, without charges and reliefs"),
    Variable("electricity", "10k kWh", "用电量", "electricity used"),
    Variable("water", "t", "用水量", "water used"),
)

CHOICES = (
    Variable("score", "points", "亩均评价得分", "per-mu score"),
    Variable("grade", "0-3", "亩均评价等级", "per-mu grade, A to D", whole=True),
    Variable("candidate_rung", "0-5", "拟上阶梯", "rung the firm considers", whole=True),
    Variable("upgrade_cost", "10k yuan", "拟改造成本", "cost of the project considered"),
    Variable("upgrade_payback", "years", "回收期", "payback without subsidy"),
    Variable("would_upgrade", "0/1", "无补助改造", "upgrades without subsidy", whole=True),
    Variable("would_upgrade_subsidised", "0/1", "有补助改造", "upgrades with subsidy", whole=True),
    Variable("subsidy_request", "10k yuan", "申请补助", "subsidy on a project applied for"),
    Variable("subsidy_granted", "10k yuan", "核定补助", "subsidy on a project granted"),
    Variable("equipment_request", "10k yuan", "设备投资申请补助", "subsidy applied for on renewal and expansion"),
    Variable("equipment_granted", "10k yuan", "设备投资核定补助", "subsidy granted on renewal and expansion"),
    Variable("investment_lift", "fraction", "补助带动比例", "part by which renewal and expansion exceed those without that subsidy"),
    Variable("unsecured_debt", "10k yuan", "年初无抵押负债", "debt beyond pledged assets before the year's investment"),
    Variable("extra_credit", "10k yuan", "新增可用信贷", "credit beyond pledged assets: guarantee and loan quota"),
    Variable("upgraded", "0/1", "完成改造", "carried out a project this year", whole=True),
    Variable("connected", "0/1", "联网上云", "connected machines this year", whole=True),
    Variable("capital_wanted", "10k yuan", "拟扩产投资", "capital the firm wants to add"),
    Variable("land_wanted", "mu", "用地需求", "land the firm wants"),
    Variable("land_bid", "10k yuan/mu", "用地出价", "highest price the firm would pay"),
    Variable("land_leased_wanted", "mu", "拟租用地", "part of the wanted land to be leased"),
    Variable("floor_built", "mu", "加层面积", "floor space built upwards this year"),
    Variable("land_granted", "mu", "获得用地", "land obtained this year"),
    Variable("moves", "0-3", "搬迁（1地块 2楼宇 3迁建）", "0 stays, 1 to a plot, 2 to shared floors, 3 relocated",
             whole=True),
    Variable("destination", "-", "迁入片区", "place the firm would move to", whole=True),
    Variable("evicted", "0/1", "列入腾退", "in a block that is cleared this year", whole=True),
    Variable("leaves", "0-6", "退出原因（1市场 2清零 3腾退 4落后产能 5整治关停 6收回用地）",
             "0 stays, 1 market, 2 cleared, 3 bought out, 4 obsolete, 5 rectified, 6 plot recovered", whole=True),
    Variable("treated", "0-2", "整治（1低效 2其他）", "made to upgrade: 1 as low-efficiency, 2 by another order", whole=True),
    Variable("land_to_return", "mu", "应退用地", "land the firm has to give back this year"),
    Variable("dropped", "0/1", "退出规上", "dropped from the register this year", whole=True),
    Variable("registered", "0/1", "新上规", "newly above scale this year", whole=True),
)

FLOWS = (
    Variable("investment", "10k yuan", "工业投资", "industrial investment"),
    Variable("renovation", "10k yuan", "技改投资", "technical-renovation investment"),
    Variable("subsidy_paid", "10k yuan", "拨付补助", "subsidy paid"),
    Variable("electricity_charge", "10k yuan", "差别电价", "electricity surcharge"),
    Variable("water_charge", "10k yuan", "差别水价", "water surcharge"),
    Variable("land_tax_relief_received", "10k yuan", "土地使用税减免", "land-use tax relief"),
    Variable("land_payment", "10k yuan", "土地出让金", "payment for land to the city"),
    Variable("land_buyback", "10k yuan", "土地收储款", "paid for owned land that a mover or leaver gives back"),
    Variable("plot_forfeited", "10k yuan", "违约扣减款", "part of the price of a recovered plot that the city keeps"),
    Variable("support_repaid", "10k yuan", "退回补助", "subsidies repaid by a firm that leaves too soon"),
    Variable("compensation", "10k yuan", "腾退补偿", "compensation for leaving land"),
    Variable("diagnosis_cost", "10k yuan", "诊断经费", "public cost of the diagnosis"),
    Variable("treatment_support_paid", "10k yuan", "低效整治补助", "support for a treated firm's upgrade"),
    Variable("award_paid", "10k yuan", "小升规奖励", "award for crossing the line"),
    Variable("ladder_award", "10k yuan", "智能化阶梯奖励", "award for the rung reached this year"),
    Variable("cloud_voucher_paid", "10k yuan", "上云券兑付", "cloud voucher redeemed"),
    Variable("guarantee_loss", "10k yuan", "担保代偿", "guaranteed debt of a leaver that the city makes good"),
    Variable("interest_subsidy_paid", "10k yuan", "财政贴息", "interest paid by the city"),
    Variable("energy_trade", "10k yuan", "用能权交易支出", "paid for electricity beyond the quota, negative if sold"),
    Variable("emission_payment", "10k yuan", "排污权有偿使用费", "paid for emission permits"),
    Variable("energy_diagnosis_cost", "10k yuan", "节能诊断经费", "public cost of the energy diagnosis"),
    Variable("recognition_award", "10k yuan", "资质奖励与培育补助", "awards for recognition and grants to fostered firms, cash of the next year"),
    Variable("research_tax_forgone", "10k yuan", "加计扣除减税", "income tax forgone by the extra deduction"),
)

FIRM_VARIABLES = IDENTITY + STATE + BOOKS + CHOICES + FLOWS
FIRM = by_name(FIRM_VARIABLES)

PLACE_VARIABLES = (
    Variable("district", "-", "区县（市）", "district", whole=True),
    Variable("in_park", "0/1", "园区", "sub-area of one of the 20 parks", whole=True),
    Variable("land_stock", "mu", "工业用地总量", "industrial land, all users"),
    Variable("other_land", "mu", "其他用户用地", "land of users outside the model"),
    Variable("modelled_land", "mu", "样本企业用地", "plots of the modelled firms"),
    Variable("free_land", "mu", "可供用地", "land ready to be let"),
    Variable("reserved_land", "mu", "储备用地", "zoned land not yet ready"),
    Variable("held_land", "mu", "腾退待承接用地", "cleared land held for the sector that is to come"),
    Variable("tax_rating", "ratio", "片区亩均税收评价", "the place's tax per mu over the city's, where places are rated"),
    Variable("floor_price", "10k yuan/mu", "工业用地最低价", "floor price of industrial land"),
    Variable("land_price", "10k yuan/mu", "工业用地价格", "price of industrial land"),
    Variable("occupancy", "fraction", "用地占用率", "share of the ready land in use"),
    Variable("land_supplied", "mu", "当年新增供地", "reserved land made ready this year"),
    Variable("land_regained", "mu", "当年盘活用地", "land taken back from other users this year"),
    Variable("land_lost", "mu", "其他用户当年占用", "land that other users took this year"),
    Variable("supply_cost", "10k yuan", "供地前期成本", "public cost of making this year's new land ready"),
    Variable("reactivation_cost", "10k yuan", "盘活收储成本", "public cost of the land taken back from other users this year"),
    Variable("place_peers", "fraction", "片区改造同伴", "share of the place's firms upgraded lately"),
)
PLACE = by_name(PLACE_VARIABLES)

SECTOR_VARIABLES = (
    Variable("sector_productivity", "log", "产业劳动生产率", "log labour productivity of the sector"),
    Variable("tax_relative", "-", "相对税负", "taxes per value added, relative to the city"),
    Variable("land_density", "10k yuan/mu", "资本密度", "capital that one mu of floor carries"),
    Variable("typical_value_added_rate", "fraction", "增加值率", "value-added rate of 2015"),
    Variable("typical_wage", "10k yuan/person", "人均工资", "wage of 2015"),
    Variable("typical_labour_share", "fraction", "工资占增加值", "wages over value added of 2015"),
    Variable("typical_electricity", "kWh/yuan", "单位增加值电耗", "electricity per value added, 2015"),
    Variable("typical_water", "t/10k yuan", "单位增加值用水", "water per value added, 2015"),
    Variable("typical_equipment", "fraction", "装备制造占比", "chance of equipment manufacturing"),
    Variable("typical_strategic", "fraction", "战略性新兴占比", "chance of strategic emerging"),
    Variable("typical_value_added", "10k yuan", "企业平均增加值", "mean value added of 2015"),
    Variable("sector_demand", "log", "产业需求", "demand shock of the year by sector"),
    Variable("typical_land_per_value_added", "mu/10k yuan", "单位增加值用地", "land per value added, 2015"),
)
SECTOR = by_name(SECTOR_VARIABLES)

PLACE_SECTOR_VARIABLES = (
    Variable("admits", "0/1", "准入", "the place admits the sector", whole=True),
    Variable("peers", "fraction", "同行改造", "share of same-place same-sector firms upgraded"),
    Variable("gateway", "-", "迁入片区", "place that movers of the sector would go to", whole=True),
    Variable("park_land_price", "10k yuan/mu", "迁入地价", "price of land in that place"),
    Variable("agglomeration", "log", "集聚效应", "productivity effect of own-sector density"),
)
PLACE_SECTOR = by_name(PLACE_SECTOR_VARIABLES)

RUNG_VARIABLES = (
    Variable("rung_cost", "fraction", "改造成本占比", "project cost over revenue"),
    Variable("rung_gain", "log", "改造收益", "productivity gain of a project at full gap"),
    Variable("rung_labour_saving", "fraction", "节约用工", "fall of the labour share"),
    Variable("rung_minimum_revenue", "10k yuan", "最低营收", "revenue below which it is not considered"),
    Variable("rung_intercept", "logit", "采纳截距", "intercept of the decision at this rung"),
)
RUNG = by_name(RUNG_VARIABLES)
