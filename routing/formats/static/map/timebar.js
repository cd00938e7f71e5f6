// The time slider: a track that shows how many vehicles are under way, nights and days.

import { DAY_MIN, dayText, isNight, momentText } from "./clock.js";
import { el, shield } from "./dom.js";
import { stateAt } from "./model.js";
import { ACCENT } from "./palette.js";

const STEP_MIN = 5;
const FRAMES_A_DAY = 220;
const THUMB_PX = 8;

/** Makes the bar; `app.setMinute` is told every change. */
export function makeTimeBar(app) {
  const { model } = app;
  const from = model.firstMin;
  const to = from + Math.ceil((model.lastMin + 1 - from) / STEP_MIN) * STEP_MIN;
  const track = el("canvas", { class: "zm-track", "aria-hidden": "true" });
  const range = el("input", { type: "range", min: from, max: to, step: STEP_MIN, value: from,
    oninput: () => app.setMinute(Number(range.value)) });
  const play = el("button", { type: "button", class: "zm-button zm-play" });
  const output = el("output", { class: "zm-clock" });
  const node = shield(el("div", { class: "zm-time" }, play,
    el("div", { class: "zm-slide" }, track, range), output));
  const bar = { node, from, to, timer: null };
  const counts = countUnderway(model.runs, from, to);
  bar.set = (minute) => {
    range.value = minute;
    const text = describe(app, minute);
    output.textContent = text;
    range.setAttribute("aria-valuetext", text);
  };
  bar.draw = () => drawTrack(track, bar, counts, app);
  bar.label = () => {
    play.textContent = bar.timer ? "❚❚" : "▶";
    play.setAttribute("aria-label", bar.timer ? app.words.pause : app.words.play);
    range.setAttribute("aria-label", app.words.time);
  };
  bar.stop = () => {
    window.clearInterval(bar.timer);
    bar.timer = null;
    bar.label();
  };
  play.addEventListener("click", () => (bar.timer ? bar.stop() : start(bar, app, range)));
  bar.label();
  return bar;
}

function start(bar, app, range) {
  if (Number(range.value) >= bar.to) app.setMinute(bar.from);
  const step = Math.max(STEP_MIN, Math.round(DAY_MIN / FRAMES_A_DAY / STEP_MIN) * STEP_MIN);
  bar.timer = window.setInterval(() => {
    const next = Number(range.value) + step;
    app.setMinute(Math.min(next, bar.to));
    if (next >= bar.to) bar.stop();
  }, 70);
  bar.label();
}

function describe(app, minute) {
  const { words, model, state } = app;
  let moving = 0;
  let standing = 0;
  for (const run of model.runs) {
    if (state.hidden.has(run.index)) continue;
    const where = stateAt(run, minute);
    if (where) where.stands ? standing++ : moving++;
  }
  return momentText(model.data.starts, minute, state.language) + " · " + words.underway + " " +
    moving + " · " + words.standing + " " + standing;
}

function countUnderway(runs, from, to) {
  const steps = 160;
  const counts = new Array(steps + 1).fill(0);
  for (const run of runs) {
    const first = Math.ceil(((run.firstMin - from) / (to - from)) * steps);
    const last = Math.floor(((run.lastMin - from) / (to - from)) * steps);
    for (let i = Math.max(0, first); i <= Math.min(steps, last); i++) counts[i]++;
  }
  return counts;
}

function drawTrack(canvas, bar, counts, app) {
  const wide = canvas.clientWidth;
  const high = canvas.clientHeight;
  if (!wide) return;
  const sharp = Math.max(2, window.devicePixelRatio || 1);
  canvas.width = wide * sharp;
  canvas.height = high * sharp;
  const context = canvas.getContext("2d");
  context.scale(sharp, sharp);
  const x = (minute) => THUMB_PX + ((minute - bar.from) / (bar.to - bar.from)) * (wide - 2 * THUMB_PX);
  context.fillStyle = "#E4E8EE";
  for (let minute = bar.from; minute < bar.to; minute += 30) {
    if (isNight(minute)) context.fillRect(x(minute), 12, x(minute + 30) - x(minute) + 0.5, high - 12);
  }
  const top = Math.max(1, ...counts);
  context.fillStyle = "#9DB8CC";
  counts.forEach((count, i) => {
    const tall = (count / top) * (high - 14);
    const at = bar.from + (i / (counts.length - 1)) * (bar.to - bar.from);
    context.fillRect(x(at) - wide / 320, high - tall, wide / 160 + 0.6, tall);
  });
  drawDays(context, bar, x, high, app);
}

function drawDays(context, bar, x, high, app) {
  context.font = '10px "Noto Sans CJK SC","Microsoft YaHei",sans-serif';
  context.textBaseline = "top";
  let last = -Infinity;
  for (let day = Math.floor(bar.from / DAY_MIN); day * DAY_MIN < bar.to; day++) {
    const at = Math.max(day * DAY_MIN, bar.from);
    if (day * DAY_MIN >= bar.from) {
      context.fillStyle = ACCENT;
      context.fillRect(x(at), 2, 1, high - 2);
    }
    const text = dayText(app.model.data.starts, at, app.state.language, false);
    if (x(at) + 3 < last) continue;
    context.fillStyle = "#4A5761";
    // The first label keeps clear of the thumb, which stands there at first.
    context.fillText(text, x(at) + (last === -Infinity ? 11 : 4), 0);
    last = x(at) + 8 + context.measureText(text).width;
  }
}
