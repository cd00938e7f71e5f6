// The ways of the runs. Up to MANY visible runs each has its own line, side by side where they
// share a way; beyond that each piece of way is one band as wide as the people on it.

import { projector } from "./base.js";
import { distance2, intoLane, lengthsOf, pointAt } from "./lines.js";
import { assignColours, dashOf, fillOf, ACCENT } from "./palette.js";

export const MANY = 40;
const WIDEST_BUNDLE = 66;
const BAND_WIDEST = 10;
const DIMMED = 0.14;

/** What is to be painted, computed anew when the state changes and not when the map moves. */
export function buildScene(model, state) {
  const visible = model.runs.filter((run) => !state.hidden.has(run.index));
  const many = visible.length > MANY;
  const colours = assignColours(model.runs, state.colourBy);
  const chosen = state.selected === null ? null
    : new Set([state.selected, ...model.runs[state.selected].partners]);
  const users = countUsers(visible, state.mode);
  const lines = visible.map((run) => {
    const line = run[state.mode];
    return {
      run, line, colour: colours[run.index].colour,
      dash: dashOf(colours[run.index].turn, state.mode === "straight" || run.schematic),
      weight: run.mode === "coach" ? 2.4 + 2.4 * Math.min(1, fillOf(run)) : 4.6,
      offset: 0, dim: chosen !== null && !chosen.has(run.index),
      picked: run.index === state.selected, chosen: chosen !== null && chosen.has(run.index),
      shared: line.keys.map((key) => users.get(key).length > 1),
    };
  });
  if (!many) assignLanes(lines, users);
  return { lines, many, users, colours, chosen, bands: many ? buildBands(lines) : [] };
}

function countUsers(runs, mode) {
  const users = new Map();
  for (const run of runs) {
    for (const key of new Set(run[mode].keys)) {
      if (!users.has(key)) users.set(key, []);
      users.get(key).push(run);
    }
  }
  return users;
}

// Runs whose longest shared stretch is the same lie side by side along all that they share.
function assignLanes(lines, users) {
  const bundles = new Map();
  for (const line of lines) {
    const key = longestShared(line, users);
    if (key === null) continue;
    if (!bundles.has(key)) bundles.set(key, []);
    bundles.get(key).push(line);
  }
  for (const bundle of bundles.values()) {
    const gap = Math.min(6, WIDEST_BUNDLE / bundle.length);
    // In the order in which they fan out, so that they do not cross on their way to the stops.
    bundle.sort((a, b) => sideOf(a) - sideOf(b) || a.run.index - b.run.index);
    bundle.forEach((line, i) => {
      line.offset = (i - (bundle.length - 1) / 2) * gap;
      line.weight = Math.min(line.weight, Math.max(2, gap - 0.8));
    });
  }
}

// How far to the right of the whole way a run's unshared ends lie, in degrees.
function sideOf(item) {
  const { points } = item.line;
  const first = item.shared.indexOf(true);
  const last = item.shared.lastIndexOf(true);
  const [fromLat, fromLon] = points[first];
  const north = points[last][0] - fromLat;
  const east = points[last][1] - fromLon;
  const length = Math.hypot(north, east) || 1;
  const right = ([lat, lon]) => ((lon - fromLon) * north - (lat - fromLat) * east) / length;
  const before = points[Math.max(0, item.line.stopAt.filter((at) => at <= first).pop() || 0)];
  const after = points[item.line.stopAt.find((at) => at >= last) || points.length - 1];
  return right(before) + right(after);
}

function longestShared(line, users) {
  const lengths = new Map();
  const points = line.line.points;
  for (let i = 1; i < points.length; i++) {
    const key = line.line.keys[i];
    if (users.get(key).length < 2) continue;
    const step = Math.hypot(points[i][0] - points[i - 1][0], points[i][1] - points[i - 1][1]);
    lengths.set(key, (lengths.get(key) || 0) + step);
  }
  let best = null;
  for (const [key, length] of lengths) if (best === null || length > lengths.get(best)) best = key;
  return best;
}

