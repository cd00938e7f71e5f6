// Puts a plan on a Leaflet map: state, panel, sheets, and what connects them.

import { paintBase, paintGround, projector, readOutline } from "./base.js";
import { gcjCrs } from "./datum.js";
import { el, shield, svg, toggle } from "./dom.js";
import { makeInset, paintFrames, placeInsets } from "./insets.js";
import { paintLive } from "./live.js";
import { gatherPins, gatherStops, paintPins, paintStops } from "./marks.js";
import { buildModel } from "./model.js";
import { dashOf, fillOf } from "./palette.js";
import { makePanel } from "./panel.js";
import { openPin, openPlace, wirePointer } from "./pointer.js";
import { wirePrint } from "./print.js";
import { isPrinting, makeSheet } from "./sheet.js";
import { makeTimeBar } from "./timebar.js";
import { buildScene, paintGlow, paintWays } from "./ways.js";
import { wordsOf } from "./words.js";

const COLOUR_EACH_AT_MOST = 14;
const NARROW_PX = 720;
const ROOMY_PX = 1000;
const ROOMY_HIGH_PX = 620;
const LOW_PX = 520;

/** Shows a plan on a map; `options.panel` false leaves the panel to the page around it. */
export function mount(map, data, options) {
  const app = { map, model: buildModel(data), outline: readOutline(data.outline),
    options: { panel: true, insets: true, time: true, ...options },
    painted: { marks: [], pins: [], ways: [] }, insets: [] };
  app.pins = gatherPins(app.model);
  app.state = firstState(app);
  app.words = wordsOf(app.state.language);
  addActions(app);
  const container = map.getContainer();
  container.classList.add("zm");
  container.setAttribute("role", "region");
  app.scene = buildScene(app.model, app.state);
  app.stops = gatherStops(app.model, app.scene);
  map.setView(map.getCenter(), map.getZoom(), { animate: false });
  addControls(app);
  addSheets(app);
  resize(app);
  if (container.clientWidth < NARROW_PX) app.setPanel(false);
  app.refresh();
  app.fitAll();
  wirePointer(app);
  wireKeys(app);
  wirePrint(app);
  new ResizeObserver(() => resize(app)).observe(container);
  map.on("moveend", () => app.insets.forEach((inset) => inset.update()));
  app.insets.forEach((inset) => inset.update());
  app.sheets.ways.repaint();
  container.zhidaMap = publicFace(app);
  container.dispatchEvent(new CustomEvent("plan:ready", { bubbles: true }));
  return container.zhidaMap;
}

function firstState(app) {
  const { model } = app;
  const roles = new Set(model.runs.map((run) => run.role));
  const gates = new Set(model.runs.map((run) => run.gate));
  let colourBy = "vehicle";
  if (model.runs.length > COLOUR_EACH_AT_MOST) {
    const fewGates = gates.size > 1 && gates.size <= COLOUR_EACH_AT_MOST;
    colourBy = fewGates ? "gate" : roles.size > 1 ? "role" : "fill";
  }
  return { language: model.data.language, colourBy, hidden: new Set(), selected: null, over: null,
    mode: "road", minute: null, tiles: -1, panel: true, insets: true, tiny: false,
    show: { labels: true, empties: false, outline: true, pins: true } };
}

