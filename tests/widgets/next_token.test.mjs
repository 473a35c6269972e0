import assert from "node:assert/strict";
import test from "node:test";

import {
  contextWords,
  fullBars,
  onOneLine,
  ownOrder,
  placeOf,
  randomNumbers,
  sharesAt,
  shortened,
  tokenFacts,
} from "../../course_utils/widgets/next_token.js";

const near = (actual, expected) => {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, at) => assert.ok(Math.abs(value - expected[at]) < 1e-9, `${actual}`));
};

// Three of four tokens are sent; the fourth, of probability 0.1, is among "everything else".
const panel = {
  probabilities: [0.6, 0.3, 0],
  ranks: [1, 2, 4],
  // log2 of Z = Σ p^(1/T) over all four: T = 0, 0.5, 1. At T = 0.5, Z = 0.36 + 0.09 + 0.01.
  log_partition: [0, Math.log2(0.46), 0],
};

test("temperature 1 changes nothing", () => near(sharesAt(panel, 2, 1), [0.6, 0.3, 0]));

test("temperature 0.5 squares, and divides by the Z of all tokens, sent or not", () => {
  near(sharesAt(panel, 1, 0.5), [0.36 / 0.46, 0.09 / 0.46, 0]);
});

test("temperature 0 is greedy, and shares equally among the most likely", () => {
  near(sharesAt(panel, 0, 0), [1, 0, 0]);
  const tie = { probabilities: [0.4, 0.4, 0.2], ranks: [1, 1, 3], log_partition: [1] };
  near(sharesAt(tie, 0, 0), [0.5, 0.5, 0]);
});

test("a panel's own order leaves impossible tokens out", () => {
  const mixed = { probabilities: [0.1, 0, 0.6, 0.3], ranks: [3, 9, 1, 2] };
  assert.deepEqual(ownOrder(mixed, 12), [2, 3, 0]);
  assert.deepEqual(ownOrder(mixed, 2), [2, 3]);
});

test("one scale for all, own scales, and 0 to 100%", () => {
  const shares = [[0.5, 0.2], [0.1], []];
  assert.deepEqual(fullBars(shares, "shared"), [0.5, 0.5, 0.5]);
  assert.deepEqual(fullBars(shares, "own"), [0.5, 0.1, 1]);
  assert.deepEqual(fullBars(shares, "full"), [1, 1, 1]);
  assert.deepEqual(fullBars([[], []], "shared"), [1, 1]);
});

test("a draw falls where its share lies, or among everything else", () => {
  assert.equal(placeOf(0, [0.5, 0.3]), 0);
  assert.equal(placeOf(0.49, [0.5, 0.3]), 0);
  assert.equal(placeOf(0.5, [0.5, 0.3]), 1);
  assert.equal(placeOf(0.81, [0.5, 0.3]), -1);
  assert.equal(placeOf(0, [0, 1]), 1);
});

test("random numbers are seeded, uniform and differ between seeds", () => {
  const take = (seed, count) => Array.from({ length: count }, randomNumbers(seed));
  assert.deepEqual(take(3, 5), take(3, 5));
  assert.notDeepEqual(take(3, 5), take(4, 5));
  const many = take(0, 20000);
  assert.ok(many.every((value) => value >= 0 && value < 1));
  const mean = many.reduce((sum, value) => sum + value) / many.length;
  assert.ok(Math.abs(mean - 0.5) < 0.01, `${mean}`); // 5 standard errors
  const low = many.filter((value) => value < 0.1).length;
  assert.ok(Math.abs(low - 2000) < 5 * Math.sqrt(20000 * 0.09), `${low}`);
});

test("long names are shortened between characters, not inside one", () => {
  assert.equal(shortened("sixteen letters!"), "sixteen letters!");
  assert.equal(shortened("seventeen letters"), "seventeen lette…");
  assert.equal(shortened("😀".repeat(17)), `${"😀".repeat(15)}…`);
});

test("a token's facts name rank, share and surprise", () => {
  assert.equal(tokenFacts(0.25, 2), "rank 2, 25.0%, 2.00 bits");
  assert.equal(tokenFacts(1, 1), "rank 1, 100%, 0.00 bits");
  assert.equal(tokenFacts(2 ** -14, 9), "rank 9, <0.01%, 14.0 bits");
});

test("what can't happen is called impossible; what greedy leaves out is not", () => {
  assert.equal(tokenFacts(0, 9), "impossible (0%, ∞ bits)");
  assert.equal(tokenFacts(0, 9, 0.1), "rank 9, 0%, ∞ bits");
});

test("line breaks of every kind are seen on one line", () => {
  assert.equal(onOneLine("Dear Max,\nHello\r\n\r."), "Dear Max,↵Hello↵↵.");
});

test("a context is told by its length and its last token", () => {
  assert.equal(contextWords([]), "the context is empty");
  assert.equal(contextWords(["old"]), "1 token, the last ‘old’");
  assert.equal(contextWords(["the", "↵"]), "2 tokens, the last ‘↵’");
});
