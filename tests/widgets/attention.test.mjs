import assert from "node:assert/strict";
import test from "node:test";

import {
  arithmetic,
  codeWeight,
  colorCurve,
  rowPeak,
  shade,
  strongest,
} from "../../course_utils/widgets/attention_arithmetic.js";
import "../../course_utils/widgets/attention.js";
import { luminance } from "../../course_utils/widgets/skeleton.js";

const near = (actual, expected, tolerance = 1e-6) =>
  assert.ok(Math.abs(actual - expected) < tolerance, `${actual} is not ${expected}`);
const channels = (pixel) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];
const alpha = (pixel) => pixel >>> 24;

test("codes: 0 is masked, 1 is no weight, 255 is all of it, with roots in between", () => {
  assert.equal(codeWeight(0), 0);
  assert.equal(codeWeight(1), 0);
  assert.equal(codeWeight(255), 1);
  near(codeWeight(128), 0.25);
});

for (const dark of [false, true]) {
  test(`the color scale never turns back, dark page: ${dark}`, () => {
    for (const gamma of [0.1, 0.5, 1]) {
      const steps = [...colorCurve(gamma, dark)].map((pixel) => luminance(channels(pixel)));
      assert.equal(steps.length, 1024);
      for (let at = 1; at < 1024; at += 1) {
        assert.ok(dark ? steps[at] >= steps[at - 1] : steps[at] <= steps[at - 1], `step ${at}`);
      }
    }
  });
}

test("gamma lifts small weights and leaves the ends", () => {
  const [linear, lifted] = [colorCurve(1, true), colorCurve(0.5, true)];
  assert.equal(linear[0], lifted[0]);
  assert.equal(linear[1023], lifted[1023]);
  assert.ok(luminance(channels(lifted[40])) > luminance(channels(linear[40])) + 0.05);
});

// Two queries and three keys of the second of two heads; the last cell of query 0 is masked.
const picture = {
  codes: Uint8Array.of(9, 9, 9, 9, 9, 9, 255, 1, 0, 128, 64, 1),
  at: 6,
  factors: Float32Array.of(1, 1, 1),
  peak: 1,
  perRow: false,
  curve: colorCurve(1, false),
};
const whole = { q: 0, k: 0, rows: 2, columns: 3 };
const painted = (settings, frame = whole, size = frame) => {
  const pixels = new Uint32Array(size.rows * size.columns);
  shade(pixels, { ...picture, ...settings }, frame, size);
  return pixels;
};

test("each cell has the color of its weight; masked cells are transparent, not zero", () => {
  const pixels = painted({});
  assert.equal(pixels[0], picture.curve[1023]);
  assert.equal(pixels[1], picture.curve[0]);
  assert.equal(pixels[2], 0);
  assert.equal(alpha(pixels[1]), 255);
  assert.equal(pixels[3], picture.curve[Math.round(0.25 * 1023)]);
  assert.notEqual(pixels[1], pixels[2]);
});

test("per row, the largest of every row has the full color", () => {
  assert.equal(rowPeak(picture.codes, 9, picture.factors), codeWeight(128));
  const pixels = painted({ perRow: true });
  assert.equal(pixels[3], picture.curve[1023]);
  assert.equal(pixels[4], picture.curve[Math.round((codeWeight(64) / codeWeight(128)) * 1023)]);
});

test("factors turn weights into lengths of what is added", () => {
  const pixels = painted({ factors: Float32Array.of(1, 4, 1), peak: 1 });
  assert.equal(pixels[4], picture.curve[Math.round(codeWeight(64) * 4 * 1023)]);
  assert.equal(painted({ peak: 0 })[1], picture.curve[0]);
});

test("masked stays masked where what would be added is nothing", () => {
  const pixels = painted({ factors: Float32Array.of(0, 0, 0), peak: 1 });
  assert.equal(pixels[2], 0);
  assert.equal(pixels[0], picture.curve[0]);
});

test("a frame shows only its cells, and a row of only zeros has no color", () => {
  const pixels = painted({}, { q: 1, k: 1, rows: 1, columns: 2 });
  assert.deepEqual([...pixels], [...painted({})].slice(4));
  const zeros = painted({ codes: new Uint8Array(12).fill(1), perRow: true });
  assert.ok(zeros.every((pixel) => pixel === picture.curve[0]));
});

