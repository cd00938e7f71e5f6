// One run in full: load, timetable, drivers' hours, connections, empty drives.

import { clockText, dayText, momentText, spanText, DAY_MIN } from "./clock.js";
import { el, svg } from "./dom.js";
import { onOffText } from "./popup.js";
import { fillOf, fillText } from "./palette.js";
import { say, shorten, whole, yuan } from "./words.js";

const MOST_LETTERS = 40;
const ACTIVITY_COLOURS = {
  drive: "#0B5283", break: "#E69F00", halt: "#CC79A7", rest: "#009E73", standby: "#D5DCE1",
};

/** The details of a run for the panel. */
export function runDetails(run, app) {
  const { words, state } = app;
  return el("section", { class: "zm-details", "aria-label": run.id },
    el("button", { type: "button", class: "zm-button zm-back", "data-focus": "back", text: "‹ " + words.back,
      onclick: () => app.select(null) }),
    heading(run, app), loadLine(run, words), timetable(run, app),
    run.duties.length ? crew(run, app) : null,
    run.relays.length ? relays(run, app) : null,
    run.partners.length ? connections(run, app) : null,
    run.empties.length ? empties(run, app) : null,
    el("button", { type: "button", class: "zm-button", text: words.fit,
      onclick: () => app.fitSelected() }),
    state.mode === "straight" || run.schematic
      ? el("p", { class: "zm-quiet", text: words.schematic }) : null);
}

function heading(run, app) {
  const { words, state, model } = app;
  const colour = app.scene.colours[run.index].colour;
  return el("header", {},
    el("h2", {}, app.swatch(run.index), " " + shorten(run.id, MOST_LETTERS) + " ",
      el("small", { text: shorten(say(run.vehicle, state.language), MOST_LETTERS) })),
    el("p", { class: "zm-quiet", "data-colour": colour, text: [words[run.mode] + " " +
      words[run.role], dayText(model.data.starts, run.stops[0].departs, state.language, true),
    whole(run.distance_m / 1000) + " " + words.km, yuan(run.cost_fen)].join(" · ") }));
}

function loadLine(run, words) {
  const share = Math.min(1, fillOf(run));
  const text = run.seats ? run.peak + " / " + run.seats + " " + words.seats +
    " · " + fillText(fillOf(run)) : run.peak + " " + words.people;
  return el("p", { class: "zm-load" }, bar(share, 120), " " + text);
}

/** A small bar that shows a share. */
export function bar(share, wide) {
  return svg("svg", { class: "zm-bar", width: wide, height: 8, viewBox: "0 0 " + wide + " 8",
    "aria-hidden": "true" },
  svg("rect", { width: wide, height: 8, rx: 4, fill: "#DFE5E9" }),
  svg("rect", { width: Math.max(3, wide * share), height: 8, rx: 4, fill: "#4A5B67" }));
}

function timetable(run, app) {
  const { words, model, state } = app;
  const heads = ["", words.stop, words.arrives, words.departs, words.onOff, words.onBoard];
  const first = Math.floor(run.stops[0].arrives / DAY_MIN);
  const cell = (minute) => {
    const days = Math.floor(minute / DAY_MIN) - first;
    return el("td", { class: "zm-num" }, clockText(minute),
      days > 0 ? el("sup", { text: "+" + days }) : null);
  };
  return el("table", { class: "zm-table" },
    el("caption", { text: words.timetable }),
    el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col", text: head })))),
    el("tbody", {}, run.stops.map((stop, i) => el("tr", {},
      el("td", { class: "zm-seq", text: String(i + 1) }),
      el("th", { scope: "row" }, el("button", { type: "button", class: "zm-link",
        text: shorten(say(model.places[stop.place].name, state.language), MOST_LETTERS),
        onclick: () => app.showPlace(stop.place) })),
      cell(stop.arrives), cell(stop.departs),
      el("td", { class: "zm-num", text: onOffText(stop) }),
      el("td", { class: "zm-num", text: String(stop.onBoard) })))));
}

