// Finds runs, drivers, stops and factories by any part of their name in either language.

import { el, refill } from "./dom.js";
import { say, shorten } from "./words.js";

const MOST_RESULTS = 40;

/** The search field with its results. */
export function searchBox(panel, app) {
  const { words } = app;
  const results = el("div", { class: "zm-results", role: "group", "aria-live": "polite" });
  const input = el("input", { type: "search", value: panel.query, placeholder: words.search,
    "aria-label": words.search, "data-focus": "search", oninput: () => {
      panel.query = input.value;
      refill(results, found(panel.query, app));
    } });
  refill(results, found(panel.query, app));
  return el("div", { class: "zm-search" }, input, results);
}

function found(query, app) {
  const { words, model, state } = app;
  const wanted = query.trim().toLowerCase();
  if (!wanted) return [];
  const has = (text) => text.toLowerCase().includes(wanted);
  const both = (text) => Array.isArray(text) ? text.some(has) : has(text);
  const runs = model.runs.filter((run) => has(run.id) || both(run.vehicle) ||
    run.duties.some((duty) => has(duty.driver)));
  const places = model.places.filter((place) => both(place.name) || has(place.area));
  const items = [
    ...runs.map((run) => [run.id + " " + say(run.vehicle, state.language),
      () => app.select(run.index)]),
    ...places.map((place) => [say(place.name, state.language), () => app.showPlace(place.index)]),
  ];
  if (!items.length) return [el("p", { class: "zm-quiet", text: words.nothing })];
  const buttons = items.slice(0, MOST_RESULTS).map(([text, onclick]) => el("button",
    { type: "button", class: "zm-link", text: shorten(text, 48), onclick }));
  return [...buttons, el("p", { class: "zm-quiet", text: items.length + " " + words.resultCount })];
}
