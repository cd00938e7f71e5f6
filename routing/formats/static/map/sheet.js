// A canvas over the map that one function paints. It is a Leaflet renderer, so that Leaflet moves
// and scales it while the map is dragged or zoomed, and asks for a new painting afterwards.

/** Makes a sheet: `paint(context, view)` gets layer-point coordinates. */
export function makeSheet(pane, paint, padding) {
  const room = padding === undefined ? 0.25 : padding;
  const Sheet = L.Renderer.extend({
    options: { pane, padding: room },
    _initContainer() {
      this._container = document.createElement("canvas");
      this._container.className = "zm-sheet";
      this._container.setAttribute("aria-hidden", "true");
    },
    _destroyContainer() {
      this._container.remove();
      delete this._container;
    },
    _updatePaths() {},
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      // On paper nobody drags the map: no room around it, or the picture is too large to print.
      this.options.padding = printing ? 0 : room;
      L.Renderer.prototype._update.call(this);
      this.repaint();
    },
    repaint() {
      if (!this._map || !this._bounds) return;
      const bounds = this._bounds;
      const size = bounds.getSize();
      const sharp = sharpness();
      const canvas = this._container;
      L.DomUtil.setPosition(canvas, bounds.min);
      canvas.width = size.x * sharp;
      canvas.height = size.y * sharp;
      canvas.style.width = size.x + "px";
      canvas.style.height = size.y + "px";
      const context = canvas.getContext("2d");
      context.scale(sharp, sharp);
      context.translate(-bounds.min.x, -bounds.min.y);
      const map = this._map;
      paint(context, { map, bounds, zoom: map.getZoom(), get frame() { return visibleFrame(map); } });
    },
  });
  return new Sheet();
}

// The visible part, free of the panel, in layer points: [west, north, east, south].
function visibleFrame(map) {
  const size = map.getSize();
  const panel = map.getContainer().querySelector(".zm-panel");
  const wide = panel && panel.offsetLeft > size.x / 3 ? panel.offsetLeft : size.x;
  const start = map.containerPointToLayerPoint([0, 0]);
  return [start.x + 2, start.y + 2, start.x + wide - 2, start.y + size.y - 2];
}

let printing = false;

/** Paint finer than the screen while printing. */
export function setPrinting(on) {
  printing = on;
}

/** Whether the map is being painted for paper. */
export function isPrinting() {
  return printing;
}

function sharpness() {
  const screen = window.devicePixelRatio || 1;
  return printing ? Math.max(2, screen) : Math.min(2, screen);
}
