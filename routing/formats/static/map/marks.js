// Stops and people left out, as marks with a shape, a number and a name.

import { FONT, touches } from "./base.js";
import { INK, LEFT_OUT, QUIET, textOn } from "./palette.js";
import { projector } from "./screen.js";
import { say, shorten } from "./words.js";

const PIN_UP_PX = 9;
const STATIONS = new Set(["rail_station", "airport"]);
const RELAY_PX = 7.5;
const CLOSE_PX = 18;
const CLOSE_FAR_PX = 30;
const FAR_ZOOM = 8;
const NAMES_FROM_ZOOM = 7.25;
const NAME_LETTERS = 24;

/** Gathers the visible stops by place. */
export function gatherStops(model, scene) {
  const places = new Map();
  for (const item of scene.lines) {
    if (scene.chosen !== null && !item.chosen) continue;
    if (scene.chosen === null && scene.many && item.run.mode === "coach") item.small = true;
    item.run.stops.forEach((stop, i) => {
      if (!places.has(stop.place)) {
        places.set(stop.place, { place: model.places[stop.place], board: 0, alight: 0, calls: [] });
      }
      const entry = places.get(stop.place);
      entry.board += stop.board;
      entry.alight += stop.alight;
      entry.calls.push({ item, stop, number: i + 1 });
    });
  }
  return [...places.values()].map(finish)
    .sort((a, b) => b.weight - a.weight || a.place.index - b.place.index);
}

function finish(entry) {
  const kind = entry.place.kind;
  entry.shape = STATIONS.has(kind) ? "diamond"
    : kind === "factory" || entry.board === 0 ? "square" : "circle";
  entry.weight = entry.board + entry.alight;
  const picked = entry.calls.find((call) => call.item.picked);
  entry.lead = picked || (entry.calls.length === 1 ? entry.calls[0] : null);
  return entry;
}

/** Joins marks of one shape that would cover each other on screen. */
export function clusterMarks(entries, project, apart, zoom) {
  const close = zoom < FAR_ZOOM ? CLOSE_FAR_PX : CLOSE_PX;
  const marks = [];
  for (const entry of entries) {
    const at = project(entry.place.lat, entry.place.lon);
    const near = apart && !(entry.lead && entry.lead.item.picked)
      ? marks.find((mark) => mark.shape === entry.shape && !mark.fixed &&
        Math.hypot(mark.x - at.x, mark.y - at.y) < close) : null;
    if (near) {
      near.entries.push(entry);
      near.people += entry.board || entry.alight;
      continue;
    }
    marks.push({
      x: at.x, y: at.y, shape: entry.shape, entries: [entry],
      people: entry.board || entry.alight, fixed: Boolean(entry.lead && entry.lead.item.picked),
    });
  }
  return marks;
}

/** Paints stops; returns marks with their radius for the pointer. */
export function paintStops(context, view, stops, look) {
  const project = projector(view.map);
  const marks = clusterMarks(stops, project, look.apart !== false, view.zoom)
    .filter((mark) => isNear(mark, view.bounds));
  const taken = [];
  const { frame } = view;
  for (const mark of [...marks].reverse()) paintMark(context, mark, look);
  for (const mark of marks) {
    taken.push([mark.x - mark.r, mark.y - mark.r, mark.x + mark.r, mark.y + mark.r]);
  }
  if (look.names) {
    const named = new Set();
    for (const mark of marks) {
      if (mark.entries.length > 1 && named.has(nameOf(mark, look))) continue;
      named.add(nameOf(mark, look));
      if (mark.entries.length > 1 || mark.fixed || look.names === "all" ||
        mark.shape === "diamond" || view.zoom >= NAMES_FROM_ZOOM) paintName(context, mark, look, taken, frame);
    }
  }
  return marks;
}

function isNear(mark, bounds) {
  return mark.x > bounds.min.x - 30 && mark.x < bounds.max.x + 30 &&
    mark.y > bounds.min.y - 30 && mark.y < bounds.max.y + 30;
}

