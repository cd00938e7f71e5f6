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
 * Move a line sideways into its lane. `shared[i]` says whether vertex i lies on a stretch that
 * other lines use too; the offset grows from nothing at the ends of such a stretch, so that lines
 * meet again at stops.
 */
export function intoLane(line, shared, offset) {
  if (!offset || !shared.some(Boolean)) return line;
  const sums = lengthsOf(line);
  const shares = taper(sums, shared);
  return line.map((point, i) => {
    if (!shares[i]) return point;
    const before = line[Math.max(0, i - 1)];
    const after = line[Math.min(line.length - 1, i + 1)];
    const dx = after.x - before.x;
    const dy = after.y - before.y;
    const length = Math.hypot(dx, dy) || 1;
    const move = offset * shares[i];
    return { x: point.x - (dy / length) * move, y: point.y + (dx / length) * move };
  });
}

function taper(sums, shared) {
  const shares = new Array(shared.length).fill(0);
  let start = 0;
  while (start < shared.length) {
    if (!shared[start]) {
      start++;
      continue;
    }
    let end = start;
    while (end + 1 < shared.length && shared[end + 1]) end++;
    const ramp = Math.max(1, Math.min(70, (sums[end] - sums[start]) / 4));
    for (let i = start; i <= end; i++) {
      const share = Math.min(1, (sums[i] - sums[start]) / ramp, (sums[end] - sums[i]) / ramp);
      shares[i] = share * share * (3 - 2 * share);
    }
    start = end + 1;
  }
  return shares;
}
