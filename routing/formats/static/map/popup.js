// What opens on the map itself: the timetable of a place, and why people are left out.

import { clockText, dayText } from "./clock.js";
import { el } from "./dom.js";
import { say, shorten } from "./words.js";

const LONG_NAME = 60;
const MOST_ROWS = 60;

/** The vehicles that call at a place, in order of time. */
export function stopContent(entry, app) {
  const { words, state, model } = app;
  const calls = [...entry.calls].sort((a, b) => a.stop.arrives - b.stop.arrives);
  const heads = [words.runs, words.arrives, words.departs, words.onOff, words.onBoard];
  const rows = calls.slice(0, MOST_ROWS).map(({ item, stop }) => el("tr", {},
    el("th", { scope: "row" }, el("button", {
      type: "button", class: "zm-link", text: shorten(item.run.id, 24),
      onclick: () => app.select(item.run.index),
    })),
    el("td", { class: "zm-num", text: clockText(stop.arrives) }),
    el("td", { class: "zm-num", text: clockText(stop.departs) }),
    el("td", { class: "zm-num", text: onOffText(stop) }),
    el("td", { class: "zm-num", text: String(stop.onBoard) })));
  const day = dayText(model.data.starts, calls[0].stop.arrives, state.language, true);
  return el("div", { class: "zm-pop" },
    el("h3", { text: shorten(say(entry.place.name, state.language), LONG_NAME) }),
    el("p", { class: "zm-quiet", text: shorten(entry.place.area.split("/").join(" "), LONG_NAME) +
      " · " + day + " · " + peopleText(entry, words) }),
    el("table", {}, el("thead", {}, el("tr", {},
      heads.map((head) => el("th", { scope: "col", text: head })))), el("tbody", {}, rows)),
    calls.length > MOST_ROWS ? el("p", { class: "zm-quiet", text: "+" + (calls.length - MOST_ROWS) }) : null);
}

function peopleText(entry, words) {
  const parts = [];
  if (entry.board) parts.push("+" + entry.board);
  if (entry.alight) parts.push("−" + entry.alight);
  return parts.join(" / ") + " " + words.people;
}

/** Signed numbers of people who board and alight. */
export function onOffText(stop) {
  const parts = [];
  if (stop.board) parts.push("+" + stop.board);
  if (stop.alight) parts.push("−" + stop.alight);
  return parts.join(" ") || "·";
}

/** Who waits at a place and why. */
export function pinContent(pin, app) {
  const { words, state } = app;
  return el("div", { class: "zm-pop" },
    el("h3", { text: shorten(say(pin.place.name, state.language), LONG_NAME) + " · " + pin.people +
      " " + words.waiting }),
    pin.groups.map((group) => el("section", {},
      el("p", {}, el("b", { text: group.people + " " + words.people }),
        " " + words.toward + " " + shorten(say(group.destination.name, state.language), LONG_NAME)),
      el("ul", {}, group.reasons.map(([code, detail]) => el("li", {},
        say(detail, state.language) || code,
        say(detail, state.language) ? el("span", { class: "zm-quiet", text: " " + code }) : null))),
      say(group.repair, state.language) ? el("p", { text: words.repair + "：" +
        say(group.repair, state.language) }) : null)));
}