test("one bright cell among 512 × 512 survives in a thumbnail of 40 pixels", () => {
  const codes = new Uint8Array(512 * 512).fill(1);
  codes[300 * 512 + 100] = 255;
  for (let q = 0; q < 256; q += 1) codes.fill(0, q * 512 + 256, (q + 1) * 512);
  const frame = { q: 0, k: 0, rows: 512, columns: 512 };
  const settings = { codes, at: 0, factors: new Float32Array(512).fill(1) };
  const pixels = painted(settings, frame, { rows: 40, columns: 40 });
  const bright = [...pixels.keys()].filter((place) => pixels[place] === picture.curve[1023]);
  assert.deepEqual(bright, [Math.floor((300 * 40) / 512) * 40 + Math.floor((100 * 40) / 512)]);
  assert.equal(pixels[39], 0); // masked everywhere
  assert.equal(pixels[0], picture.curve[0]);
  assert.equal(pixels[40 * 40 - 1], picture.curve[0]);
});

test("in a thumbnail, cells go to the part of the picture where they lie", () => {
  // Five columns into two: 0, 1 and 2 to the left one, 3 and 4 to the right one.
  for (const [k, place] of [0, 0, 0, 1, 1].entries()) {
    const codes = new Uint8Array(5).fill(1);
    codes[k] = 255;
    const settings = { codes, at: 0, factors: new Float32Array(5).fill(1) };
    const frame = { q: 0, k: 0, rows: 1, columns: 5 };
    const pixels = painted(settings, frame, { rows: 1, columns: 2 });
    assert.equal(pixels[place], picture.curve[1023], `column ${k}`);
    assert.equal(pixels[1 - place], picture.curve[0], `column ${k}`);
  }
});

test("strongest: largest first, ties by place, no zeros", () => {
  assert.deepEqual(strongest(Float32Array.of(0.2, 0.5, 0, 0.2), 3), [1, 0, 3]);
  assert.deepEqual(strongest(Float32Array.of(0, 0), 3), []);
});

// q = (1, 2), keys (3, 1), (0, 1), (2, 2): q · k = 5, 2, 6; ÷ √2; the third is masked.
const vectors = {
  queries: Float32Array.of(9, 9, 1, 2),
  keys: Float32Array.of(3, 1, 0, 1, 2, 2),
  values: Float32Array.of(1, 0, 3, 4, 5, 5),
  factor: 2 ** -0.5,
};

test("the arithmetic of one cell, by hand", () => {
  const found = arithmetic(vectors, [2, 3], { q: 1, k: 1 }, (k) => k < 2);
  assert.deepEqual(found.products, [0, 2]);
  near(found.dot, 2);
  near(found.scaled, Math.SQRT2);
  near(found.power, Math.exp(Math.SQRT2));
  near(found.total, Math.exp(Math.SQRT2) + Math.exp(5 / Math.SQRT2), 1e-4);
  near(found.weight, 1 / (1 + Math.exp(3 / Math.SQRT2)));
  assert.equal(found.count, 2);
  near(found.taken[1], 4 * found.weight);
  const other = arithmetic(vectors, [2, 3], { q: 1, k: 0 }, (k) => k < 2);
  near(found.weight + other.weight, 1);
});

test("a masked key gets no weight", () => {
  const found = arithmetic(vectors, [2, 3], { q: 1, k: 2 }, (k) => k < 2);
  assert.equal(found.weight, 0);
  assert.equal(found.power, 0);
  assert.equal(found.isAllowed, false);
  near(found.dot, 6);
});

test("temperature divides the scores; very large scores still give weights", () => {
  const all = () => true;
  const cold = arithmetic({ ...vectors, temperature: 0.5 }, [2, 3], { q: 1, k: 2 }, all);
  near(cold.score, (6 / Math.SQRT2) * 2);
  const huge = { ...vectors, factor: 1000 };
  near(arithmetic(huge, [2, 3], { q: 1, k: 2 }, all).weight, 1);
  assert.equal(arithmetic(huge, [2, 3], { q: 1, k: 0 }, all).weight, 0);
  assert.equal(arithmetic(huge, [2, 3], { q: 1, k: 2 }, all).total, Infinity);
});

test("without values there is nothing to add", () => {
  const found = arithmetic({ ...vectors, values: undefined }, [2, 3], { q: 0, k: 0 }, () => true);
  assert.equal(found.value, undefined);
  assert.equal(found.taken, undefined);
});
