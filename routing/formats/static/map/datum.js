// GCJ-02, for tile layers that are shifted (AMap): data stay WGS-84 and the map's projection
// converts, so that lines lie on the roads. The formulas are the published ones of the shift.

const AXIS_M = 6378245;
const ECCENTRICITY2 = 0.00669342162296594323;

function waves(x) {
  return ((20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI)) * 2) / 3;
}

function northShift(x, y) {
  return -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x)) +
    waves(x) + ((20 * Math.sin(y * Math.PI) + 40 * Math.sin((y / 3) * Math.PI)) * 2) / 3 +
    ((160 * Math.sin((y / 12) * Math.PI) + 320 * Math.sin((y * Math.PI) / 30)) * 2) / 3;
}

function eastShift(x, y) {
  return 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x)) +
    waves(x) + ((20 * Math.sin(x * Math.PI) + 40 * Math.sin((x / 3) * Math.PI)) * 2) / 3 +
    ((150 * Math.sin((x / 12) * Math.PI) + 300 * Math.sin((x / 30) * Math.PI)) * 2) / 3;
}

/** WGS-84 to GCJ-02, [lat, lon]; unchanged outside the box where the shift is defined. */
export function toGcj(lat, lon) {
  if (lon < 72.004 || lon > 137.8347 || lat < 0.8293 || lat > 55.8271) return [lat, lon];
  const sine = Math.sin((lat / 180) * Math.PI);
  const magic = 1 - ECCENTRICITY2 * sine * sine;
  const root = Math.sqrt(magic);
  const north = northShift(lon - 105, lat - 35);
  const east = eastShift(lon - 105, lat - 35);
  return [
    lat + (north * 180) / (((AXIS_M * (1 - ECCENTRICITY2)) / (magic * root)) * Math.PI),
    lon + (east * 180) / ((AXIS_M / root) * Math.cos((lat / 180) * Math.PI) * Math.PI),
  ];
}

/** GCJ-02 to WGS-84 by fixed-point iteration, exact to a millimetre. */
export function fromGcj(lat, lon) {
  let guess = [lat, lon];
  for (let round = 0; round < 6; round++) {
    const shifted = toGcj(guess[0], guess[1]);
    guess = [guess[0] - (shifted[0] - lat), guess[1] - (shifted[1] - lon)];
  }
  return guess;
}

/** A Leaflet CRS that shows WGS-84 data on GCJ-02 tiles. */
export function gcjCrs() {
  const mercator = L.Projection.SphericalMercator;
  const projection = L.extend({}, mercator, {
    project(place) {
      const [lat, lon] = toGcj(place.lat, place.lng);
      return mercator.project(L.latLng(lat, lon));
    },
    unproject(point) {
      const shifted = mercator.unproject(point);
      const [lat, lon] = fromGcj(shifted.lat, shifted.lng);
      return L.latLng(lat, lon);
    },
  });
  return L.extend({}, L.CRS.EPSG3857, { code: "GCJ-02", projection });
}
