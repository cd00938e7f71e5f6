// Paints the ways of the runs, and says which of them the pointer touches.

import { distance2, intoLane, lengthsOf, pointAt } from "./lines.js";
import { mayBeSeen, screenLine } from "./screen.js";

const DIMMED = 0.14;
const ROOM_PX = 90;

/** Paints all ways and returns what a pointer can hit: [{line, run or runs}]. */
export function paintWays(context, view, scene, look) {
  const hits = [];
  context.lineJoin = context.lineCap = "round";
  const faded = scene.chosen !== null;
  for (const band of scene.bands) {
    if (!mayBeSeen(band.points, view, ROOM_PX)) continue;
    const line = screenLine(band.points, view);
    const style = { colour: band.colour, weight: band.weight * look.scale, dash: band.dash,
      alpha: faded ? DIMMED : band.runs.length > 1 ? 0.95 : 0.6 };
    paintLine(context, line, style, view.bounds, band.runs.length > 1);
    if (band.runs.length > 1 && !faded) paintChevrons(context, line, style, view.bounds, 150, 0);
    hits.push({ line, runs: band.runs, people: band.people });
  }
  for (const item of inOrder(scene)) {
    if (!mayBeSeen(item.line.points, view, ROOM_PX)) continue;
    const line = laneLine(item, view, look.scale);
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
export function laneLine(item, view, scale) {
  const line = screenLine(item.line.points, view);
  return item.offsets ? intoLane(line, item.offsets, scale) : line;
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
export function placeOnLane(item, view, leg, share) {
  const line = laneLine(item, view, 1);
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
  const line = laneLine(item, view, 1);
  const style = { colour: item.colour, weight: item.weight + 2.5, dash: [], alpha: 1 };
  paintLine(context, line, style, view.bounds, true);
  paintChevrons(context, line, style, view.bounds, 120, 0);
}
