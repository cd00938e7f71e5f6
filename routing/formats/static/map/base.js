// The base map: outlines of provinces, prefectures and counties with their names.

import { decodeLine } from "./lines.js";
import { mayBeSeen, projector, screenLine } from "./screen.js";

const LAND = "#FCFBF8";
const GROUND = "#E9EDF0";
const STYLES = [
  { colour: "#8FA0AC", width: 1.2, dash: [], from: 0 },
  { colour: "#A9B4BC", width: 1.1, dash: [], from: 0 },
  { colour: "#D3DADF", width: 0.9, dash: [], from: 6 },
  { colour: "#DCE1E5", width: 0.8, dash: [3, 3], from: 7.75 },
];
const NAMES = {
  1: { from: 4.25, to: 8.5, font: 14, weight: 600, colour: "#5A6670" },
  2: { from: 6.25, to: 10.5, font: 12, weight: 400, colour: "#5F6A74" },
  3: { from: 8.25, to: 99, font: 11, weight: 400, colour: "#5F6A74" },
};
export const FONT = '"Noto Sans CJK SC","Noto Sans SC","Microsoft YaHei","PingFang SC",sans-serif';

/** Decodes the outlines once; null without outlines. */
export function readOutline(outline) {
  if (!outline) return null;
  const arcs = outline.arcs.map(([line, rank]) => ({ points: decodeLine(line, 3), rank }));
  const rings = outline.rings.map((ring) => ring.flatMap((number) => {
    if (number >= 0) return arcs[number].points;
    return [...arcs[-1 - number].points].reverse();
  }));
  return {
    arcs, rings, boundary: outline.boundary.map((line) => decodeLine(line, 3)),
    labels: outline.labels.map(([name, rank, lat, lon]) => ({ name, rank, lat, lon })),
  };
}

/** Paints land, borders and names for the zoom. */
export function paintBase(context, view, outline) {
  if (!outline) return;
  context.lineJoin = context.lineCap = "round";
  context.beginPath();
  for (const ring of outline.rings) trace(context, ring, view, true);
  context.fillStyle = LAND;
  context.fill("evenodd");
  STYLES.forEach((style, rank) => {
    if (view.zoom < style.from) return;
    context.beginPath();
    for (const arc of outline.arcs) {
      if (arc.rank === rank) trace(context, arc.points, view, false);
    }
    stroke(context, style);
  });
  context.beginPath();
  for (const line of outline.boundary) trace(context, line, view, false);
  stroke(context, STYLES[0]);
  paintNames(context, view, outline.labels);
}

/**
 * Paints ground and outlines into the sheet of the ways. On paper each map is one picture, because
 * a browser may print the clear parts of a picture as white and so hide the one below.
 */
export function paintGround(context, view, outline) {
  const { min, max } = view.bounds;
  context.fillStyle = GROUND;
  context.fillRect(min.x, min.y, max.x - min.x, max.y - min.y);
  paintBase(context, view, outline);
}

function stroke(context, style) {
  context.setLineDash(style.dash);
  context.lineWidth = style.width;
  context.strokeStyle = style.colour;
  context.stroke();
  context.setLineDash([]);
}

function trace(context, points, view, closed) {
  if (!mayBeSeen(points, view, 2)) return;
  screenLine(points, view).forEach((point, i) => {
    if (i) context.lineTo(point.x, point.y);
    else context.moveTo(point.x, point.y);
  });
  if (closed) context.closePath();
}

function paintNames(context, view, labels) {
  const project = projector(view.map);
  const taken = [];
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const label of labels) {
    const style = NAMES[label.rank];
    if (view.zoom < style.from || view.zoom > style.to) continue;
    const at = project(label.lat, label.lon);
    context.font = style.weight + " " + style.font + "px " + FONT;
    const half = context.measureText(label.name).width / 2 + 4;
    const box = [at.x - half, at.y - style.font * 0.8, at.x + half, at.y + style.font * 0.8];
    if (touches(taken, box)) continue;
    taken.push(box);
    context.lineWidth = 3;
    context.strokeStyle = LAND;
    context.strokeText(label.name, at.x, at.y);
    context.fillStyle = style.colour;
    context.fillText(label.name, at.x, at.y);
  }
}

/** Whether a box [west, north, east, south] in pixels meets one of the others. */
export function touches(taken, box) {
  return taken.some((other) => box[0] < other[2] && box[2] > other[0] &&
    box[1] < other[3] && box[3] > other[1]);
}
