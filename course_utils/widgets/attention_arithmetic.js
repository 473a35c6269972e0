import { ramp } from "./skeleton.js";

/**
 * What the attention explorer computes in its page. Python sends a byte for each weight of every
 * head, 0 where it is masked, else 1 + 254·√weight, so that pointing, switching heads and scaling
 * colors never ask it, and float32 numbers of the head in hand.
 */

/** The weight that a code stands for: 0 is masked, 1 … 255 are 0 … 1. */
export const codeWeight = (code) => (code ? ((code - 1) / 254) ** 2 : 0);
export const WEIGHTS = new Float32Array(256).map((_, code) => codeWeight(code));
const SHARES = WEIGHTS.map((weight, code) => (code ? weight : -Infinity));
const STEPS = 1023;

/** Colors, one 32-bit pixel each, for 0 … 1023 parts of the full scale. */
export function colorCurve(gamma, dark) {
  const colors = new Uint32Array(ramp(dark).buffer);
  return new Uint32Array(STEPS + 1).map(
    (_, step) => colors[Math.round(255 * (step / STEPS) ** gamma)],
  );
}

/** Largest weight · factor among the keys of the row that begins at `at`. */
export function rowPeak(codes, at, factors) {
  let peak = 0;
  for (let k = 0; k < factors.length; k += 1) {
    peak = Math.max(peak, WEIGHTS[codes[at + k]] * factors[k]);
  }
  return peak;
}

/**
 * Color the cells `frame` = { q, k, rows, columns } of a head into an image of `size`. Where that
 * is smaller, a pixel shows the largest of its cells, so that single ones don't vanish. Where all
 * are masked it is transparent.
 */
export function shade(pixels, { codes, at, factors, peak, perRow, curve }, frame, size = frame) {
  const starts = new Uint16Array(size.columns + 1).map((_, column) => {
    return frame.k + Math.ceil((column * frame.columns) / size.columns);
  });
  const most = new Float32Array(size.rows * size.columns).fill(-1);
  for (let q = 0; q < frame.rows; q += 1) {
    const row = at + (frame.q + q) * factors.length;
    const full = (perRow ? rowPeak(codes, row, factors) : peak) || 1;
    const base = Math.floor((q * size.rows) / frame.rows) * size.columns;
    for (let column = 0; column < size.columns; column += 1) {
      let largest = -1;
      for (let k = starts[column]; k < starts[column + 1]; k += 1) {
        const value = SHARES[codes[row + k]] * factors[k];
        if (value > largest) largest = value;
      }
      most[base + column] = Math.max(most[base + column], largest / full);
    }
  }
  for (let place = 0; place < most.length; place += 1) {
    const share = most[place];
    pixels[place] = share < 0 ? 0 : curve[(Math.min(share, 1) * STEPS + 0.5) | 0];
  }
}

/** Places of the largest values, without zeros. */
export function strongest(values, count) {
  const places = [...values.keys()].filter((place) => values[place] > 0);
  return places.sort((a, b) => values[b] - values[a] || a - b).slice(0, count);
}

/**
 * Every step from one query and one key, cell = { q, k }, to what the value adds. The vectors of
 * all queries stand one after another, `shape` says how many queries and keys there are, and
 * `allowed(k)` whether the query may look at key k.
 */
export function arithmetic(
  { queries, keys, values, factor, temperature = 1 },
  shape,
  cell,
  allowed,
) {
  const vector = (all, count, at) => {
    const width = all.length / count;
    return [...all.subarray(at * width, (at + 1) * width)];
  };
  const query = vector(queries, shape[0], cell.q);
  const products = (k) => vector(keys, shape[1], k).map((x, d) => x * query[d]);
  const dot = (k) => products(k).reduce((sum, x) => sum + x, 0);
  const score = (k) => (dot(k) * factor) / temperature;
  const scores = [...Array(shape[1]).keys()].filter(allowed).map(score);
  // Right even where e^score overflows.
  const largest = Math.max(...scores);
  const total = scores.reduce((sum, value) => sum + Math.exp(value - largest), 0);
  const isAllowed = allowed(cell.k);
  const weight = isAllowed ? Math.exp(score(cell.k) - largest) / total : 0;
  const value = values && vector(values, shape[1], cell.k);
  return {
    query,
    key: vector(keys, shape[1], cell.k),
    products: products(cell.k),
    dot: dot(cell.k),
    scaled: dot(cell.k) * factor,
    score: score(cell.k),
    isAllowed,
    power: isAllowed ? Math.exp(score(cell.k)) : 0,
    total: total * Math.exp(largest),
    count: scores.length,
    weight,
    value,
    taken: value?.map((x) => weight * x),
  };
}
