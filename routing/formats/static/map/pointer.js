// What the pointer touches: marks before pins before ways; a tip while hovering.

import { el, shield } from "./dom.js";
import { commonName, hitMark } from "./marks.js";
import { pinContent, stopContent } from "./popup.js";
import { hitWay } from "./ways.js";
import { clockText } from "./clock.js";
import { say, shorten, whole } from "./words.js";

const REACH_PX = 7;
const FINGER_PX = 16;
const MOST_LINKS = 60;

/** Wires hovering and clicking. */
export function wirePointer(app) {
  const { map } = app;
  const tip = el("div", { class: "zm-tip", hidden: true, role: "tooltip" });
  map.getContainer().append(tip);
  map.on("mousemove", (event) => {
    const found = find(app, event.layerPoint, REACH_PX);
    map.getContainer().classList.toggle("zm-touching", Boolean(found));
    showTip(tip, found, event.containerPoint, app);
    app.hover(found && found.way && found.way.runs.length === 1 ? found.way.runs[0].index : null);
  });
  map.on("mouseout movestart", () => {
    tip.hidden = true;
  });
  map.on("click", (event) => {
    const finger = event.originalEvent.pointerType === "touch";
    click(app, find(app, event.layerPoint, finger ? FINGER_PX : REACH_PX), event.latlng);
  });
}

function find(app, point, reach) {
  const room = reach - REACH_PX + 2;
  const pin = hitMark(app.painted.pins, point, room);
  if (pin) return { pin: pin.pin };
  const mark = hitMark(app.painted.marks, point, room);
  if (mark) return { mark };
  const way = hitWay(app.painted.ways, point, reach);
  return way ? { way } : null;
}

function showTip(tip, found, at, app) {
  tip.hidden = !found;
  if (!found) return;
  tip.replaceChildren(...tipLines(found, app).map((text, i) => el(i ? "div" : "b", { text })));
  const size = app.map.getSize();
  tip.style.left = Math.min(at.x + 14, size.x - tip.offsetWidth - 8) + "px";
  tip.style.top = Math.min(at.y + 14, size.y - tip.offsetHeight - 8) + "px";
}

function tipLines(found, app) {
  const { words, state } = app;
  if (found.pin) {
    return [shorten(say(found.pin.place.name, state.language), 30),
      found.pin.people + " " + words.people + " " + words.waiting];
  }
  if (found.mark) return markLines(found.mark, app);
  if (found.way.runs.length > 1) {
    return [words.shared, found.way.runs.length + " " + words.vehicles + " · " +
      whole(found.way.people) + " " + words.people];
  }
  return runLines(found.way.runs[0], app);
}

function markLines(mark, app) {
  const { words, state } = app;
  if (mark.entries.length > 1) {
    return [commonName(mark.entries, state.language) + " · " + mark.entries.length + " " +
      words.places, mark.people + " " + words.people + " · " + words.clusterHint];
  }
  const entry = mark.entries[0];
  const lines = [shorten(say(entry.place.name, state.language), 30)];
  for (const { item, stop } of entry.calls.slice(0, 6)) {
    lines.push(shorten(item.run.id, 16) + "  " + clockText(stop.arrives) + "–" +
      clockText(stop.departs) + "  " + (stop.board ? "+" + stop.board : "") +
      (stop.alight ? "−" + stop.alight : ""));
  }
  if (entry.calls.length > 6) lines.push("+" + (entry.calls.length - 6));
  return lines;
}

function runLines(run, app) {
  const { words, model, state } = app;
  const last = run.stops[run.stops.length - 1];
  const name = (stop) => shorten(say(model.places[stop.place].name, state.language), 14);
  return [shorten(run.id, 20) + " · " + shorten(say(run.vehicle, state.language), 24),
    run.peak + (run.seats ? "/" + run.seats : "") + " " + words.people,
    clockText(run.stops[0].departs) + " " + name(run.stops[0]) + " → " + clockText(last.arrives) +
      " " + name(last)];
}

function click(app, found, latlng) {
  if (!found) {
    if (app.state.selected !== null) app.select(null);
    return;
  }
  if (found.pin) app.showPin(found.pin);
  else if (found.mark) clickMark(app, found.mark);
  else if (found.way.runs.length === 1) app.select(found.way.runs[0].index);
  else openList(app, found.way.runs, latlng);
}

function clickMark(app, mark) {
  const bounds = L.latLngBounds(mark.entries.map(({ place }) => [place.lat, place.lon]));
  const apart = bounds.getNorthEast().distanceTo(bounds.getSouthWest()) > 50;
  if (mark.entries.length > 1 && apart) app.fit(bounds.pad(0.2));
  else openPlace(app, mark.entries[0]);
}

/** Opens the timetable of a place. */
export function openPlace(app, entry) {
  popup(app, [entry.place.lat, entry.place.lon], stopContent(entry, app), [0, -8]);
}

/** Opens the reasons of people left out. */
export function openPin(app, pin) {
  popup(app, [pin.place.lat, pin.place.lon], pinContent(pin, app), [0, -34]);
}

function openList(app, runs, latlng) {
  const { words } = app;
  const node = el("div", { class: "zm-pop" },
    el("h3", { text: words.shared + " · " + runs.length + " " + words.vehicles }),
    el("p", {}, runs.slice(0, MOST_LINKS).map((run) => el("button", { type: "button",
      class: "zm-link zm-chip", text: shorten(run.id, 16), onclick: () => app.select(run.index) }))),
    runs.length > MOST_LINKS ? el("p", { class: "zm-quiet", text: "+" + (runs.length - MOST_LINKS) }) : null);
  popup(app, latlng, node, [0, 0]);
}

function popup(app, at, content, offset) {
  L.popup({ maxWidth: 380, minWidth: 200, maxHeight: Math.max(160, app.map.getSize().y * 0.5), offset,
    autoPanPadding: [16, 64] }).setLatLng(at).setContent(shield(content)).openOn(app.map);
}
