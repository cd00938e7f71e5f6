// From degrees to the screen. A line's Mercator position is computed once; each zoom only scales
// and shifts it, which is what makes panning over thousands of vertices smooth.

const worlds = new WeakMap();

/** Latitude and longitude to layer points, unrounded. */
export function projector(map) {
  const origin = map.getPixelOrigin();
  const zoom = map.getZoom();
  return (lat, lon) => {
    const point = map.project([lat, lon], zoom);
    return { x: point.x - origin.x, y: point.y - origin.y };
  };
}

/** A line of [lat, lon] as layer points of a view. */
export function screenLine(points, view) {
  const { xs, ys } = worldOf(points, view.map.options.crs);
  const { scale, origin } = frameOf(view);
  const line = new Array(xs.length);
  for (let i = 0; i < xs.length; i++) {
    line[i] = { x: xs[i] * scale - origin.x, y: ys[i] * scale - origin.y };
  }
  return line;
}

/** Whether a line may be seen in a view, from its box alone; `room` is in pixels. */
export function mayBeSeen(points, view, room) {
  const { box } = worldOf(points, view.map.options.crs);
  const { scale, origin } = frameOf(view);
  const { min, max } = view.bounds;
  return box.east * scale - origin.x > min.x - room && box.west * scale - origin.x < max.x + room &&
    box.south * scale - origin.y > min.y - room && box.north * scale - origin.y < max.y + room;
}

function frameOf(view) {
  if (!view.scale) {
    const { crs } = view.map.options;
    view.scale = crs.scale(view.zoom) / crs.scale(0);
    view.origin = view.map.getPixelOrigin();
  }
  return view;
}

function worldOf(points, crs) {
  const known = worlds.get(points);
  if (known && known.crs === crs) return known;
  const xs = new Float64Array(points.length);
  const ys = new Float64Array(points.length);
  points.forEach(([lat, lon], i) => {
    const point = crs.latLngToPoint(L.latLng(lat, lon), 0);
    xs[i] = point.x;
    ys[i] = point.y;
  });
  const box = { west: Infinity, east: -Infinity, north: Infinity, south: -Infinity };
  for (let i = 0; i < xs.length; i++) {
    box.west = Math.min(box.west, xs[i]);
    box.east = Math.max(box.east, xs[i]);
    box.north = Math.min(box.north, ys[i]);
    box.south = Math.max(box.south, ys[i]);
  }
  const world = { crs, xs, ys, box };
  worlds.set(points, world);
  return world;
}
