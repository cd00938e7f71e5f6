// Buttons above the map, and the note below it.

import { el, refill, toggle } from "./dom.js";
import { colourChoice, key } from "./panel.js";

/** Fills the row of buttons. */
export function fillToolbar(app) {
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
    // A page around the map has its own print and language buttons, but no choice of colours.
    app.options.panel ? plain(words.print, () => window.print()) : colourChoice(app),
    app.options.panel ? plain(words.language,
      () => app.set({ language: state.language === "zh" ? "en" : "zh" })) : null,
  ].filter(Boolean));
}

/** Says what is schematic and where outlines and tiles come from. */
export function fillNote(app) {
  const { words, state, model } = app;
  const parts = [];
  if (model.hasSchematic || state.mode === "straight") parts.push(words.schematic);
  if (app.outline && state.show.outline) {
    parts.push(model.data.outline.source[state.language === "en" ? 1 : 0]);
  }
  if (state.tiles >= 0) parts.push(model.data.tiles[state.tiles].attribution);
  if (!app.options.panel) refill(app.legend, key(app));
  app.note.textContent = parts.join(" · ");
  app.note.hidden = parts.length === 0;
}
