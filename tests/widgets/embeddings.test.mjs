import assert from "node:assert/strict";
import test from "node:test";

import {
  farPlace,
  normalized,
  placesOnMap,
  suggestions,
} from "../../course_utils/widgets/embeddings.js";
import { axisPositions, nearestRows } from "../../course_utils/widgets/embeddings_page.js";
import { boxOf, looks, paintPoints, pixelOf, placeLabels } from "../../course_utils/widgets/point_map.js";
import { randomNumbers } from "../../course_utils/widgets/next_token.js";

const floats = (...values) => Float32Array.from(values);

test("the box of positions: middle, half the width, half the height", () => {
  assert.deepEqual(boxOf([1, 10, 5, 30, 3, 20]), [3, 20, 2, 10]);
  assert.deepEqual(boxOf([7, 8]), [7, 8, 1, 1]); // one point: no width to divide by
});

test("maps are moved to 0 and keep their proportions; those of an axis don't", () => {
  const positions = floats(10, 0, 12, 0, 10, 8, 12, 8); // 2 snapshots of 2 words, 2 × 8
  const [first, last] = normalized(positions, 2, false);
  assert.deepEqual([...first], [-0.5, -2, 0.5, -2]);
  assert.deepEqual([...last], [-0.5, 2, 0.5, 2]);
  const [low] = normalized(positions, 2, true);
  assert.ok(Math.abs(low[0] + 1.4) < 1e-6 && Math.abs(low[1] + 0.8) < 1e-6);
});

test("places on the map, seen from a word", () => {
  const frame = floats(0, 0, 3, 0, 1, 0, 2, 0);
  assert.deepEqual(placesOnMap(frame, 0, [1, 2, 3]), [3, 1, 2]);
  assert.deepEqual(placesOnMap(frame, 2, [0, 9]), [1, Infinity]); // word 9 is not on this map
  assert.deepEqual(placesOnMap(frame, 9, [0]), [Infinity]);
});

test("a neighbor is far beyond 2 k and 5 % of the words, as in Python", () => {
  assert.equal(farPlace(200, 2), 10);
  assert.equal(farPlace(200, 10), 20);
  assert.equal(farPlace(50_000, 10), 2500);
});

test("suggestions: the same word, then beginnings, then what contains it", () => {
  const words = ["sparrow", "Paris", "par", "pa", "compare", "中国", "中"].map((w) => w.toLowerCase());
  assert.deepEqual(suggestions(words, "PAR"), [2, 1, 0, 4]);
  assert.deepEqual(suggestions(words, " par "), [2, 1, 0, 4]);
  assert.deepEqual(suggestions(words, "中"), [6, 5]);
  assert.deepEqual(suggestions(words, "par", 2), [2, 1]);
  assert.deepEqual(suggestions(words, "  "), []);
  assert.deepEqual(suggestions(words, "<img"), []);
});

test("labels never overlap, stay inside, and the important come first", () => {
  const random = randomNumbers(1);
  const size = { width: 400, height: 300 };
  const candidates = Array.from({ length: 300 }, () => ({
    x: random() * 400,
    y: random() * 300,
    width: 30 + random() * 60,
    gap: 6,
  }));
  const placed = placeLabels(candidates, { ...size, most: 1000 });
  assert.ok(placed.length > 25 && placed.length < 300);
  const boxes = placed.map(({ at, left, top }) => [left, top, left + candidates[at].width, top + 20]);
  boxes.forEach(([left, top, right, bottom], at) => {
    assert.ok(left >= 0 && top >= 0 && right <= 400 && bottom <= 300);
    for (const [l, t, r, b] of boxes.slice(at + 1)) {
      assert.ok(left >= r || right <= l || top >= b || bottom <= t);
    }
  });
  assert.equal(placed[0].at, 0);
  assert.equal(placeLabels(candidates, { ...size, most: 7 }).length, 7);
});

test("a label goes to the side that is free; a sure one is placed in any case", () => {
  const size = { width: 200, height: 100, most: 9 };
  const point = { x: 100, y: 50, width: 40, gap: 6 };
  const [first, second] = placeLabels([point, point], size);
  assert.deepEqual([first.left, second.left], [106, 54]);
  const four = placeLabels([point, point, point, point, point], size);
  assert.ok(four.length < 5);
  assert.equal(placeLabels([point, point, point, point, { ...point, sure: true }], size).at(-1).at, 4);
  const edge = placeLabels([{ ...point, x: 190 }], size)[0];
  assert.equal(edge.left, 144); // no room to the right
  const blocked = placeLabels([point], { ...size, blocked: [[120, 50]] })[0];
  assert.equal(blocked.left, 54);
});

