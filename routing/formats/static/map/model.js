// What the data mean: lines of runs, totals, times, positions. Knows nothing of the screen.

import { decodeLine } from "./lines.js";

const LETTERS = { D: "drive", B: "break", H: "halt", R: "rest", S: "standby" };

/** The plan's data with everything derived that several views need. */
export function buildModel(data) {
  const segments = data.segments.map(([line, schematic]) => {
    return { points: decodeLine(line, 5), schematic: schematic === 1 };
  });
  const runs = data.runs.map((run, index) => buildRun(run, index, data, segments));
  const minutes = runs.flatMap((run) => [run.firstMin, run.lastMin]);
  return {
    data, runs, segments, places: data.places.map(buildPlace),
    hasRoads: segments.some((segment) => !segment.schematic),
    hasSchematic: segments.some((segment) => segment.schematic),
    firstMin: minutes.length ? Math.min(...minutes) : 0,
    lastMin: minutes.length ? Math.max(...minutes) : 1,
  };
}

function buildPlace([name, kind, lat, lon, area], index) {
  return { index, name, kind, lat, lon, area };
}

function buildRun(run, index, data, segments) {
  const stops = run.stops.map(([place, arrives, departs, board, alight, onBoard]) => {
    return { place, arrives, departs, board, alight, onBoard };
  });
  const duties = run.duties.map(([driver, starts, spans]) => readDuty(driver, starts, spans));
  const relays = run.relays.map(([place, arrives, departs, leaves, joins]) => {
    const [name, , lat, lon] = data.places[place];
    return { place, name, lat, lon, arrives, departs, leaves, joins };
  });
  const built = {
    ...run, index, stops, duties, relays,
    firstMin: stops[0].arrives, lastMin: stops[stops.length - 1].departs,
    road: roadLine(run, stops, segments), straight: straightLine(stops, data.places),
    schematic: run.legs.some((leg) => leg.some((at) => segments[at].schematic)),
  };
  built.driven = drivenSpans(duties);
  return built;
}

function readDuty(driver, starts, spans) {
  const activities = [];
  let at = starts;
  for (const [, letter, length] of spans.matchAll(/([DBHRS])(-?\d+)/g)) {
    activities.push({ kind: LETTERS[letter], starts: at, ends: at + Number(length) });
    at += Number(length);
  }
  return { driver, activities };
}

// `keys[i]` names the piece of way that ends at vertex i; equal keys are shared ways.
function roadLine(run, stops, segments) {
  const points = [];
  const keys = [];
  const stopAt = [];
  for (const leg of run.legs) {
    if (!points.length) stopAt.push(0);
    for (const at of leg) {
      segments[at].points.forEach((point, i) => {
        if (i === 0 && points.length) return;
        points.push(point);
        keys.push(at);
      });
    }
    stopAt.push(points.length - 1);
  }
  return { points, keys, stopAt };
}

function straightLine(stops, places) {
  const points = stops.map((stop) => [places[stop.place][2], places[stop.place][3]]);
  const keys = stops.map((stop, i) => {
    const before = stops[Math.max(0, i - 1)].place;
    return (i ? before : stops[0].place) + ">" + stops[Math.max(1, i)].place;
  });
  return { points, keys, stopAt: stops.map((_, i) => i) };
}

/** Times when the wheels turn, merged over the drivers; empty where no duties are known. */
function drivenSpans(duties) {
  const spans = duties.flatMap((duty) => duty.activities.filter((a) => a.kind === "drive"))
    .map((a) => [a.starts, a.ends]).sort((a, b) => a[0] - b[0]);
  const merged = [];
  for (const [from, to] of spans) {
    const last = merged[merged.length - 1];
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

function overlap(spans, from, to) {
  let sum = 0;
  for (const [a, b] of spans) sum += Math.max(0, Math.min(b, to) - Math.max(a, from));
  return sum;
}

/**
 * Where a run is: null before its first arrival and after its last departure, otherwise the leg,
 * how much of it is driven (0–1), and whether the vehicle stands.
 */
export function stateAt(run, minute) {
  if (minute < run.firstMin || minute > run.lastMin) return null;
  for (let i = 0; i < run.stops.length; i++) {
    const stop = run.stops[i];
    if (minute <= stop.departs) {
      if (minute >= stop.arrives) return { leg: i, share: 0, stands: true };
      return onTheWay(run, i - 1, minute);
    }
  }
  return null;
}

function onTheWay(run, leg, minute) {
  const from = run.stops[leg].departs;
  const to = run.stops[leg + 1].arrives;
  const driven = overlap(run.driven, from, to);
  if (!driven) return { leg, share: (minute - from) / Math.max(1, to - from), stands: false };
  const stands = !run.driven.some(([a, b]) => minute >= a && minute < b);
  return { leg, share: overlap(run.driven, from, minute) / driven, stands };
}

/** Sums over some runs. */
export function sumRuns(runs) {
  const sum = { count: runs.length, people: 0, peak: 0, seats: 0, distance: 0, cost: 0 };
  for (const run of runs) {
    sum.people += run.people;
    sum.peak += run.peak;
    sum.seats += run.seats;
    sum.distance += run.distance_m;
    sum.cost += run.cost_fen;
  }
  sum.fill = sum.seats ? sum.peak / sum.seats : 0;
  return sum;
}

/** Runs by day and mode, in order, for the list and its totals. */
export function groupRuns(runs) {
  const groups = new Map();
  for (const run of runs) {
    const key = run.day + "|" + run.mode + "|" + run.role;
    if (!groups.has(key)) {
      groups.set(key, { key, day: run.day, mode: run.mode, role: run.role, runs: [] });
    }
    groups.get(key).runs.push(run);
  }
  return [...groups.values()].sort((a, b) => (a.runs[0].firstMin - b.runs[0].firstMin) ||
    (a.key < b.key ? -1 : 1));
}
