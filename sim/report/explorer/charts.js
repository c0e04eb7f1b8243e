"use strict";
// Two charts, drawn as SVG: lines with bands over years, and dots with bars over a slider's values.
const WIDTH = 620, HEIGHT = 350, LEFT = 86, RIGHT = 14, TOP = 34, BOTTOM = 54;
const FONT = "16px 'Microsoft YaHei', 'PingFang SC', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif";

function piece(parent, name, attributes, text) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  Object.keys(attributes).forEach((key) => made.setAttribute(key, attributes[key]));
  if (text !== undefined) { made.textContent = text; }
  parent.appendChild(made);
  return made;
}

function steps(low, high) {
  const span = high - low || Math.abs(high) || 1;
  const rough = span / 5, power = Math.pow(10, Math.floor(Math.log10(rough)));
  const step = [1, 2, 2.5, 5, 10].map((k) => k * power).find((k) => k >= rough);
  const found = [];
  for (let at = Math.ceil(low / step) * step; at <= high + step * 1e-9; at += step) {
    found.push(Math.abs(at) < step * 1e-9 ? 0 : at);
  }
  return { at: found, decimals: Math.max(0, Math.min(6, -Math.floor(Math.log10(step) + 1e-9) + (step / power === 2.5 ? 1 : 0))) };
}

// An empty chart with a vertical scale; `title` is read out, `heading` stands above.
function canvas(holder, values, heading, title) {
  holder.textContent = "";
  let low = Math.min.apply(null, values), high = Math.max.apply(null, values);
  const room = (high - low || Math.abs(high) || 1) * 0.06;
  low -= room; high += room;
  const svg = piece(holder, "svg", { viewBox: "0 0 " + WIDTH + " " + HEIGHT, role: "img", "aria-label": title });
  piece(svg, "rect", { x: 0, y: 0, width: WIDTH, height: HEIGHT, fill: "#fff" });
  const y = (value) => TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low);
  const ticks = steps(low, high);
  ticks.at.forEach((value) => {
    piece(svg, "line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y(value), y2: y(value), stroke: "#e2e2e2" });
    piece(svg, "text", { x: LEFT - 8, y: y(value) + 4, "text-anchor": "end", style: "font:" + FONT, fill: "#595959" }, plain(value, ticks.decimals));
  });
  piece(svg, "text", { x: 4, y: 16, style: "font:600 " + FONT }, heading);
  return { svg: svg, y: y };
}

function below(svg, x, text, bold) {
  piece(svg, "text", { x: x, y: HEIGHT - BOTTOM + 22, "text-anchor": "middle", style: "font:" + (bold ? "600 " : "") + FONT, fill: bold ? "#0072b2" : "#595959" }, text);
}

function path(points) {
  return "M" + points.map((p) => p[0].toFixed(1) + " " + p[1].toFixed(1)).join("L");
}

// series: [{rows: [medians, lows, highs], colour, dashed, label}], the last on top.
function yearChart(holder, years, series, heading, title) {
  const every = [].concat.apply([], series.map((one) => [].concat.apply([], one.rows)));
  const made = canvas(holder, every, heading, title), svg = made.svg, y = made.y;
  const x = (k) => LEFT + 16 + (WIDTH - LEFT - RIGHT - 32) * k / (years.length - 1);
  years.forEach((year, k) => { if (k % 2 === 0 || years.length < 8) { below(svg, x(k), String(year)); } });
  series.forEach((one) => {
    const high = one.rows[2].map((value, k) => [x(k), y(value)]);
    const low = one.rows[1].map((value, k) => [x(k), y(value)]).reverse();
    piece(svg, "path", { d: path(high.concat(low)) + "Z", fill: one.colour, opacity: 0.16 });
  });
  series.forEach((one, k) => {
    piece(svg, "path", { d: path(one.rows[0].map((value, j) => [x(j), y(value)])), fill: "none", stroke: one.colour, "stroke-width": 2.4, "stroke-dasharray": one.dashed ? "6 4" : "none" });
    piece(svg, "line", { x1: LEFT + k * 200, x2: LEFT + 30 + k * 200, y1: HEIGHT - 8, y2: HEIGHT - 8, stroke: one.colour, "stroke-width": 2.4, "stroke-dasharray": one.dashed ? "6 4" : "none" });
    piece(svg, "text", { x: LEFT + 36 + k * 200, y: HEIGHT - 4, style: "font:" + FONT }, one.label);
  });
}

// rows: [middle, low, high] or null by place on the axis; `zero` draws the line of no difference.
function dotChart(holder, labels, rows, chosen, heading, title, axis, zero) {
  const there = rows.filter((row) => row);
  if (!there.length) { holder.textContent = "–"; return; }
  const made = canvas(holder, [].concat.apply(zero ? [0] : [], there), heading, title), svg = made.svg, y = made.y;
  const x = (k) => LEFT + (WIDTH - LEFT - RIGHT) * (k + 0.5) / labels.length;
  if (zero) { piece(svg, "line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y(0), y2: y(0), stroke: "#595959", "stroke-dasharray": "6 4" }); }
  rows.forEach((row, k) => {
    below(svg, x(k), labels[k], k === chosen);
    if (!row) { return; }
    piece(svg, "line", { x1: x(k), x2: x(k), y1: y(row[1]), y2: y(row[2]), stroke: "#595959", "stroke-width": 2 });
    [1, 2].forEach((end) => piece(svg, "line", { x1: x(k) - 6, x2: x(k) + 6, y1: y(row[end]), y2: y(row[end]), stroke: "#595959", "stroke-width": 2 }));
    piece(svg, "circle", { cx: x(k), cy: y(row[0]), r: 6, fill: k === chosen ? "#0072b2" : "#fff", stroke: "#0072b2", "stroke-width": 2.2 });
  });
  piece(svg, "text", { x: (LEFT + WIDTH - RIGHT) / 2, y: HEIGHT - 6, "text-anchor": "middle", style: "font:" + FONT, fill: "#595959" }, axis);
}

function savePicture(holder, name) {
  const svg = holder.querySelector("svg");
  if (!svg) { return; }
  const image = new Image(), sheet = document.createElement("canvas");
  const copy = svg.cloneNode(true);
  copy.setAttribute("width", 2 * WIDTH);
  copy.setAttribute("height", 2 * HEIGHT);
  sheet.width = 2 * WIDTH;
  sheet.height = 2 * HEIGHT;
  image.onload = () => {
    sheet.getContext("2d").drawImage(image, 0, 0, sheet.width, sheet.height);
    const link = document.createElement("a");
    link.href = sheet.toDataURL("image/png");
    link.download = name + ".png";
    link.click();
  };
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(new XMLSerializer().serializeToString(copy));
}