function crew(run, app) {
  const { words } = app;
  const from = Math.min(...run.duties.map((duty) => duty.activities[0].starts));
  const to = Math.max(...run.duties.map((duty) => duty.activities[duty.activities.length - 1].ends));
  const used = new Set(run.duties.flatMap((duty) => duty.activities.map((a) => a.kind)));
  return el("section", {}, el("h3", { text: words.crew }),
    run.duties.map((duty) => driver(duty, from, to, app)),
    el("p", { class: "zm-key" }, Object.keys(ACTIVITY_COLOURS).filter((kind) => used.has(kind))
      .map((kind) => el("span", {}, chip(ACTIVITY_COLOURS[kind]), words[kind]))));
}

/** A coloured square for a key. */
export function chip(colour) {
  return svg("svg", { width: 11, height: 11, viewBox: "0 0 11 11", "aria-hidden": "true" },
    svg("rect", { width: 11, height: 11, rx: 2, fill: colour }));
}

function driver(duty, from, to, app) {
  const { words, model, state } = app;
  const wide = 264;
  const scale = wide / Math.max(1, to - from);
  const sums = {};
  for (const a of duty.activities) sums[a.kind] = (sums[a.kind] || 0) + a.ends - a.starts;
  const parts = duty.activities.map((a) => svg("rect", {
    x: (a.starts - from) * scale, width: Math.max(0.8, (a.ends - a.starts) * scale),
    y: 0, height: 12, fill: ACTIVITY_COLOURS[a.kind],
  }, title(words[a.kind] + " " + momentText(model.data.starts, a.starts, state.language) +
    "–" + clockText(a.ends))));
  const pauses = duty.activities.filter((a) => a.kind === "break" || a.kind === "halt" ||
    a.kind === "rest").map((a) => words[a.kind] + " " + clockText(a.starts) + "–" + clockText(a.ends));
  return el("div", { class: "zm-driver" },
    el("div", { class: "zm-row" }, el("b", { text: shorten(duty.driver, MOST_LETTERS) }),
      el("span", { class: "zm-quiet", text: ["drive", "standby"].filter((kind) => sums[kind])
        .map((kind) => words[kind] + " " + spanText(sums[kind])).join(" · ") })),
    svg("svg", { width: "100%", height: 12, viewBox: "0 0 " + wide + " 12",
      preserveAspectRatio: "none", role: "img", "aria-label": pauses.join(", ") || duty.driver },
    ...parts),
    pauses.length ? el("div", { class: "zm-quiet", text: pauses.join("、") }) : null);
}

function title(text) {
  const node = svg("title", {});
  node.textContent = text;
  return node;
}

function connections(run, app) {
  const { words, model, state } = app;
  const partners = run.partners.map((index) => model.runs[index])
    .sort((a, b) => a.firstMin - b.firstMin);
  return el("section", {}, el("h3", { text: words.changes + " · " + partners.length }),
    el("ul", { class: "zm-plain" }, partners.map((partner) => el("li", {},
      el("button", { type: "button", class: "zm-link", onclick: () => app.select(partner.index) },
        app.swatch(partner.index), " " + shorten(partner.id, 24)),
      el("span", { class: "zm-quiet", text: " " + words[partner.role] + " " +
        shorten(say(partner.vehicle, state.language), 18) + " " +
        clockText(partner.stops[0].departs) + "–" +
        clockText(partner.stops[partner.stops.length - 1].arrives) })))));
}

function relays(run, app) {
  const { words, model, state } = app;
  return el("section", {}, el("h3", { text: words.relay }),
    el("ul", { class: "zm-plain" }, run.relays.map((relay) => el("li", {},
      el("button", { type: "button", class: "zm-link",
        text: shorten(say(relay.name, state.language), MOST_LETTERS),
        onclick: () => app.showPlace(relay.place) }),
      " " + momentText(model.data.starts, relay.arrives, state.language) + "–" +
        clockText(relay.departs),
      el("span", { class: "zm-quiet", text: " · " + shorten(relay.leaves, MOST_LETTERS) + " → " +
        shorten(relay.joins, MOST_LETTERS) })))));
}

function empties(run, app) {
  const { words, model, state } = app;
  const name = (index) => shorten(say(model.places[index].name, state.language), 20);
  return el("section", {}, el("h3", { text: words.emptyDrives }),
    el("ul", { class: "zm-plain" }, run.empties.map(([from, to, departs, arrives, metres]) =>
      el("li", { text: name(from) + " → " + name(to) + " · " + clockText(departs) + "–" +
        clockText(arrives) + " · " + whole(metres / 1000) + " " + words.km }))));
}