// Trains and flights keep their own lines; there are few of them.
function buildBands(lines) {
  const coaches = lines.filter((line) => line.run.mode === "coach");
  const byRun = new Map(coaches.map((line) => [line.run.index, line]));
  const users = countUsers(coaches.map((line) => line.run), coaches.length
    && coaches[0].line === coaches[0].run.road ? "road" : "straight");
  const done = new Map();
  for (const line of coaches) {
    const { points, keys } = line.line;
    for (let i = 1; i < points.length; i++) {
      if (done.has(keys[i])) continue;
      let end = i;
      while (end + 1 < points.length && keys[end + 1] === keys[i]) end++;
      done.set(keys[i], points.slice(i - 1, end + 1));
    }
  }
  return [...done].map(([key, points]) => {
    const runs = users.get(key);
    const colours = new Set(runs.map((run) => byRun.get(run.index).colour));
    const people = runs.reduce((sum, run) => sum + run.peak, 0);
    return {
      points, runs, people, dash: byRun.get(runs[0].index).dash,
      colour: colours.size === 1 ? [...colours][0] : ACCENT,
      weight: Math.min(BAND_WIDEST, 1.3 + 0.2 * Math.sqrt(people)),
    };
  }).sort((a, b) => a.people - b.people);
}

/** Paints all ways and returns what a pointer can hit: [{line, run or runs}]. */
export function paintWays(context, view, scene, look) {
  const project = projector(view.map);
  const hits = [];
  context.lineJoin = context.lineCap = "round";
  const faded = scene.chosen !== null;
  for (const band of scene.bands) {
    const line = band.points.map(([lat, lon]) => project(lat, lon));
    if (!meets(line, view.bounds)) continue;
    const style = { colour: band.colour, weight: band.weight * look.scale, dash: band.dash,
      alpha: faded ? DIMMED : band.runs.length > 1 ? 0.95 : 0.6 };
    paintLine(context, line, style, view.bounds, band.runs.length > 1);
    if (band.runs.length > 1 && !faded) paintChevrons(context, line, style, view.bounds, 150, 0);
    hits.push({ line, runs: band.runs, people: band.people });
  }
  for (const item of inOrder(scene)) {
    const line = laneLine(item, project, look.scale);
    if (!meets(line, view.bounds)) continue;
    const style = { colour: item.colour, dash: item.dash, alpha: item.dim ? DIMMED : 1,
      weight: (item.picked ? Math.max(4.5, item.weight) : item.weight) * look.scale };
    paintLine(context, line, style, view.bounds, !item.dim);
    if (item.run.mode === "train" && !item.dim) paintRails(context, line, style);
    if (!item.dim) {
      paintChevrons(context, line, style, view.bounds, look.step || 170, item.run.index * 53);
    }
    hits.push({ line, runs: [item.run], people: item.run.people });
  }
  return hits;
}

function inOrder(scene) {
  const shown = scene.many
    ? scene.lines.filter((line) => line.chosen || line.run.mode !== "coach") : scene.lines;
  return [...shown].sort((a, b) => Number(a.picked) - Number(b.picked) ||
    Number(b.dim) - Number(a.dim));
}

/** A run's line on screen, in its lane. */
export function laneLine(item, project, scale) {
  const line = item.line.points.map(([lat, lon]) => project(lat, lon));
  return intoLane(line, item.shared, item.offset * scale);
}

function meets(line, bounds) {
  let west = Infinity;
  let east = -Infinity;
  let north = Infinity;
  let south = -Infinity;
  for (const point of line) {
    if (point.x < west) west = point.x;
    if (point.x > east) east = point.x;
    if (point.y < north) north = point.y;
    if (point.y > south) south = point.y;
  }
  return east > bounds.min.x - 20 && west < bounds.max.x + 20 &&
    south > bounds.min.y - 20 && north < bounds.max.y + 20;
}

// Only pieces near the view: a dash pattern over a line far longer than the screen is slow.
function tracePieces(context, line, bounds) {
  const room = 200;
  let open = false;
  context.beginPath();
  for (let i = 1; i < line.length; i++) {
    const a = line[i - 1];
    const b = line[i];
    const outside = Math.max(a.x, b.x) < bounds.min.x - room ||
      Math.min(a.x, b.x) > bounds.max.x + room ||
      Math.max(a.y, b.y) < bounds.min.y - room || Math.min(a.y, b.y) > bounds.max.y + room;
    if (outside) {
      open = false;
      continue;
    }
    if (!open) context.moveTo(a.x, a.y);
    context.lineTo(b.x, b.y);
    open = true;
  }
}

