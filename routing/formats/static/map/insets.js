// Small maps of the home county and the city of arrival: the line-haul is a thousand kilometres
// long and the clusters at its ends are small.

import { paintBase, paintGround } from "./base.js";
import { el, shield } from "./dom.js";
import { paintStops, gatherStops } from "./marks.js";
import { isPrinting, makeSheet } from "./sheet.js";
import { paintWays } from "./ways.js";
import { say, shorten } from "./words.js";

const LARGE_SHARE = { x: 0.14, y: 0.26 };
const CORNERS = {
  home: ["south-west", "north-west", "south-east", "north-east"],
  city: ["south-east", "north-east", "south-west", "north-west"],
};
const MARK_WEIGHT = 40;

/** Makes one inset; `side` is "home" or "city". */
export function makeInset(app, side, area) {
  const [, south, west, north, east] = area;
  const bounds = L.latLngBounds([south, west], [north, east]);
  const caption = el("button", { type: "button", class: "zm-inset-name",
    onclick: () => app.fit(bounds) });
  const frame = el("div", { class: "zm-inset-map", "aria-hidden": "true" });
  const node = shield(el("div", { class: "zm-inset" }, frame, caption));
  const inset = { node, bounds, side, map: null };
  inset.label = () => {
    caption.textContent = app.words[side] + " · " +
      shorten(say(area[0], app.state.language), 14) + " ⤢";
  };
  inset.update = () => updateInset(inset, frame, app);
  frame.addEventListener("click", () => app.fit(bounds));
  inset.label();
  return inset;
}

function updateInset(inset, frame, app) {
  const useful = app.state.insets && isSmall(inset.bounds, app.map) && !app.state.tiny;
  inset.node.hidden = !useful;
  if (!useful || app.held) return;
  if (!inset.map) buildMap(inset, frame, app);
  inset.map.invalidateSize({ animate: false });
  inset.map.fitBounds(inset.bounds, { animate: false, padding: [6, 6] });
  inset.base.repaint();
  inset.ways.repaint();
}

// On the main map the cluster is too small to be read, yet somewhere else than the whole plan.
function isSmall(bounds, map) {
  const a = map.latLngToContainerPoint(bounds.getNorthWest());
  const b = map.latLngToContainerPoint(bounds.getSouthEast());
  const size = map.getSize();
  return Math.abs(b.x - a.x) < size.x * LARGE_SHARE.x && Math.abs(b.y - a.y) < size.y * LARGE_SHARE.y;
}

function buildMap(inset, frame, app) {
  inset.map = L.map(frame, {
    zoomControl: false, attributionControl: false, dragging: false, scrollWheelZoom: false,
    doubleClickZoom: false, boxZoom: false, keyboard: false, touchZoom: false, tap: false,
    zoomSnap: 0.1, zoomAnimation: false, fadeAnimation: false, crs: app.map.options.crs,
  });
  frame.removeAttribute("tabindex");
  inset.map.setView(inset.bounds.getCenter(), 8, { animate: false });
  inset.map.createPane("zm-base").style.zIndex = 200;
  inset.base = makeSheet("zm-base", (context, view) => {
    if (app.state.show.outline) paintBase(context, view, app.outline);
  }, 0).addTo(inset.map);
  inset.ways = makeSheet("overlayPane", (context, view) => {
    if (isPrinting() && app.state.show.outline) paintGround(context, view, app.outline);
    paintWays(context, view, app.scene, { scale: 0.55, step: 130 });
    paintStops(context, view, gatherStops(app.model, app.scene), {
      names: "all", words: app.words, language: app.state.language, radius: 7.5, tiny: 5,
    });
  }, 0).addTo(inset.map);
}

/**
 * Puts the insets into the corners where they hide least of the plan.
 * Returns how much they hide: 0 when nothing.
 */
export function placeInsets(app) {
  const shown = app.insets.filter((inset) => !inset.node.hidden);
  const points = screenPoints(app);
  const taken = new Set();
  let hidden = 0;
  for (const inset of shown) {
    let best = null;
    for (const corner of CORNERS[inset.side]) {
      if (taken.has(corner)) continue;
      inset.node.className = "zm-inset zm-at-" + corner;
      const cost = coverOf(inset.node, points);
      if (best === null || cost < best.cost) best = { corner, cost };
    }
    taken.add(best.corner);
    hidden += best.cost;
    inset.node.className = "zm-inset zm-at-" + best.corner;
  }
  const low = shown.some((inset) => inset.node.className.includes("south"));
  app.map.getContainer().classList.toggle("zm-wide-time", !low);
  return hidden;
}

function screenPoints(app) {
  const points = [];
  const add = (lat, lon, weight) => {
    const at = app.map.latLngToContainerPoint([lat, lon]);
    points.push({ x: at.x, y: at.y, weight });
  };
  const done = new Set();
  for (const { line } of app.scene.lines) {
    line.points.forEach(([lat, lon], i) => {
      if (done.has(line.keys[i] + "/" + lat + "/" + lon)) return;
      done.add(line.keys[i] + "/" + lat + "/" + lon);
      add(lat, lon, 1);
    });
  }
  for (const stop of app.stops) add(stop.place.lat, stop.place.lon, MARK_WEIGHT);
  for (const pin of app.pins) add(pin.place.lat, pin.place.lon, MARK_WEIGHT);
  return points;
}

function coverOf(node, points) {
  const room = 14;
  const [west, north] = [node.offsetLeft - room, node.offsetTop - room];
  const [east, south] = [west + node.offsetWidth + 2 * room, north + node.offsetHeight + 2 * room];
  return points.reduce((sum, { x, y, weight }) =>
    sum + (x > west && x < east && y > north && y < south ? weight : 0), 0);
}

/** Paints the insets' frames on the main map, so that one sees where they lie. */
export function paintFrames(context, view, insets) {
  for (const inset of insets) {
    if (inset.node.hidden) continue;
    const a = view.map.latLngToLayerPoint(inset.bounds.getNorthWest());
    const b = view.map.latLngToLayerPoint(inset.bounds.getSouthEast());
    context.save();
    context.setLineDash([5, 4]);
    context.lineWidth = 1.3;
    context.strokeStyle = "#0B5283";
    context.strokeRect(a.x, a.y, b.x - a.x, b.y - a.y);
    context.restore();
  }
}
