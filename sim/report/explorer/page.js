// The page: sliders choose a cell, everything shown is read from it. Plain ES2017, no request.
const GIVEN = JSON.parse(document.getElementById("content").textContent);
const SIZES = GIVEN.axes.map((axis) => axis.values.length);
const POINTS = SIZES.reduce((product, size) => product * size, 1);
const MEDIAN = 0, LOW = 1, HIGH = 2, PAIRS = 3, MEAN = 4, MEAN_LOW = 5, MEAN_HIGH = 6, APART_LOW = 7, APART_HIGH = 8, PER = 9;
let language = document.documentElement.lang === "en" ? "en" : "zh";
let scenario = Math.floor(GIVEN.reference / POINTS), places = placesOf(GIVEN.reference % POINTS);
let along = 0, drawn = 0, asDifference = true;

const byId = (id) => document.getElementById(id);
const t = (key) => GIVEN.texts[language][key];
const named = (item) => item[language];
const fill = (text, values) => Object.keys(values).reduce((out, key) => out.split("{" + key + "}").join(values[key]), text);
const colon = () => (language === "zh" ? "：" : ": ");

function plain(value, decimals) {
  if (value === null || value === undefined) { return "–"; }
  const text = Math.abs(value).toFixed(decimals).split(".");
  text[0] = text[0].replace(/\B(?=(\d{3})+$)/g, ",");
  const shown = text.join(".");
  return value < 0 && /[1-9]/.test(shown) ? "−" + shown : shown;
}
const signed = (value, decimals) => { const text = plain(value, decimals); return value > 0 && /[1-9]/.test(text) ? "+" + text : text; };
const between = (low, high, decimals, how) => how(low, decimals) + (language === "zh" ? " 至 " : " to ") + how(high, decimals);

// Decimals that show three digits of a small number, and at least those of the figure.
function finer(value, decimals) {
  const size = Math.abs(value || 0);
  return size === 0 ? decimals : Math.max(decimals, Math.min(decimals + 4, 2 - Math.floor(Math.log10(size))));
}

function placesOf(point) {
  const found = [];
  for (let k = SIZES.length - 1; k >= 0; k -= 1) { found[k] = point % SIZES[k]; point = Math.floor(point / SIZES[k]); }
  return found;
}
const cellAt = (which, at) => GIVEN.cells[which * POINTS + at.reduce((point, place, k) => point * SIZES[k] + place, 0)];
const here = () => cellAt(scenario, places);
const base = () => GIVEN.cells[GIVEN.reference];
const isBase = () => here() === base();

function element(parent, name, text, kind) {
  const made = document.createElement(name);
  if (text !== undefined) { made.textContent = text; }
  if (kind) { made.className = kind; }
  parent.appendChild(made);
  return made;
}

// heads and cells: text, or {text, aside, kind, pick}; the first of a row is its heading.
function table(holder, heads, rows, name) {
  holder.textContent = "";
  const made = element(holder, "table");
  element(made, "caption").className = "skip";
  made.caption.textContent = name;
  const top = element(element(made, "thead"), "tr"), body = element(made, "tbody");
  heads.forEach((head, k) => { const cell = element(top, "th", head, k ? "number" : ""); cell.scope = "col"; });
  rows.forEach((row) => {
    const line = element(body, "tr", undefined, row.kind || "");
    row.cells.forEach((given, k) => {
      const one = typeof given === "string" ? { text: given } : given;
      const cell = element(line, k ? "td" : "th", one.pick ? undefined : one.text, (k ? "number " : "") + (one.kind || ""));
      if (!k) { cell.scope = "row"; }
      if (one.pick) { const button = element(cell, "button", one.text, "pick"); button.type = "button"; button.onclick = one.pick; button.setAttribute("aria-pressed", String(row.kind === "on")); }
      if (one.aside) { element(cell, "span", one.aside, "aside"); }
    });
  });
}

function valueText(axis, value) {
  if (axis.choices.length) { return named(axis.choices[value]); }
  if (Math.abs(value) >= 1e15) { return "∞"; }
  return plain(value, Number.isInteger(value) ? 0 : Math.min(4, String(value).split(".")[1].length));
}
// A unit that begins with a number, such as "10k yuan", is told from the value by a sign.
const joined = (unit) => (/^\d/.test(unit) ? " × " : " ") + unit;
const withUnit = (axis, value) => valueText(axis, value) + (axis.choices.length || axis.unit.en === "-" ? "" : joined(named(axis.unit)));
const acts = (axis) => !axis.only.length || axis.only.indexOf(GIVEN.scenarios[scenario].name) >= 0;