function paintLine(context, line, style, bounds, casing) {
  context.save();
  tracePieces(context, line, bounds);
  if (casing) {
    context.globalAlpha = 0.9;
    context.lineWidth = style.weight + 2.2;
    context.strokeStyle = "#FFFFFF";
    context.stroke();
  }
  context.globalAlpha = style.alpha;
  context.lineCap = style.dash.length ? "butt" : "round";
  context.setLineDash(style.dash);
  context.lineWidth = style.weight;
  context.strokeStyle = style.colour;
  context.stroke();
  context.restore();
}

function paintRails(context, line, style) {
  context.save();
  context.beginPath();
  line.forEach((point, i) => (i ? context.lineTo(point.x, point.y)
    : context.moveTo(point.x, point.y)));
  context.lineCap = "butt";
  context.setLineDash([9, 9]);
  context.lineWidth = Math.max(1, style.weight - 2.2);
  context.strokeStyle = "#FFFFFF";
  context.stroke();
  context.restore();
}

function paintChevrons(context, line, style, bounds, step, phase) {
  const sums = lengthsOf(line);
  const total = sums[sums.length - 1];
  const size = Math.max(3.6, Math.min(7, style.weight * 1.15));
  let piece = 1;
  context.save();
  context.fillStyle = "#FFFFFF";
  context.strokeStyle = style.colour;
  context.lineWidth = 1.3;
  context.setLineDash([]);
  for (let at = total < step ? total / 2 : step / 2 + (phase % step); at < total; at += step) {
    while (piece < line.length - 1 && sums[piece] < at) piece++;
    const a = line[piece - 1];
    const b = line[piece];
    const length = sums[piece] - sums[piece - 1] || 1;
    const share = (at - sums[piece - 1]) / length;
    const x = a.x + (b.x - a.x) * share;
    const y = a.y + (b.y - a.y) * share;
    if (x < bounds.min.x || x > bounds.max.x || y < bounds.min.y || y > bounds.max.y) continue;
    if (total < 3 * size) continue;
    chevron(context, x, y, Math.atan2(b.y - a.y, b.x - a.x), size);
  }
  context.restore();
}

function chevron(context, x, y, angle, size) {
  context.save();
  context.translate(x, y);
  context.rotate(angle);
  context.beginPath();
  context.moveTo(size, 0);
  context.lineTo(-size * 0.75, size * 0.8);
  context.lineTo(-size * 0.3, 0);
  context.lineTo(-size * 0.75, -size * 0.8);
  context.closePath();
  context.fill();
  context.stroke();
  context.restore();
}

/** The hit nearest to a layer point within reach, or null. */
export function hitWay(hits, point, reach) {
  let best = null;
  let least = reach * reach;
  for (const hit of hits) {
    const distance = distance2(hit.line, point.x, point.y);
    if (distance <= least) {
      least = distance;
      best = hit;
    }
  }
  return best;
}

/** Where on screen a run is when it has driven `share` of a leg. */
export function placeOnLane(item, project, scale, leg, share) {
  const line = laneLine(item, project, scale);
  const from = item.line.stopAt[leg];
  const to = item.line.stopAt[Math.min(leg + 1, item.line.stopAt.length - 1)];
  if (to <= from || share <= 0) return pointAt(line, from);
  const part = line.slice(from, to + 1);
  const sums = lengthsOf(part);
  const want = sums[sums.length - 1] * Math.min(1, share);
  let i = 1;
  while (i < part.length - 1 && sums[i] < want) i++;
  const length = sums[i] - sums[i - 1] || 1;
  return pointAt(part, i - 1 + (want - sums[i - 1]) / length);
}

/** Paints one run again on top, stronger, while the pointer is on it or on its row. */
export function paintGlow(context, view, item) {
  const line = laneLine(item, projector(view.map), 1);
  const style = { colour: item.colour, weight: item.weight + 2.5, dash: [], alpha: 1 };
  paintLine(context, line, style, view.bounds, true);
  paintChevrons(context, line, style, view.bounds, 120, 0);
}
