// The panel: totals, search, colours, layers, and the runs by day and mode.

import { clockText } from "./clock.js";
import { chip, runDetails } from "./details.js";
import { el, refill, shield, svg } from "./dom.js";
import { runList } from "./list.js";
import { groupRuns, sumRuns } from "./model.js";
import { FILL_STEPS, ROLE_COLOURS, fillText } from "./palette.js";
import { searchBox } from "./search.js";
import { say, shorten, whole, yuan } from "./words.js";

const OPEN_AT_MOST = 40;

/** Makes the panel; `app.refresh` fills it anew. */
export function makePanel(app) {
  const body = el("div", { class: "zm-panel-body" });
  const handle = el("button", { type: "button", class: "zm-handle",
    onclick: () => app.setPanel(!app.state.panel) });
  const node = shield(el("aside", { class: "zm-panel" }, handle, body));
  const panel = { node, body, handle, query: "", open: null };
  panel.fill = () => fillPanel(panel, app);
  return panel;
}

function fillPanel(panel, app) {
  const { state, words, model } = app;
  if (panel.open === null) {
    const groups = groupRuns(model.runs);
    panel.open = new Set(model.runs.length <= OPEN_AT_MOST ? groups.map((group) => group.key) : []);
  }
  panel.node.setAttribute("aria-label", words.panel);
  panel.handle.setAttribute("aria-expanded", String(state.panel));
  const shown = model.runs.filter((run) => !state.hidden.has(run.index));
  const sum = sumRuns(shown);
  refill(panel.handle, el("span", { class: "zm-handle-text", text: handleText(sum, app) }),
  el("span", { "aria-hidden": "true", text: state.panel ? "▾" : "▴" }));
  const scroll = panel.body.scrollTop;
  const focus = focusAfter(panel, app);
  if (state.selected !== null) {
    refill(panel.body, runDetails(model.runs[state.selected], app));
    if (panel.shown !== state.selected) panel.body.scrollTop = 0;
  } else {
    refill(panel.body, summary(sum, app), searchBox(panel, app), tools(app), key(app),
      runList(panel, app));
    panel.body.scrollTop = panel.shown === null ? scroll : panel.kept || 0;
  }
  if (state.selected === null) panel.kept = panel.body.scrollTop;
  else if (panel.shown === null) panel.kept = scroll;
  panel.shown = state.selected;
  restoreFocus(panel.body, focus);
}

// On a phone the handle is all that shows until it is opened.
function handleText(sum, app) {
  const { state, words, model } = app;
  if (state.selected === null) {
    return sum.count + " " + words.vehicles + " · " + model.data.totals.carried + "/" +
      model.data.totals.demand + " " + words.people;
  }
  const run = model.runs[state.selected];
  return shorten(run.id, 16) + " · " + run.peak + " " + words.people + " · " +
    clockText(run.stops[0].departs) + "–" + clockText(run.stops[run.stops.length - 1].arrives);
}

// Filling the panel anew must not throw a keyboard user out of it: from a row to its details,
// from the details back to the row.
function focusAfter(panel, app) {
  const active = document.activeElement;
  if (!panel.body.contains(active)) return null;
  const { selected } = app.state;
  if (selected !== null && selected !== panel.shown) return "back";
  if (selected === null && typeof panel.shown === "number") return "run-" + panel.shown;
  return active.getAttribute("data-focus");
}

function restoreFocus(body, focus) {
  if (!focus) return;
  for (const node of body.querySelectorAll("[data-focus]")) {
    if (node.getAttribute("data-focus") === focus) {
      node.focus({ preventScroll: true });
      return;
    }
  }
}

function summary(sum, app) {
  const { words, model, state } = app;
  const totals = model.data.totals;
  const extra = [];
  if (totals.own_travel) extra.push(words.ownTravel + " " + totals.own_travel + " " + words.people);
  if (totals.left_out) extra.push(words.leftOut + " " + totals.left_out + " " + words.people);
  const people = totals.carried + totals.own_travel;
  return el("header", { class: "zm-summary" },
    el("h1", { text: shorten(say(model.data.title, state.language), 80) }),
    el("p", { class: "zm-status zm-" + totals.status }, words[totals.status] +
      (extra.length ? " · " + extra.join(" · ") : "")),
    el("dl", {},
      figure(words.carried, whole(totals.carried) + "/" + whole(totals.demand), ""),
      figure(words.runCount, whole(sum.count), ""),
      figure(words.fill, fillText(sum.fill), ""),
      figure(words.distance, whole(sum.distance / 1000), words.km),
      figure(words.cost, yuan(totals.cost_fen), ""),
      figure(words.perHead, people ? yuan(totals.cost_fen / people) : "–", "")));
}

function figure(name, value, unit) {
  return el("div", {}, el("dt", { text: name }),
    el("dd", {}, value, unit ? el("small", { text: " " + unit }) : null));
}

