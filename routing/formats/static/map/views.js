// Where the map looks: the whole plan, an area, a run, a place; and on which tiles.

import { gcjCrs } from "./datum.js";
import { placeInsets } from "./insets.js";
import { gatherStops } from "./marks.js";
import { openPin, openPlace } from "./pointer.js";

export const NARROW_PX = 720;

/** Adds what moves the view to the app. */
export function addViews(app) {
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

function setTiles(app, index) {
  const { map, model, state } = app;
  for (const old of app.tileLayers || []) old.remove();
  const layer = model.data.tiles[index];
  map.options.crs = layer && layer.datum === "gcj02" ? gcjCrs() : L.CRS.EPSG3857;
  map.setView(map.getCenter(), layer ? Math.round(map.getZoom()) : map.getZoom(), { reset: true });
  app.tileLayers = (layer ? layer.urls : []).map((url, i) => L.tileLayer(url,
    { maxZoom: layer.max_zoom, subdomains: layer.subdomains, zIndex: i + 1 }).addTo(map));
  app.set({ tiles: index, show: { ...state.show, outline: !layer } });
}
