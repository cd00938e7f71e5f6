// Encoded polylines, and lines on screen: lengths, parallel lanes, distances.

/** Decode Google's polyline format into [lat, lon] pairs. */
export function decodeLine(text, decimals) {
  const scale = 10 ** decimals;
  const points = [];
  let at = 0;
  let lat = 0;
  let lon = 0;
  const next = () => {
    let value = 0;
    let shift = 0;
    let bits;
    do {
      bits = text.charCodeAt(at++) - 63;
      value |= (bits & 31) << shift;
      shift += 5;
    } while (bits >= 32);
    return value & 1 ? ~(value >> 1) : value >> 1;
  };
  while (at < text.length) {
    lat += next();
    lon += next();
    points.push([lat / scale, lon / scale]);
  }
  return points;
}

/** Running lengths of a pixel line. */
export function lengthsOf(line) {
  const sums = [0];
  for (let i = 1; i < line.length; i++) {
    sums.push(sums[i - 1] + Math.hypot(line[i].x - line[i - 1].x, line[i].y - line[i - 1].y));
  }
  return sums;
}

/** The point at a fractional vertex index. */
export function pointAt(line, index) {
  const low = Math.max(0, Math.min(line.length - 1, Math.floor(index)));
  const high = Math.min(line.length - 1, low + 1);
  const share = index - low;
  return {
    x: line[low].x + (line[high].x - line[low].x) * share,
    y: line[low].y + (line[high].y - line[low].y) * share,
  };
}

/** Where a pixel line touches a point: squared distance to its nearest piece. */
export function distance2(line, x, y) {
  let best = Infinity;
  for (let i = 1; i < line.length; i++) {
    const a = line[i - 1];
    const b = line[i];
    const dx = b.x - a.x;
    const dy = b.y - a.y;
    const square = dx * dx + dy * dy;
    const share = square ? Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / square)) : 0;
    const gapX = a.x + share * dx - x;
    const gapY = a.y + share * dy - y;
    best = Math.min(best, gapX * gapX + gapY * gapY);
  }
  return best;
}

/**
 * Move a line sideways into its lanes: `offsets[i]` is the lane of vertex i, to the right, in
 * pixels before `scale`. Lanes begin and end gradually, so that lines meet again at stops.
 */
export function intoLane(line, offsets, scale) {
  if (!offsets.some(Boolean)) return line;
  const sums = lengthsOf(line);
  const right = gradual(offsets.map((offset) => Math.max(0, offset) * scale), sums);
  const left = gradual(offsets.map((offset) => Math.max(0, -offset) * scale), sums);
  return line.map((point, i) => {
    const move = right[i] - left[i];
    if (!move) return point;
    const before = line[Math.max(0, i - 1)];
    const after = line[Math.min(line.length - 1, i + 1)];
    const dx = after.x - before.x;
    const dy = after.y - before.y;
    const length = Math.hypot(dx, dy) || 1;
    return { x: point.x - (dy / length) * move, y: point.y + (dx / length) * move };
  });
}

const STEEPEST = 0.5;

// The highest curve below the wanted one that nowhere rises or falls faster than STEEPEST.
function gradual(wanted, sums) {
  const curve = [...wanted];
  for (let i = 1; i < curve.length; i++) {
    curve[i] = Math.min(curve[i], curve[i - 1] + STEEPEST * (sums[i] - sums[i - 1]));
  }
  for (let i = curve.length - 2; i >= 0; i--) {
    curve[i] = Math.min(curve[i], curve[i + 1] + STEEPEST * (sums[i + 1] - sums[i]));
  }
  return curve;
}
