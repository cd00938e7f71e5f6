// The runs by day, mode and role, with totals, and the people left out.

import { clockText, dayText, DAY_MIN } from "./clock.js";
import { bar } from "./details.js";
import { el } from "./dom.js";
import { groupRuns, sumRuns } from "./model.js";
import { fillOf, fillText } from "./palette.js";
import { say, shorten } from "./words.js";

/** The list of groups of runs. */
export function runList(panel, app) {
  const { model } = app;
  return el("div", { class: "zm-list" },
    groupRuns(model.runs).map((group) => groupBlock(group, panel, app)),
    leftOut(app));
}

function groupBlock(group, panel, app) {
  const { words, state, model } = app;
  const sum = sumRuns(group.runs);
  const shown = group.runs.filter((run) => !state.hidden.has(run.index)).length;
  const open = panel.open.has(group.key);
  const name = dayText(model.data.starts, group.runs[0].stops[0].departs, state.language, true) +
    " " + words[group.mode] + (group.role === "direct" ? "" : " " + words[group.role]);
  const box = el("input", { type: "checkbox", checked: shown > 0, "aria-label": name,
    "data-focus": "group-" + group.key, onchange: () => app.hide(group.runs, !box.checked) });
  box.indeterminate = shown > 0 && shown < group.runs.length;
  return el("section", { class: "zm-group" },
    el("h2", {}, box, el("button", { type: "button", class: "zm-fold",
      "data-focus": "fold-" + group.key, "aria-expanded": String(open), onclick: () => {
        if (open) panel.open.delete(group.key);
        else panel.open.add(group.key);
        panel.fill();
      } }, el("span", { text: name }),
    el("span", { class: "zm-quiet", text: sum.count + " " + words.vehicles + " " + sum.people +
      " " + words.people + (sum.seats ? " " + fillText(sum.fill) : "") }),
    el("span", { "aria-hidden": "true", text: open ? "▾" : "▸" }))),
    open ? el("ul", { class: "zm-plain" }, group.runs.map((run) => runRow(run, app))) : null);
}

function runRow(run, app) {
  const { state, model } = app;
  const last = run.stops[run.stops.length - 1];
  const name = (stop) => shorten(say(model.places[stop.place].name, state.language), 12);
  const days = Math.floor(last.arrives / DAY_MIN) - Math.floor(run.stops[0].departs / DAY_MIN);
  const box = el("input", { type: "checkbox", checked: !state.hidden.has(run.index),
    "aria-label": run.id, "data-focus": "show-" + run.index,
    onchange: () => app.hide([run], !box.checked) });
  const load = run.seats ? run.peak + "/" + run.seats : String(run.peak);
  return el("li", { class: "zm-run" }, box, el("button", { type: "button",
    "data-focus": "run-" + run.index, "data-run": run.id,
    onclick: () => app.select(run.index), onmouseenter: () => app.hover(run.index),
    onmouseleave: () => app.hover(null) },
  app.swatch(run.index),
  el("span", { class: "zm-id", text: shorten(run.mode === "coach" ? run.id
    : say(run.vehicle, state.language), 14) }),
  bar(Math.min(1, fillOf(run)), 44), el("span", { class: "zm-num", text: load }),
  el("span", { class: "zm-way", text: clockText(run.stops[0].departs) + "–" +
    clockText(last.arrives) + (days > 0 ? "+" + days : "") + "  " + name(run.stops[0]) + " → " +
    name(last) })));
}

function leftOut(app) {
  const { words, state } = app;
  if (!app.pins.length) return null;
  return el("section", { class: "zm-group" },
    el("h2", { class: "zm-left-out", text: words.leftOut + " " + app.model.data.totals.left_out +
      " " + words.people }),
    el("ul", { class: "zm-plain" }, app.pins.map((pin) => el("li", { class: "zm-run" },
      el("button", { type: "button", class: "zm-link", onclick: () => app.showPin(pin),
        text: shorten(say(pin.place.name, state.language), 20) + " · " + pin.people + " " +
          words.people }),
      el("span", { class: "zm-quiet", text: " " + [...new Set(pin.groups.flatMap((group) =>
        group.reasons.map(([code]) => code)))].join(" ") })))));
}
