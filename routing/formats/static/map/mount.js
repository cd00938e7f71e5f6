// Puts a plan on a Leaflet map: state, panel, sheets, and what connects them.

import { readOutline } from "./base.js";
import { el, shield, svg } from "./dom.js";
import { makeInset } from "./insets.js";
import { addSheets } from "./layers.js";
import { gatherPins, gatherStops } from "./marks.js";
import { buildModel } from "./model.js";
import { dashOf, fillOf } from "./palette.js";
import { makePanel } from "./panel.js";
import { wirePointer } from "./pointer.js";
import { wirePrint } from "./print.js";
import { buildScene, widestBundle } from "./scene.js";
import { makeTimeBar } from "./timebar.js";
import { fillNote, fillToolbar } from "./toolbar.js";
import { addViews, NARROW_PX } from "./views.js";
import { wordsOf } from "./words.js";

const COLOUR_EACH_AT_MOST = 14;
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
  app.held = true; // nothing is painted until all is in its place
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
  app.held = false;
  app.insets.forEach((inset) => inset.update());
  Object.values(app.sheets).forEach((sheet) => sheet.repaint());
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
    widest: widestBundle(Infinity),
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
  app.isOnly = (runs) => state.hidden.size > 0 && runs.length + state.hidden.size ===
    model.runs.length && runs.every((run) => !state.hidden.has(run.index));
  app.showOnly = (runs) => {
    const shown = new Set(runs);
    state.hidden = new Set(model.runs.filter((run) => !shown.has(run)).map((run) => run.index));
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
  app.swatch = (index) => swatch(app, index);
  addViews(app);
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

function addControls(app) {
  const { map, options } = app;
  const container = map.getContainer();
  L.control.scale({ imperial: false, position: "topleft" }).addTo(map);
  app.bar = shield(el("div", { class: "zm-toolbar" }));
  app.note = el("p", { class: "zm-note" });
  app.legend = options.panel ? null : shield(el("div", { class: "zm-legend" }));
  container.append(app.bar, app.note, ...(app.legend ? [app.legend] : []));
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

function resize(app) {
  const container = app.map.getContainer();
  const wide = container.clientWidth;
  const high = container.clientHeight;
  app.state.tiny = !app.state.printing && (wide < ROOMY_PX || high < ROOMY_HIGH_PX);
  container.classList.toggle("zm-bare", !app.options.panel);
  const widest = widestBundle(wide);
  if (app.sheets && widest !== app.state.widest) {
    app.state.widest = widest;
    app.scene = buildScene(app.model, app.state);
    app.stops = gatherStops(app.model, app.scene);
  }
  app.state.widest = widest;
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