function when(axis) {
  if (!axis.years) { return ""; }
  return axis.years.indexOf("-") < 0 ? fill(t("from_year"), { years: axis.years }) : fill(t("in_years"), { years: axis.years });
}

function makeSliders() {
  const holder = byId("sliders");
  holder.textContent = "";
  if (GIVEN.scenarios.length > 1) {
    const part = element(holder, "div", undefined, "slider"), label = element(part, "label", t("package")), list = element(part, "select");
    label.htmlFor = list.id = "package";
    GIVEN.scenarios.forEach((one, k) => { element(list, "option", named(one)).value = k; });
    list.value = scenario;
    list.onchange = () => { scenario = Number(list.value); showSliders(); show(); };
  }
  GIVEN.axes.forEach((axis, k) => {
    const part = element(holder, "div", undefined, "slider"), label = element(part, "label", named(axis));
    const shown = element(part, "output"), slider = element(part, "input"), ticks = element(part, "div", undefined, "ticks");
    label.htmlFor = slider.id = "axis-" + k;
    shown.id = "value-" + k;
    slider.type = "range"; slider.min = 0; slider.max = axis.values.length - 1; slider.step = 1;
    axis.values.forEach((value) => element(ticks, "span", valueText(axis, value)));
    ticks.setAttribute("aria-hidden", "true");
    element(part, "p", "", "note").id = "hint-" + k;
    slider.oninput = () => { places[k] = Number(slider.value); showSliders(); show(); };
  });
  showSliders();
}

function showSliders() {
  GIVEN.axes.forEach((axis, k) => {
    const slider = byId("axis-" + k), text = withUnit(axis, axis.values[places[k]]);
    slider.value = places[k];
    slider.setAttribute("aria-valuetext", text);
    byId("value-" + k).textContent = text;
    byId("hint-" + k).textContent = acts(axis) ? when(axis) : t("no_effect");
  });
  if (byId("package")) { byId("package").value = scenario; }
}

function showRuns(cell) {
  const parts = [fill(t("draws_here"), { n: cell.n })];
  if (cell.failed) { parts.push(fill(t("failed"), { n: cell.failed })); }
  if (cell.missing) { parts.push(fill(t("missing"), { n: cell.missing })); }
  if (!cell.values) { parts.push(t("nothing")); } else if (isBase()) { parts.push(t("is_reference")); } else if (cell.values[0].length < PER) { parts.push(t("few_pairs")); }
  byId("runs").textContent = parts.join(language === "zh" ? "；" : "; ");
  byId("runs").className = !cell.values || cell.failed || cell.missing ? "warn" : "note";
}

function showFigures(cell) {
  const heads = [t("indicator"), t("baseline") + " " + t("median"), t("chosen") + " " + t("median"), t("range"), t("mean_difference"), t("interval"), t("told")];
  table(byId("figure-table"), heads, GIVEN.indicators.map((item, k) => {
    const row = cell.values ? cell.values[k] : [], reference = base().values[k], d = item.decimals, more = finer(row[MEAN], d);
    const cells = [{ text: named(item), aside: named(item.unit) + (item.sum ? " · " + t("sum") : "") + (item.imposed ? " · " + t("imposed") : ""), pick: () => { drawn = k; show(); } }, plain(reference[MEDIAN], d)];
    if (!row.length) { return { cells: cells.concat(["–", "–", "–", "–", "–"]), kind: k === drawn ? "on" : "" }; }
    cells.push(plain(row[MEDIAN], d), between(row[LOW], row[HIGH], d, plain));
    cells.push(isBase() || row.length < PER ? "–" : signed(row[MEAN], more));
    cells.push(isBase() || row.length < PER ? "–" : { text: between(row[MEAN_LOW], row[MEAN_HIGH], more, signed), aside: t("range") + " " + between(row[APART_LOW], row[APART_HIGH], more, signed) });
    cells.push(isBase() || row.length < PER ? "–" : toldApart(row));
    return { cells: cells, kind: k === drawn ? "on" : "" };
  }), t("figures"));
}

function toldApart(row) {
  if (row[MEAN_LOW] > 0) { return { text: t("more"), kind: "sure" }; }
  return row[MEAN_HIGH] < 0 ? { text: t("less"), kind: "sure" } : t("not_told");
}

