// What the page does by itself, without asking the server.
(function () {
  "use strict";
  const none = () => window.dash_clientside.no_update;
  const triggered = () => (window.dash_clientside.callback_context.triggered[0] || {}).prop_id || "";

  // Dash puts the cursor of every input where it was; a slider has none, and browsers complain.
  const placeCursor = HTMLInputElement.prototype.setSelectionRange;
  HTMLInputElement.prototype.setSelectionRange = function (...where) {
    if (this.type !== "range") placeCursor.apply(this, where);
  };

  function dress(words) {
    if (words) {
      document.title = words.title;
      document.documentElement.lang = words.language === "zh" ? "zh-CN" : "en";
    }
    return none();
  }

  function keepTogether(slider, box, low, high) {
    if (triggered().includes('"role":"slider"')) {
      return [none(), String(slider)];
    }
    const value = Number(box);
    const said = String(box === null || box === undefined ? "" : box).trim();
    if (said === "" || Number.isNaN(value)) {
      return [none(), none()];
    }
    return [Math.min(Math.max(value, low), high), none()];
  }

  function noLimit(clicks, word) {
    return clicks ? word : none();
  }

  // ---- one city, year by year ----------------------------------------------------------------

  let spots = [];  // tiles as drawn, for the line under the drawing

  function drawCity(data, year, colour, words) {
    const canvas = document.getElementById("city-canvas");
    if (!data || !canvas) {
      return none();
    }
    const scale = 2 * Math.max(window.devicePixelRatio || 1, 1);  // sharp when stretched
    canvas.width = data.width * scale;
    canvas.height = data.height * scale;
    const pen = canvas.getContext("2d");
    pen.scale(scale, scale);
    pen.fillStyle = "#FFFFFF";
    pen.fillRect(0, 0, data.width, data.height);
    const firms = data.years[String(year)];
    const kinds = colour === "rung" ? firms.rung : firms.grade;
    const shades = data.colours[colour === "rung" ? "rung" : "grade"];
    const byPlace = new Map();
    firms.place.forEach(function (place, k) {
      if (!byPlace.has(place)) byPlace.set(place, []);
      byPlace.get(place).push(k);
    });
    spots = data.tiles.map(function (tile) {
      const own = byPlace.get(tile.place) || [];
      drawTile(pen, data, tile, own, kinds, shades, firms.large);
      return {tile: tile, count: own.length};
    });
    outlineParks(pen, data.tiles);
    canvas.onmousemove = (event) => sayTile(event, canvas, data, words);
    return year + colour;
  }

  function drawTile(pen, data, tile, own, kinds, shades, large) {
    const gap = data.margin;
    pen.fillStyle = tile.in_park ? "#F5F7FA" : "#FBF9F4";
    pen.fillRect(tile.x + 1, tile.y + 1, tile.width - 2, tile.height - 2);
    pen.strokeStyle = tile.in_park ? "#8FA3B8" : "#C9BFA8";
    pen.strokeRect(tile.x + 1, tile.y + 1, tile.width - 2, tile.height - 2);
    pen.fillStyle = "#222222";
    pen.font = "10px sans-serif";
    pen.textBaseline = "top";
    pen.save();
    pen.beginPath();
    pen.rect(tile.x + 2, tile.y, tile.width - 4, data.heading + 1);
    pen.clip();
    pen.fillText(tile.name, tile.x + 3, tile.y + 3);
    pen.restore();
    const side = tile.side;
    const across = Math.max(Math.floor((tile.width - 2 * gap) / side), 1);
    own.forEach(function (k, n) {
      const x = tile.x + gap + (n % across) * side;
      const y = tile.y + gap + data.heading + Math.floor(n / across) * side;
      // Firms below the scale of the register are drawn smaller.
      const size = Math.max(side * (large[k] ? 0.88 : 0.6), 0.8);
      pen.fillStyle = shades[kinds[k]];
      pen.fillRect(x + (side - size) / 2, y + (side - size) / 2, size, size);
    });
  }

  // Sub-areas of a park lie together: a stronger line around them.
  function outlineParks(pen, tiles) {
    const parks = new Map();
    tiles.forEach(function (tile) {
      const box = parks.get(tile.group) || [Infinity, Infinity, 0, 0];
      parks.set(tile.group, [Math.min(box[0], tile.x), Math.min(box[1], tile.y),
                             Math.max(box[2], tile.x + tile.width),
                             Math.max(box[3], tile.y + tile.height)]);
    });
    pen.strokeStyle = "#2F4356";
    pen.lineWidth = 2;
    parks.forEach(([left, top, right, bottom]) =>
      pen.strokeRect(left + 1, top + 1, right - left - 2, bottom - top - 2));
    pen.lineWidth = 1;
  }

  function sayTile(event, canvas, data, words) {
    const box = canvas.getBoundingClientRect();
    const x = (event.clientX - box.left) * data.width / box.width;
    const y = (event.clientY - box.top) * data.height / box.height;
    const hit = spots.find((one) => x >= one.tile.x && x < one.tile.x + one.tile.width &&
                                    y >= one.tile.y && y < one.tile.y + one.tile.height);
    const line = document.getElementById("city-hover");
    if (line && hit) {
      line.textContent = hit.tile.park + " · " + hit.tile.name + ": " +
                         words.firms.replace("{count}", hit.count);
    }
  }

  function play(clicks, beats, stopped, year, words) {
    const last = words.last, first = words.first;
    if (triggered().startsWith("play.")) {
      if (!clicks) return [none(), none(), none()];
      const start = stopped;
      return [!start, start ? words.pause : words.play,
              start && Number(year) >= last ? first : none()];
    }
    if (stopped || !beats) return [none(), none(), none()];
    const next = Math.min(Number(year) + 1, last);
    return [next >= last, next >= last ? words.play : none(), next];
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    yongsim: {dress, keepTogether, noLimit, drawCity, play},
  });
})();
