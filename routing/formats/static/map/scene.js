// What is to be painted of the plan: visible runs, their colours, lanes and bands. Up to MANY
// runs each has its own line, side by side where they share a way; beyond that each piece of way
// is one band as wide as the people on it.

import { assignColours, dashOf, fillOf, ACCENT } from "./palette.js";

export const MANY = 40;
const FLIGHT = [2, 5];
const BUNDLE = { least: 22, most: 66, share: 0.065 };
const BAND_WIDEST = 10;

/** How many pixels a bundle of lanes may take on a map of that width. */
export function widestBundle(wide) {
  return Math.max(BUNDLE.least, Math.min(BUNDLE.most, wide * BUNDLE.share));
}

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
      dash: run.mode === "plane" ? FLIGHT
        : dashOf(colours[run.index].turn, state.mode === "straight" || run.schematic),
      weight: run.mode === "coach" ? 2.4 + 2.4 * Math.min(1, fillOf(run)) : 4.6,
      offsets: null, dim: chosen !== null && !chosen.has(run.index),
      picked: run.index === state.selected, chosen: chosen !== null && chosen.has(run.index),
    };
  });
  if (!many) assignLanes(lines, users, model.segments, state.widest);
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

// Each piece of way has as many lanes as visible runs use it; a run's lane is its place among them
// in the order in which they fan out, so that they do not cross on their way to the stops.
function assignLanes(lines, users, segments, widest) {
  const byRun = new Map(lines.map((line) => [line.run.index, line]));
  for (const line of lines) {
    line.longest = longestShared(line, users);
    line.side = sideOf(line, line.longest);
  }
  const lanes = new Map();
  for (const [key, runs] of users) {
    if (runs.length < 2) continue;
    const order = runs.map((run) => byRun.get(run.index))
      .sort((a, b) => a.side - b.side || a.run.index - b.run.index);
    const gap = Math.min(6, widest / order.length);
    order.forEach((line, i) => {
      line.weight = Math.min(line.weight, Math.max(2, gap - 0.8));
      lanes.set(key + "/" + line.run.index, (i - (order.length - 1) / 2) * gap);
    });
  }
  for (const line of lines) line.offsets = offsetsOf(line, lanes, segments);
}

// A schematic leg keeps the lane of its shared curve from stop to stop, since no part of it has a
// true place; on a road a line that is alone lies on the road. At stops all lines meet.
function offsetsOf({ line, run, longest }, lanes, segments) {
  const lane = (key) => lanes.get(key + "/" + run.index) || 0;
  const middle = line.keys.indexOf(longest);
  const from = line.stopAt.filter((at) => at < middle).pop();
  const to = line.stopAt.find((at) => at >= line.keys.lastIndexOf(longest));
  const stops = new Set(line.stopAt);
  return line.keys.map((key, i) => {
    if (stops.has(i)) return 0;
    const schematic = segments[key] ? segments[key].schematic : true;
    return schematic && middle >= 0 && i > from && i < to ? lane(longest) : lane(key);
  });
}

// How far to the right of the way that it shares longest a run's own ends lie, in degrees.
function sideOf(item, key) {
  if (key === null) return 0;
  const { points, keys, stopAt } = item.line;
  const first = keys.indexOf(key);
  const last = keys.lastIndexOf(key);
  const [fromLat, fromLon] = points[first];
  const north = points[last][0] - fromLat;
  const east = points[last][1] - fromLon;
  const length = Math.hypot(north, east) || 1;
  const right = ([lat, lon]) => ((lon - fromLon) * north - (lat - fromLat) * east) / length;
  const before = stopAt.filter((at) => at <= first).pop() || 0;
  const after = stopAt.find((at) => at >= last) || points.length - 1;
  return right(points[before]) + right(points[after]);
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