function showCharts(cell) {
  const item = GIVEN.indicators[drawn], heading = named(item) + (language === "zh" ? "（" : " (") + named(item.unit) + (language === "zh" ? "）" : ")");
  const series = [{ rows: base().paths[drawn], colour: "#595959", dashed: true, label: t("baseline") }];
  if (cell.values) { series.push({ rows: cell.paths[drawn], colour: "#0072b2", dashed: false, label: t("chosen") }); }
  yearChart(byId("path-chart"), GIVEN.years, series, heading, t("path") + colon() + heading);
  const axis = GIVEN.axes[along], rows = axis.values.map((value, k) => {
    const other = cellAt(scenario, places.map((place, j) => (j === along ? k : place)));
    if (!other.values || (asDifference && other.values[drawn].length < PER)) { return null; }
    const row = other.values[drawn];
    return asDifference ? [row[MEAN], row[MEAN_LOW], row[MEAN_HIGH]] : [row[MEDIAN], row[LOW], row[HIGH]];
  });
  byId("response-note").textContent = t(asDifference ? "difference_note" : "response_note");
  const name = named(axis) + (axis.unit.en === "-" || axis.choices.length ? "" : (language === "zh" ? "（" : " (") + named(axis.unit) + (language === "zh" ? "）" : ")"));
  dotChart(byId("response-chart"), axis.values.map((value) => valueText(axis, value)), rows, places[along], (asDifference ? t("against") + colon() : "") + heading + (item.sum ? " · " + t("sum") : " · 2025"), t("response") + colon() + heading, name, asDifference);
}

function verdict(row) { return row[4] >= GIVEN.sure ? "met" : row[5] <= GIVEN.unsure ? "missed" : "open"; }

function showTargets(cell) {
  byId("targets-note").textContent = fill(t("targets_note"), { sure: 100 * GIVEN.sure, unsure: 100 * GIVEN.unsure });
  const percent = (share) => Math.round(100 * share) + "%";
  const part = (row) => (row ? { text: t(verdict(row)), kind: verdict(row) === "open" ? "" : "sure" } : "–");
  const heads = [t("target"), t("aim"), t("baseline"), t("median"), t("range"), t("share"), t("verdict")];
  table(byId("target-table"), heads, GIVEN.targets.map((item, k) => {
    const row = cell.values ? cell.targets[k] : null, d = Math.abs(item.aim) < 300 ? 1 : 0;
    const remark = named(item.unit) + (item.remark ? " · " + t(item.remark) : "");
    const reference = base().targets[k];
    return { cells: [{ text: named(item), aside: remark }, (item.at_least ? "≥ " : "≤ ") + plain(item.aim, item.aim % 1 ? 1 : 0), { text: t(verdict(reference)), aside: percent(reference[3]) }].concat(row ? [plain(row[0], d), between(row[1], row[2], d, plain), { text: percent(row[3]), aside: "(" + percent(row[4]) + "–" + percent(row[5]) + ")" }, part(row)] : ["–", "–", "–", "–"]) };
  }), t("targets"));
}

function showCost(cell) {
  const at = GIVEN.indicators.map((item) => item.name).indexOf(GIVEN.cost);
  const rows = GIVEN.indicators.filter((item, k) => k !== at && item.unit.en.indexOf("=") < 0).map((item) => {
    const row = cell.values ? cell.values[GIVEN.indicators.indexOf(item)] : [], value = row[PER];
    const d = finer(value, 1), told = value !== null && value !== undefined;
    const unit = fill(t("per_unit"), { unit: item.unit.en === "%" ? t("point") : named(item.unit) });
    return { cells: [named(item) + (item.sum ? " · " + t("sum") : ""), isBase() || !told ? t("cannot_tell") : plain(value, d), isBase() || !told ? "–" : between(row[PER + 1], row[PER + 2], d, plain), unit] };
  });
  table(byId("cost-table"), [t("indicator"), t("cost"), t("interval"), t("unit")], at < 0 ? [] : rows, t("cost"));
}

const sum = (values) => values.reduce((total, one) => total + one, 0);