function paintMark(context, mark, look) {
  const entry = mark.entries[0];
  const cluster = mark.entries.length > 1;
  const lead = cluster ? null : entry.lead;
  const colour = lead ? lead.item.colour : INK;
  const filled = Boolean(lead && lead.item.picked) || cluster;
  mark.r = (look.radius || (filled ? 10.5 : 8)) * (cluster ? 1.05 : 1);
  if (look.tiny && !lead) mark.r = look.tiny;
  context.save();
  context.setLineDash([]);
  shape(context, mark.shape, mark.x, mark.y, mark.r + 1.6);
  context.fillStyle = "#FFFFFF";
  context.fill();
  shape(context, mark.shape, mark.x, mark.y, mark.r);
  context.fillStyle = filled ? colour : "#FFFFFF";
  context.fill();
  context.lineWidth = 2.2;
  context.strokeStyle = colour;
  context.stroke();
  const text = cluster ? String(mark.entries.length) : lead ? String(lead.number) : "";
  if (text && mark.r >= 7) {
    context.fillStyle = filled ? textOn(colour) : INK;
    context.font = "600 " + (text.length > 2 ? 9 : 11) + "px " + FONT;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(text, mark.x, mark.y + 0.5);
  } else if (!lead && mark.r >= 5) {
    shape(context, "circle", mark.x, mark.y, 2.2);
    context.fillStyle = filled ? "#FFFFFF" : colour;
    context.fill();
  }
  context.restore();
}

function shape(context, kind, x, y, r) {
  context.beginPath();
  if (kind === "square") context.rect(x - r * 0.92, y - r * 0.92, 1.84 * r, 1.84 * r);
  else if (kind === "diamond") {
    context.moveTo(x, y - 1.28 * r);
    context.lineTo(x + 1.28 * r, y);
    context.lineTo(x, y + 1.28 * r);
    context.lineTo(x - 1.28 * r, y);
    context.closePath();
  } else context.arc(x, y, r, 0, 2 * Math.PI);
}

function nameOf(mark, look) {
  return mark.entries.length > 1 ? commonName(mark.entries, look.language)
    : shorten(say(mark.entries[0].place.name, look.language), NAME_LETTERS);
}

function paintName(context, mark, look, taken, frame) {
  const words = look.words;
  const entry = mark.entries[0];
  const cluster = mark.entries.length > 1;
  const name = nameOf(mark, look);
  const sign = entry.board && !entry.alight ? "+" : entry.alight && !entry.board ? "−" : "";
  const people = (cluster ? "" : sign) + mark.people + (look.language === "en" ? "" : words.people);
  context.save();
  context.textBaseline = "middle";
  context.font = "500 12px " + FONT;
  const nameWide = context.measureText(name + " ").width;
  context.font = "400 11px " + FONT;
  const wide = nameWide + context.measureText(people).width;
  for (const [x, y] of spots(mark, wide)) {
    const box = [x - 2, y - 8, x + wide + 2, y + 8];
    if (touches(taken, box) || !within(frame, box)) continue;
    taken.push(box);
    outlined(context, name + " ", x, y, "500 12px " + FONT, INK);
    outlined(context, people, x + nameWide, y, "400 11px " + FONT, QUIET);
    break;
  }
  context.restore();
}

function within(frame, box) {
  return box[0] >= frame[0] && box[1] >= frame[1] && box[2] <= frame[2] && box[3] <= frame[3];
}

function spots(mark, wide) {
  const gap = mark.r * (mark.shape === "diamond" ? 1.28 : 1) + 5;
  return [
    [mark.x + gap, mark.y], [mark.x - gap - wide, mark.y],
    [mark.x - wide / 2, mark.y - gap - 6], [mark.x - wide / 2, mark.y + gap + 6],
    [mark.x + gap * 0.7, mark.y + gap], [mark.x + gap * 0.7, mark.y - gap],
  ];
}

