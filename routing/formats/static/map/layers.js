// The sheets over the map: outlines below, the plan, and vehicles on the move on top.

import { paintBase, paintGround } from "./base.js";
import { paintFrames } from "./insets.js";
import { paintLive } from "./live.js";
import { paintPins, paintRelays, paintStops } from "./marks.js";
import { projector } from "./screen.js";
import { isPrinting, makeSheet } from "./sheet.js";
import { paintGlow, paintWays } from "./ways.js";

const MOST_STOPS = 400;

/** Adds the three sheets; `app.sheets` repaints them. */
export function addSheets(app) {
  const { map } = app;
  map.createPane("zm-base").style.zIndex = 300;
  map.createPane("zm-live").style.zIndex = 450;
  map.getPane("zm-base").style.pointerEvents = "none";
  map.getPane("zm-live").style.pointerEvents = "none";
  app.sheets = {
    base: makeSheet("zm-base", (context, view) => {
      if (!app.held && app.state.show.outline) paintBase(context, view, app.outline);
    }).addTo(map),
    ways: makeSheet("overlayPane", (context, view) => {
      if (!app.held) paintPlan(context, view, app);
    }).addTo(map),
    live: makeSheet("zm-live", (context, view) => {
      if (!app.held) paintTop(context, view, app);
    }).addTo(map),
  };
}

function paintPlan(context, view, app) {
  const { state } = app;
  if (isPrinting() && state.show.outline) paintGround(context, view, app.outline);
  if (state.show.empties) paintEmpties(context, view, app);
  app.painted.ways = paintWays(context, view, app.scene, { scale: 1 });
  const stops = app.scene.many && app.scene.chosen === null ? app.stops.slice(0, MOST_STOPS) : app.stops;
  app.painted.marks = paintStops(context, view, stops, {
    names: state.show.labels, words: app.words, language: state.language,
  });
  const shown = app.scene.lines.filter((item) => app.scene.chosen === null || item.chosen);
  paintRelays(context, view, shown, { names: state.show.labels, words: app.words, language: state.language });
  // While one run is looked at, nobody else's pins stand on its stops.
  app.painted.pins = state.show.pins && app.scene.chosen === null ? paintPins(context, view, app.pins) : [];
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