function showMoney(cell) {
  const flows = ["paid", "forgone", "clawed_back", "received"], owners = [];
  GIVEN.money.forEach((one) => { if (owners.indexOf(one.instrument) < 0) { owners.push(one.instrument); } });
  const flow = (of, owner, name) => sum(GIVEN.money.map((one, k) => (one.instrument === owner && one.flow === name ? sum(of.money[k]) : 0)));
  const net = (of, owner) => sum(GIVEN.money.map((one, k) => (owner === null || one.instrument === owner ? one.sign * sum(of.money[k]) : 0)));
  byId("money-table").textContent = byId("year-table").textContent = GIVEN.money.length ? "" : t("no_ledger");
  if (!GIVEN.money.length || !cell.values) { return; }
  const rows = owners.map((owner) => ({ cells: [named(GIVEN.money.find((one) => one.instrument === owner))].concat(flows.map((name) => plain(flow(cell, owner, name), 2)), [plain(net(cell, owner), 2), signed(net(cell, owner) - net(base(), owner), 2)]) }));
  rows.push({ kind: "total", cells: [t("total")].concat(flows.map((name) => plain(sum(owners.map((owner) => flow(cell, owner, name))), 2)), [{ text: plain(net(cell, null), 2), aside: t("range") + " " + between(cell.net[1], cell.net[2], 1, plain) }, signed(net(cell, null) - net(base(), null), 2)]) });
  table(byId("money-table"), [t("instrument")].concat(flows.map(t), [t("net"), t("against")]), rows, t("money"));
  const year = (of, k, name) => sum(GIVEN.money.map((one, j) => (name === null ? one.sign : one.flow === name ? 1 : 0) * of.money[j][k]));
  table(byId("year-table"), [t("year")].concat(flows.map(t), [t("net"), t("against")]), GIVEN.plan_years.map((number, k) => ({ cells: [String(number)].concat(flows.map((name) => plain(year(cell, k, name), 2)), [plain(year(cell, k, null), 2), signed(year(cell, k, null) - year(base(), k, null), 2)]) })), t("by_year"));
}

function show() {
  const cell = here();
  showRuns(cell);
  showFigures(cell);
  showCharts(cell);
  showTargets(cell);
  showCost(cell);
  showMoney(cell);
}

function listed(id, lines, part) {
  const holder = byId(id);
  holder.textContent = "";
  lines.forEach((line) => element(holder, "li", line));
  if (part) { byId(part).hidden = !lines.length; }
}

function showText() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  document.title = named(GIVEN.title);
  byId("title").textContent = named(GIVEN.title);
  byId("question").textContent = named(GIVEN.question);
  byId("language").textContent = t("other_language");
  document.querySelectorAll("[data-text]").forEach((one) => { one.textContent = t(one.getAttribute("data-text")); });
  const at = placesOf(GIVEN.reference % POINTS), first = GIVEN.scenarios[0];
  const values = GIVEN.axes.map((axis, k) => named(axis) + colon() + withUnit(axis, axis.values[at[k]]));
  byId("compared").textContent = values.join(language === "zh" ? "；" : "; ") + (language === "zh" ? "。" : ". ") + (GIVEN.own ? fill(t("own"), { name: named(first) }) : t("not_own"));
  const list = byId("along");
  list.textContent = "";
  GIVEN.axes.forEach((axis, k) => { element(list, "option", named(axis)).value = k; });
  list.value = along;
  const measure = byId("measure");
  measure.textContent = "";
  ["difference", "level"].forEach((key) => { element(measure, "option", t(key)).value = key; });
  measure.value = asDifference ? "difference" : "level";
  listed("notes", GIVEN.notes[language]);
  listed("sources", GIVEN.axes.map((axis) => named(axis) + colon() + axis.source + " (" + t("standing") + colon() + named(axis.standing) + ")"));
  listed("cannot", GIVEN.cannot.model.map(named));
  listed("kept", GIVEN.cannot.grid.map(named), "kept-part");
  listed("measures", GIVEN.missing_measures.map(named), "measures-part");
  const facts = byId("provenance");
  facts.textContent = "";
  Object.keys(GIVEN.provenance).forEach((key) => {
    if (GIVEN.provenance[key] !== "") { element(facts, "dt", t(key)); element(facts, "dd", String(GIVEN.provenance[key])); }
  });
}

byId("language").onclick = () => { language = language === "zh" ? "en" : "zh"; showText(); makeSliders(); show(); };
byId("reset").onclick = () => { scenario = Math.floor(GIVEN.reference / POINTS); places = placesOf(GIVEN.reference % POINTS); showSliders(); show(); };
byId("measure").onchange = () => { asDifference = byId("measure").value === "difference"; show(); };
byId("along").onchange = () => { along = Number(byId("along").value); show(); };
document.querySelectorAll(".save").forEach((button) => {
  button.onclick = () => savePicture(byId(button.getAttribute("data-chart")), GIVEN.indicators[drawn].name + "-" + button.getAttribute("data-chart"));
});
showText();
makeSliders();
show();