function outlined(context, text, x, y, font, colour) {
  context.font = font;
  context.textAlign = "left";
  context.lineJoin = "round";
  context.lineWidth = 3.6;
  context.strokeStyle = "rgba(255,255,255,.95)";
  context.strokeText(text, x, y);
  context.fillStyle = colour;
  context.fillText(text, x, y);
}

/** What the places of a cluster have in common: the county, the city, or the busiest name. */
export function commonName(entries, language) {
  // Areas are known by their Chinese names only.
  if (language === "en") {
    return shorten(say(entries[0].place.name, language), NAME_LETTERS) + " +" + (entries.length - 1);
  }
  const parts = entries.map((entry) => entry.place.area.split("/").filter(Boolean));
  const shared = [];
  for (let i = 0; parts[0][i] && parts.every((part) => part[i] === parts[0][i]); i++) {
    shared.push(parts[0][i]);
  }
  const name = shared.length ? shared[shared.length - 1] : say(entries[0].place.name, language);
  return shorten(name, NAME_LETTERS);
}

/** Gathers people left out by the place where they wait. */
export function gatherPins(model) {
  const pins = new Map();
  for (const [place, destination, group, people, reasons, repair] of model.data.left_out) {
    if (!pins.has(place)) pins.set(place, { place: model.places[place], people: 0, groups: [] });
    const pin = pins.get(place);
    pin.people += people;
    pin.groups.push({ destination: model.places[destination], group, people, reasons, repair });
  }
  return [...pins.values()];
}

/** Paints grey pins whose tip is at the place; returns them for the pointer. */
export function paintPins(context, view, pins) {
  const project = projector(view.map);
  return pins.map((pin) => {
    const at = project(pin.place.lat, pin.place.lon);
    context.save();
    context.translate(at.x, at.y - PIN_UP_PX);
    context.beginPath();
    context.moveTo(0, 0);
    context.bezierCurveTo(-4, -9, -13, -13, -13, -23);
    context.arc(0, -23, 13, Math.PI, 0);
    context.bezierCurveTo(13, -13, 4, -9, 0, 0);
    context.fillStyle = LEFT_OUT;
    context.strokeStyle = "#FFFFFF";
    context.lineWidth = 2;
    context.fill();
    context.stroke();
    context.fillStyle = "#FFFFFF";
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.font = "600 " + (pin.people > 999 ? 9 : 11) + "px " + FONT;
    context.fillText(String(pin.people), 0, -22.5);
    context.restore();
    return { pin, x: at.x, y: at.y - 23 - PIN_UP_PX, r: 14 };
  });
}

/** Paints where fresh drivers take over: small rings crossed by two arrowheads, named when alone. */
export function paintRelays(context, view, lines, look) {
  const project = projector(view.map);
  for (const item of lines) {
    for (const relay of item.run.relays) {
      const at = project(relay.lat, relay.lon);
      if (!isNear(at, view.bounds)) continue;
      paintRelay(context, at, item.colour);
      if (!item.chosen || !look.names) continue;
      const name = shorten(say(relay.name, look.language), NAME_LETTERS);
      context.textBaseline = "middle";
      outlined(context, look.words.relay + " " + name, at.x + RELAY_PX + 5, at.y, "500 12px " + FONT, INK);
    }
  }
}

function paintRelay(context, at, colour) {
  context.save();
  context.setLineDash([]);
  shape(context, "circle", at.x, at.y, RELAY_PX);
  context.fillStyle = "#FFFFFF";
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = colour;
  context.stroke();
  context.fillStyle = colour;
  for (const way of [-1, 1]) {
    context.beginPath();
    context.moveTo(at.x + way * 4.6, at.y);
    context.lineTo(at.x + way * 0.9, at.y - 3.4);
    context.lineTo(at.x + way * 0.9, at.y + 3.4);
    context.closePath();
    context.fill();
  }
  context.restore();
}

/** The mark under a layer point, or undefined. */
export function hitMark(marks, point, room) {
  return marks.find((mark) => Math.hypot(mark.x - point.x, mark.y - point.y) <= mark.r + room);
}