// What controls may do. Every change ends in a refresh.
function addActions(app) {
  const { map, model, state } = app;
  app.set = (change) => {
    Object.assign(state, change);
    app.words = wordsOf(state.language);
    app.refresh();
  };
  app.hide = (runs, hidden) => {
    for (const run of runs) hidden ? state.hidden.add(run.index) : state.hidden.delete(run.index);
    app.refresh();
  };
  app.select = (index) => {
    state.selected = index;
    if (index !== null) state.hidden.delete(index);
    map.closePopup();
    app.refresh();
    const detail = index === null ? null : model.runs[index].id;
    map.getContainer().dispatchEvent(new CustomEvent("plan:select", { detail, bubbles: true }));
  };
  app.hover = (index) => {
    if (state.over === index) return;
    state.over = index;
    app.sheets.live.repaint();
  };
  app.setMinute = (minute) => {
    state.minute = minute;
    app.time.set(minute);
    app.sheets.live.repaint();
  };
  app.setPanel = (open) => {
    app.set({ panel: open });
    map.getContainer().classList.toggle("zm-closed", !open);
  };
  app.has = (layer) => ({
    labels: true, outline: app.outline !== null, pins: app.pins.length > 0,
    empties: model.runs.some((run) => run.empties.length > 0),
  })[layer];
  app.refresh = () => refresh(app);
  addViews(app);
}

function addViews(app) {
  const { map, model } = app;
  app.fit = (bounds) => map.fitBounds(bounds, { animate: false, maxZoom: 13, ...room(app) });
  app.fitAll = () => {
    const bounds = boundsOf(app, model.runs);
    app.clear = false;
    app.fit(bounds);
    app.insets.forEach((inset) => inset.update());
    if (!placeInsets(app)) return;
    app.clear = true;
    app.fit(bounds);
    app.insets.forEach((inset) => inset.update());
    placeInsets(app);
  };
  app.fitSelected = () => app.fit(boundsOf(app, [model.runs[app.state.selected]]));
  app.showPlace = (index) => {
    const place = model.places[index];
    const bounds = map.getBounds();
    if (!bounds.contains([place.lat, place.lon]) || map.getZoom() < 9) {
      map.setView([place.lat, place.lon], Math.max(9.5, map.getZoom()), { animate: false });
    }
    const entry = gatherStops(model, app.scene).find((stop) => stop.place.index === index);
    if (entry) openPlace(app, entry);
  };
  app.showPin = (pin) => openPin(app, pin);
  app.swatch = (index) => swatch(app, index);
  app.setTiles = (index) => setTiles(app, index);
}

function boundsOf(app, runs) {
  const points = runs.flatMap((run) => run.road.points);
  if (runs.length === app.model.runs.length) {
    for (const pin of app.pins) points.push([pin.place.lat, pin.place.lon]);
  }
  if (!points.length) return L.latLngBounds([18, 74], [53, 134]);
  return L.latLngBounds(points);
}

// Room that controls take away from the map, so that fitted bounds lie in the free part.
function room(app) {
  const size = app.map.getSize();
  const { panel } = app.options;
  if (app.state.printing) {
    return { paddingTopLeft: [24, 40], paddingBottomRight: [290, 60] };
  }
  if (size.x < NARROW_PX) {
    const sheet = panel && app.state.panel ? Math.min(size.y * 0.46, 380) : 56;
    return { paddingTopLeft: [18, 64], paddingBottomRight: [18, sheet + (app.options.time ? 62 : 10)] };
  }
  // `clear`: the insets would hide something, so the map keeps out of their rows.
  const inset = app.insets.find(({ node }) => !node.hidden);
  const below = app.clear && inset ? inset.node.offsetHeight + 56 : 110;
  return { paddingTopLeft: [60, 84],
    paddingBottomRight: [panel && app.state.panel ? 392 : 60, below] };
}

function swatch(app, index) {
  const run = app.model.runs[index];
  const { colour, turn } = app.scene.colours[index];
  const dash = dashOf(turn, app.state.mode === "straight" || run.schematic);
  return svg("svg", { class: "zm-swatch", width: 26, height: 8, viewBox: "0 0 26 8",
    "aria-hidden": "true" },
  svg("line", { x1: 1, x2: 25, y1: 4, y2: 4, stroke: colour,
    "stroke-width": (2.4 + 2 * Math.min(1, fillOf(run))).toFixed(1),
    "stroke-dasharray": dash.join(" ") }));
}