function tools(app) {
  const { words, state } = app;
  const layers = [["labels", words.labels], ["empties", words.empties], ["pins", words.pins],
    ["outline", words.outline]].filter(([name]) => app.has(name));
  return el("div", { class: "zm-tools" },
    el("label", {}, words.colour + " ", colourChoice(app)),
    el("button", { type: "button", class: "zm-link", text: words.showAll, "data-focus": "all",
      onclick: () => app.hide(app.model.runs, false) }),
    el("button", { type: "button", class: "zm-link", text: words.hideAll, "data-focus": "none",
      onclick: () => app.hide(app.model.runs, true) }),
    el("fieldset", {}, el("legend", { class: "zm-hidden", text: words.layers }),
      layers.map(([name, text]) => tick(text, state.show[name],
        (on) => app.set({ show: { ...state.show, [name]: on } }), "layer-" + name)),
      tiles(app)));
}

/** Chooses what the colours say. */
export function colourChoice(app) {
  const { words, state } = app;
  const choose = el("select", { "aria-label": words.colour, "data-focus": "colour",
    onchange: () => app.set({ colourBy: choose.value }) },
  [["vehicle", words.byVehicle], ["gate", words.byGate], ["fill", words.byFill],
    ["role", words.byRole]].map(([value, text]) => el("option", { value, text,
    selected: value === state.colourBy })));
  return choose;
}

function tiles(app) {
  const { words, state, model } = app;
  if (!model.data.tiles.length) return null;
  const choose = el("select", { "aria-label": words.layers, "data-focus": "tiles",
    onchange: () => app.setTiles(Number(choose.value)) },
  el("option", { value: "-1", text: words.noTiles, selected: state.tiles === -1 }),
  model.data.tiles.map((layer, i) => el("option", { value: String(i),
    text: say(layer.name, state.language), selected: state.tiles === i })));
  return choose;
}

function tick(text, checked, onchange, focus) {
  const input = el("input", { type: "checkbox", checked, "data-focus": focus,
    onchange: () => onchange(input.checked) });
  return el("label", { class: "zm-tick" }, input, " " + text);
}

/** What the colours and shapes mean. */
export function key(app) {
  const { words, state, model } = app;
  const colours = [];
  if (state.colourBy === "fill") {
    for (const step of FILL_STEPS) colours.push(el("span", {}, chip(step.colour), step.label));
  }
  if (state.colourBy === "role") {
    for (const role of new Set(model.runs.map((run) => run.role))) {
      colours.push(only(app, model.runs.filter((run) => run.role === role),
        chip(ROLE_COLOURS[role]), words[role]));
    }
  }
  if (state.colourBy === "gate") {
    const seen = new Set();
    for (const run of model.runs) {
      if (seen.has(run.gate) || seen.size > 13) continue;
      seen.add(run.gate);
      const coach = model.runs.find((other) => other.gate === run.gate && other.mode === "coach");
      colours.push(only(app, model.runs.filter((other) => other.gate === run.gate),
        app.swatch((coach || run).index),
        shorten(say(model.places[run.gate].name, state.language), 14)));
    }
  }
  const shapes = [["circle", words.pickup], ["square", words.factory]];
  if (model.runs.some((run) => run.mode !== "coach")) shapes.push(["diamond", words.station]);
  return el("div", { class: "zm-keys" },
    colours.length ? el("p", { class: "zm-key" }, colours) : null,
    el("p", { class: "zm-key" }, shapes.map(([shape, text]) => el("span", {}, mark(shape), text)),
      el("span", {}, mark("circle", "n"), words.merged)),
    el("p", { class: "zm-quiet", text: app.scene.many ? words.many : words.width }));
}

// A line of the key that shows its runs alone, and all again.
function only(app, runs, picture, text) {
  const pressed = app.isOnly(runs);
  return el("button", { type: "button", class: "zm-only", "aria-pressed": String(pressed),
    "data-focus": "only-" + runs[0].index, title: app.words.only + " " + text,
    onclick: () => app.showOnly(pressed ? app.model.runs : runs) }, picture, text);
}

function mark(shape, text) {
  const common = { fill: text ? "#1B2730" : "#fff", stroke: "#1B2730", "stroke-width": 1.8 };
  const node = svg("svg", { width: 14, height: 14, viewBox: "0 0 14 14", "aria-hidden": "true" });
  if (shape === "circle") node.append(svg("circle", { cx: 7, cy: 7, r: 5, ...common }));
  if (shape === "square") node.append(svg("rect", { x: 2, y: 2, width: 10, height: 10, ...common }));
  if (shape === "diamond") node.append(svg("path", { d: "M7 1 13 7 7 13 1 7z", ...common }));
  if (text) {
    const letter = svg("text", { x: 7, y: 10, "text-anchor": "middle", "font-size": 8, fill: "#fff" });
    letter.textContent = text;
    node.append(letter);
  }
  return node;
}
