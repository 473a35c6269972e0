import { decodeBytes, decodeFloats } from "./skeleton.js";

/**
 * What Python computes for the embedding explorer (geometry.py, embeddings_answers.py), for pages
 * without Python. They carry the vectors as 16-bit numbers with one scale for each vector.
 */

/** Rows nearest to a query, nearest first, as Python's geometry.nearest; of equal ones the first. */
export function nearestRows(vectors, query, metric, count, without = []) {
  const width = query.length;
  const ids = [];
  const costs = [];
  for (let row = 0, at = 0; row * width < vectors.length; row += 1) {
    let cost = 0;
    if (metric === "cosine") for (let i = 0; i < width; i += 1) cost -= vectors[at++] * query[i];
    else for (let i = 0; i < width; i += 1) cost += (vectors[at++] - query[i]) ** 2;
    if ((ids.length === count && cost >= costs[count - 1]) || without.includes(row)) continue;
    let place = ids.length === count ? count - 1 : ids.length;
    for (; place > 0 && costs[place - 1] > cost; place -= 1) {
      costs[place] = costs[place - 1];
      ids[place] = ids[place - 1];
    }
    costs[place] = cost;
    ids[place] = row;
  }
  if (metric !== "cosine") return { ids, scores: costs.map(Math.sqrt) };
  const length = Math.hypot(...query) || 1;
  return { ids, scores: costs.map((cost) => -cost / length) };
}

const dot = (a, b) => a.reduce((sum, value, at) => sum + value * b[at], 0);

/** Positions x, y, … along the axis between two words, as Python's geometry.axis_positions. */
export function axisPositions(vectors, low, high, { mean, directions }) {
  const width = mean.length;
  const row = (word) => Array.from(vectors.subarray(word * width, (word + 1) * width));
  const start = row(low);
  let axis = row(high).map((value, at) => value - start[at]);
  const length = Math.hypot(...axis) || 1;
  axis = axis.map((value) => value / length);
  let up = directions[Math.abs(dot(directions[0], axis)) < 0.9 ? 0 : 1];
  const share = dot(up, axis);
  up = up.map((value, at) => value - share * axis[at]);
  const tall = Math.hypot(...up);
  const positions = new Float32Array((vectors.length / width) * 2);
  for (let at = 0, out = 0; at < vectors.length; out += 2) {
    for (let i = 0; i < width; i += 1, at += 1) {
      positions[out] += vectors[at] * axis[i];
      positions[out + 1] += ((vectors[at] - mean[i]) * up[i]) / tall;
    }
  }
  return positions;
}

/** A model that answers whenever settings are saved, as Python's EmbeddingExplorer does. */
export function answering(model) {
  const get = (name) => model.get(name);
  const { values, scales, dimensions } = get("vectors");
  const whole = new Int16Array(decodeBytes(values).slice().buffer);
  const scale = decodeFloats(scales);
  const count = get("words").length;
  const places = new Map(get("words").map((word, place) => [word, place]));
  const last = get("snapshot_names").length - 1;
  const none = { ids: [], scores: [] };
  let [space, spaceKey] = [null, ""];

  function vectorsOf(metric, snapshot) {
    if (spaceKey === metric + snapshot) return space;
    const from = snapshot * count * dimensions;
    space = Float32Array.from(whole.subarray(from, from + count * dimensions));
    for (let word = 0, at = 0; word < count; word += 1, at += dimensions) {
      let factor = scale[snapshot * count + word];
      if (metric === "cosine") {
        const length = Math.hypot(...space.subarray(at, at + dimensions));
        factor = length ? 1 / length : 0;
      }
      for (let i = 0; i < dimensions; i += 1) space[at + i] *= factor;
    }
    spaceKey = metric + snapshot;
    return space;
  }

  function answer(trait, asked, compute) {
    const known = get(trait);
    if (Object.keys(asked).some((name) => String(known[name]) !== String(asked[name]))) {
      model.set(trait, { ...asked, ...compute() });
    }
  }

  function answerAll() {
    const [projection, metric] = [get("projection"), get("metric")];
    if (!["PCA", "axis"].includes(projection)) model.set("snapshot", last);
    const snapshot = get("snapshot");
    const vector = (word) =>
      vectorsOf(metric, snapshot).subarray(word * dimensions, (word + 1) * dimensions);
    const nearest = (query, most, without) =>
      nearestRows(vectorsOf(metric, snapshot), query, metric, most, without);
    const word = places.get(get("selected")) ?? -1;
    answer("neighbors", { word, metric, snapshot }, () =>
      word < 0 ? none : nearest(vector(word), 30, [word]),
    );
    const words = get("analogy").map((name) => places.get(name));
    const exclude = get("exclude_inputs");
    answer("answer", { words, exclude, metric, snapshot }, () => {
      if (!words.length) return none;
      const [first, second, third] = words.map(vector);
      const query = second.map((value, at) => value - first[at] + third[at]);
      return nearest(query, 8, exclude ? words : []);
    });
    const axis = projection === "axis" ? get("axis").map((name) => places.get(name)) : [];
    const key = `${projection} ${metric}`;
    answer("map", { projection, metric, axis }, () => {
      if (!axis.length) return get("maps")[key];
      const drawn = new Float32Array((last + 1) * count * 2);
      for (let step = 0; step <= last; step += 1) {
        const part = axisPositions(vectorsOf(metric, step), ...axis, get("components")[metric]);
        drawn.set(part, step * count * 2);
      }
      const positions = new DataView(drawn.buffer);
      return { snapshots: last + 1, count, positions, explained: [], loss: null };
    });
    answer("trust", { projection, metric, axis, snapshot }, () =>
      axis.length ? { values: [], asked: 0 } : get("trusts")[`${key} ${snapshot}`],
    );
  }

  answerAll();
  return { ...model, save_changes: answerAll };
}