function setTiles(app, index) {
  const { map, model, state } = app;
  if (app.tileLayer) app.tileLayer.remove();
  const layer = model.data.tiles[index];
  map.options.crs = layer && layer.datum === "gcj02" ? gcjCrs() : L.CRS.EPSG3857;
  map.setView(map.getCenter(), layer ? Math.round(map.getZoom()) : map.getZoom(), { reset: true });
  app.tileLayer = layer ? L.tileLayer(layer.url, { maxZoom: layer.max_zoom, zIndex: 1 }).addTo(map)
    : null;
  app.set({ tiles: index, show: { ...state.show, outline: !layer } });
}

function addControls(app) {
  const { map, options } = app;
  const container = map.getContainer();
  L.control.scale({ imperial: false, position: "topleft" }).addTo(map);
  app.bar = shield(el("div", { class: "zm-toolbar" }));
  app.note = el("p", { class: "zm-note" });
  container.append(app.bar, app.note);
  app.panel = options.panel ? makePanel(app) : null;
  if (app.panel) container.append(app.panel.node);
  app.time = makeTimeBar(app);
  if (options.time) container.append(app.time.node);
  if (options.insets) {
    for (const side of ["home", "city"]) {
      const area = app.model.data[side];
      if (area) app.insets.push(makeInset(app, side, area));
    }
  }
  container.append(...app.insets.map((inset) => inset.node));
}

function addSheets(app) {
  const { map } = app;
  map.createPane("zm-base").style.zIndex = 300;
  map.createPane("zm-live").style.zIndex = 450;
  map.getPane("zm-base").style.pointerEvents = "none";
  map.getPane("zm-live").style.pointerEvents = "none";
  app.sheets = {
    base: makeSheet("zm-base", (context, view) => {
      if (app.state.show.outline) paintBase(context, view, app.outline);
    }).addTo(map),
    ways: makeSheet("overlayPane", (context, view) => paintPlan(context, view, app)).addTo(map),
    live: makeSheet("zm-live", (context, view) => paintTop(context, view, app)).addTo(map),
  };
}

function paintPlan(context, view, app) {
  const { state } = app;
  if (isPrinting() && state.show.outline) paintGround(context, view, app.outline);
  if (state.show.empties) paintEmpties(context, view, app);
  app.painted.ways = paintWays(context, view, app.scene, { scale: 1 });
  const stops = app.scene.many && app.scene.chosen === null ? app.stops.slice(0, 400) : app.stops;
  app.painted.marks = paintStops(context, view, stops, {
    names: state.show.labels, words: app.words, language: state.language,
  });
  app.painted.pins = state.show.pins ? paintPins(context, view, app.pins) : [];
  paintFrames(context, view, app.insets);
}

function paintEmpties(context, view, app) {
  const project = projector(view.map);
  context.save();
  context.setLineDash([2, 5]);
  context.lineWidth = 1.5;
  context.strokeStyle = "#6B7280";
  context.beginPath();
  for (const item of app.scene.lines) {
    if (app.scene.chosen !== null && !item.chosen) continue;
    for (const [from, to] of item.run.empties) {
      const a = app.model.places[from];
      const b = app.model.places[to];
      const start = project(a.lat, a.lon);
      const end = project(b.lat, b.lon);
      context.moveTo(start.x, start.y);
      context.lineTo(end.x, end.y);
    }
  }
  context.stroke();
  context.restore();
}

function paintTop(context, view, app) {
  const item = app.scene.lines.find((line) => line.run.index === app.state.over);
  if (item) paintGlow(context, view, item);
  paintLive(context, view, app);
}