test("points are painted as pixels: opaque, half transparent, cut at the edge, hidden", () => {
  const stamp = { reach: 1, across: [0, 1], down: [0, 0], alpha: Int32Array.of(256, 128) };
  const white = 0xffffffff;
  const black = pixelOf("rgb(0, 0, 0)");
  const paint = (frame, groups, styles) => {
    const pixels = new Uint32Array(8 * 6).fill(white);
    paintPoints(pixels, 8, 6, frame, { scale: 2, left: 4, top: 3 }, groups, styles);
    return pixels;
  };
  const pixels = paint(floats(0, 0), null, [{ stamp, pixel: black }]);
  assert.equal(pixels[3 * 8 + 4], black);
  const gray = pixels[3 * 8 + 5] & 0xff;
  assert.ok(Math.abs(gray - 127) <= 1);
  assert.equal(pixels[3 * 8 + 5] >>> 24, 255);
  assert.equal(pixels.filter((pixel) => pixel !== white).length, 2);
  // Up is up: y = 1 lies 2 pixels above; x = -0.5 one pixel to the left.
  assert.equal(paint(floats(-0.5, 1), null, [{ stamp, pixel: black }])[1 * 8 + 3], black);
  assert.ok(paint(floats(-2, 0), null, [{ stamp, pixel: black }]).every((pixel) => pixel === white));
  assert.ok(paint(floats(0, 0), [1], [{ stamp, pixel: black }, null]).every((p) => p === white));
  const blue = pixelOf("rgb(0, 114, 178)");
  const onTop = paint(floats(0, 0, 0, 0), [1, 0], [{ stamp, pixel: black }, { stamp, pixel: blue }]);
  assert.equal(onTop[3 * 8 + 4], blue); // the first word lies on top
});

test("blending spills from no channel into another", () => {
  for (const [under, over] of [[0xff00ff00, "#ff00ff"], [0xffff00ff, "#00ff00"], [0xff102030, "#f0e0d0"]]) {
    for (const alpha of [1, 100, 255, 256]) {
      const pixels = Uint32Array.of(under, under, under, under, under, under, under, under, under);
      const stamp = { reach: 1, across: [0], down: [0], alpha: Int32Array.of(alpha) };
      const place = { scale: 1, left: 1, top: 1 };
      paintPoints(pixels, 3, 3, floats(0, 0), place, null, [{ stamp, pixel: pixelOf(over) }]);
      for (const shift of [0, 8, 16]) {
        const [from, to, got] = [under, pixelOf(over), pixels[4]].map((p) => (p >>> shift) & 255);
        assert.ok(Math.abs(got - (from + ((to - from) * alpha) / 256)) <= 1, `${over} ${alpha}`);
      }
    }
  }
});

test("no two of twelve groups look the same; dark pages get lighter colors", () => {
  const all = Array.from({ length: 12 }, (_, group) => looks(group, false));
  assert.equal(new Set(all.map(({ color, shape }) => color + shape)).size, 12);
  assert.equal(looks(0, false).color, "rgb(0,114,178)");
  assert.equal(looks(0, true).color, "rgb(89,163,205)");
  assert.equal(pixelOf("#0072b2"), pixelOf("rgb(0,114,178)"));
});

test("nearest rows by hand, earlier ones first among equals", () => {
  const vectors = floats(1, 0, 0.6, 0.8, 0, 1, -1, 0, 1, 0);
  const found = nearestRows(vectors, [10, 0], "cosine", 3);
  assert.deepEqual(found.ids, [0, 4, 1]);
  assert.ok(Math.abs(found.scores[2] - 0.6) < 1e-6);
  const far = nearestRows(floats(1, 0, 3, 4, 0, 2, 2, 0), [1, 0], "euclidean", 9, [0]);
  assert.deepEqual(far.ids, [3, 2, 1]);
  assert.ok(Math.abs(far.scores[1] - Math.sqrt(5)) < 1e-6);
});

test("an axis by hand: along it, and up at a right angle", () => {
  const vectors = floats(0, 0, 2, 0, 1, 5, 1, -5);
  const components = { mean: [1, 0], directions: [[0, 1], [1, 0]] };
  assert.deepEqual([...axisPositions(vectors, 0, 1, components)], [0, 0, 2, 0, 1, 5, 1, -5]);
  const turned = axisPositions(vectors, 3, 2, components); // the widest direction is the axis
  assert.deepEqual([...turned], [0, -1, 0, 1, 5, 0, -5, 0]);
});