function refresh(app) {
  const { state, model, words } = app;
  app.scene = buildScene(model, state);
  app.stops = gatherStops(model, app.scene);
  app.map.getContainer().setAttribute("aria-label", words.map);
  if (document.body.classList.contains("zm-page")) {
    document.documentElement.lang = state.language === "en" ? "en" : "zh-CN";
  }
  fillToolbar(app);
  fillNote(app);
  if (app.panel) app.panel.fill();
  app.time.label();
  app.time.draw();
  app.time.set(state.minute === null ? app.time.from : state.minute);
  Object.values(app.sheets).forEach((sheet) => sheet.repaint());
  app.insets.forEach((inset) => {
    inset.label();
    inset.update();
  });
}

function fillToolbar(app) {
  const { words, state, model, map } = app;
  const area = (side) => app.model.data[side];
  const go = (side) => {
    const [, south, west, north, east] = area(side);
    app.fit(L.latLngBounds([south, west], [north, east]));
  };
  const plain = (text, onclick, label) => el("button", { type: "button", class: "zm-button", text,
    onclick, "aria-label": label || null });
  app.bar.replaceChildren(...[
    el("span", { class: "zm-together" }, plain("+", () => map.zoomIn(), words.zoomIn),
      plain("−", () => map.zoomOut(), words.zoomOut)),
    plain(words.all, () => app.fitAll()),
    area("home") ? plain(words.home, () => go("home")) : null,
    area("city") ? plain(words.city, () => go("city")) : null,
    model.hasRoads ? el("span", { class: "zm-together" },
      toggle(words.road, state.mode === "road", () => app.set({ mode: "road" })),
      toggle(words.straight, state.mode === "straight", () => app.set({ mode: "straight" }))) : null,
    plain(words.print, () => window.print()),
    plain(words.language, () => app.set({ language: state.language === "zh" ? "en" : "zh" })),
  ].filter(Boolean));
}

function fillNote(app) {
  const { words, state, model } = app;
  const parts = [];
  if (model.hasSchematic || state.mode === "straight") parts.push(words.schematic);
  if (app.outline && state.show.outline) {
    parts.push(model.data.outline.source[state.language === "en" ? 1 : 0]);
  }
  if (state.tiles >= 0) parts.push(model.data.tiles[state.tiles].attribution);
  app.note.textContent = parts.join(" · ");
  app.note.hidden = parts.length === 0;
}

function resize(app) {
  const container = app.map.getContainer();
  const wide = container.clientWidth;
  const high = container.clientHeight;
  app.state.tiny = !app.state.printing && (wide < ROOMY_PX || high < ROOMY_HIGH_PX);
  container.classList.toggle("zm-narrow", wide < NARROW_PX);
  container.classList.toggle("zm-low", high < LOW_PX);
  container.classList.toggle("zm-wide-time", app.state.tiny);
  app.map.invalidateSize({ animate: false });
  app.time.draw();
  if (app.sheets) app.insets.forEach((inset) => inset.update());
}

function wireKeys(app) {
  app.map.getContainer().addEventListener("keydown", (event) => {
    if (event.key === "Escape" && app.state.selected !== null) app.select(null);
  });
  if (!app.panel) return;
  app.panel.node.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && app.state.selected !== null) app.select(null);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const rows = [...app.panel.node.querySelectorAll("[data-run]")];
    const at = rows.indexOf(document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    rows[Math.max(0, Math.min(rows.length - 1, at + step))].focus();
  });
}

// What the page around the map may call; ids are run ids.
function publicFace(app) {
  const indexOf = (id) => app.model.runs.findIndex((run) => run.id === id);
  return {
    map: app.map,
    select: (id) => app.select(id === null || indexOf(id) < 0 ? null : indexOf(id)),
    show: (ids) => {
      const wanted = ids === null ? null : new Set(ids);
      app.state.hidden = new Set(app.model.runs.filter((run) => wanted && !wanted.has(run.id))
        .map((run) => run.index));
      app.refresh();
    },
    setTime: (minute) => app.setMinute(minute),
    setLanguage: (language) => app.set({ language }),
    fitAll: () => app.fitAll(),
    state: app.state, painted: app.painted, model: app.model,
  };
}
