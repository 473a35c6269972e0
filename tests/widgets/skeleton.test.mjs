// Run with: node --test tests/widgets
import assert from "node:assert/strict";
import test from "node:test";

import * as skeleton from "../../course_utils/widgets/skeleton.js";

const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
const contrast = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);

test("luminance is that of WCAG", () => {
  assert.equal(skeleton.luminance([0, 0, 0]), 0);
  assert.ok(Math.abs(skeleton.luminance([255, 255, 255]) - 1) < 1e-12);
  assert.ok(Math.abs(skeleton.luminance([255, 0, 0]) - 0.2126) < 1e-12);
  assert.ok(Math.abs(skeleton.luminance([128, 128, 128]) - 0.2159) < 1e-4);
});

test("every color of the palette stands out on a white page and on a dark one", () => {
  const dark = skeleton.luminance([0x14, 0x17, 0x1a]);
  for (const color of skeleton.PALETTE) {
    const light = skeleton.luminance(rgb(color));
    assert.ok(contrast(light, 1) >= 3, `${color} on white: ${contrast(light, 1)}`);
    assert.ok(contrast(light, dark) >= 3, `${color} on dark: ${contrast(light, dark)}`);
  }
  assert.equal(new Set(skeleton.PALETTE).size, skeleton.PALETTE.length);
});

for (const dark of [false, true]) {
  test(`the luminance of the ramp is monotone, dark page: ${dark}`, () => {
    const table = skeleton.ramp(dark);
    assert.equal(table.length, 1024);
    const steps = [...Array(256).keys()].map((at) => skeleton.luminance(table.slice(at * 4, at * 4 + 3)));
    for (let at = 1; at < 256; at += 1) {
      assert.ok(dark ? steps[at] >= steps[at - 1] : steps[at] <= steps[at - 1], `step ${at}`);
      assert.equal(table[at * 4 + 3], 255);
    }
    assert.ok(contrast(steps[0], steps[255]) > 12);
    // No flat stretch: 16 steps apart can always be told apart.
    for (let at = 16; at < 256; at += 16) assert.ok(contrast(steps[at], steps[at - 16]) > 1.05);
  });
}

test("parseColor reads computed colors and sees what is transparent", () => {
  assert.deepEqual(skeleton.parseColor("rgb(1, 2, 3)"), [1, 2, 3]);
  assert.deepEqual(skeleton.parseColor("rgba(10, 20, 30, 0.9)"), [10, 20, 30]);
  assert.equal(skeleton.parseColor("rgba(0, 0, 0, 0)"), null);
  assert.equal(skeleton.parseColor(""), null);
});

test("formatPercent never rounds something to nothing, or to everything", () => {
  const shown = [0, 1e-9, 0.00012, 0.0045, 0.0123, 0.5, 0.9994, 0.99999, 1].map(skeleton.formatPercent);
  const wanted = ["0%", "<0.01%", "0.01%", "0.45%", "1.2%", "50.0%", "99.9%", ">99.9%", "100%"];
  assert.deepEqual(shown, wanted);
  assert.equal(skeleton.formatPercent(NaN), "not a number");
});

test("formatNumber has a true minus sign and names infinity", () => {
  const shown = [1.005, -2.5, -0.001, Infinity, -Infinity].map((value) => skeleton.formatNumber(value));
  assert.deepEqual(shown, ["1.00", "−2.50", "0.00", "∞", "−∞"]);
  assert.equal(skeleton.formatNumber(NaN), "not a number");
});

test("binary traits are decoded at any offset", () => {
  const bytes = new Uint8Array(9);
  new DataView(bytes.buffer).setFloat32(1, 0.5, true);
  new DataView(bytes.buffer).setFloat32(5, -2, true);
  const view = new DataView(bytes.buffer, 1, 8);
  assert.deepEqual([...skeleton.decodeFloats(view)], [0.5, -2]);
  assert.deepEqual([...skeleton.decodeBytes(new DataView(bytes.buffer, 3, 2))], [bytes[3], bytes[4]]);
  assert.throws(() => skeleton.decodeFloats(new DataView(bytes.buffer, 0, 7)), /7 bytes/);
});

test("stepIndex walks a grid and stops at its edges", () => {
  assert.equal(skeleton.stepIndex("ArrowDown", 0, 3), 1);
  assert.equal(skeleton.stepIndex("ArrowDown", 2, 3), null);
  assert.equal(skeleton.stepIndex("ArrowUp", 0, 3), null);
  assert.equal(skeleton.stepIndex("ArrowRight", 0, 3), null);
  assert.equal(skeleton.stepIndex("ArrowRight", 0, 6, 3), 1);
  assert.equal(skeleton.stepIndex("ArrowDown", 1, 6, 3), 4);
  assert.equal(skeleton.stepIndex("End", 1, 6, 3), 5);
  assert.equal(skeleton.stepIndex("Home", 4, 6, 3), 0);
  assert.equal(skeleton.stepIndex("toString", 0, 3), null);
});

test("a lifetime takes every listener away again, the last one first", () => {
  const log = [];
  const target = new EventTarget();
  const model = skeleton.pageModel({ head: 0 });
  const life = skeleton.lifetime();
  life.on(target, "ping", () => log.push("ping"));
  life.model(model, { head: () => log.push("head") });
  life.add(() => log.push("first"));
  life.add(() => log.push("second"));
  target.dispatchEvent(new Event("ping"));
  model.set("head", 1);
  life.end();
  target.dispatchEvent(new Event("ping"));
  model.set("head", 2);
  assert.deepEqual(log, ["ping", "head", "second", "first"]);
});

test("a page's model tells its listeners about changes only", () => {
  const model = skeleton.pageModel({ query: 1 });
  let calls = 0;
  const count = () => (calls += 1);
  model.on("change:query", count);
  model.set("query", 1);
  model.set("query", 2);
  assert.deepEqual([calls, model.get("query")], [1, 2]);
  model.off("change:query", count);
  model.set("query", 3);
  assert.equal(calls, 1);
});

test("readState turns base64 into bytes, at any depth", () => {
  const state = skeleton.readState('{"tokens":["<b>"],"inner":{"weights":{"base64":"AAECAw=="}}}');
  assert.deepEqual(state.tokens, ["<b>"]);
  assert.deepEqual([...skeleton.decodeBytes(state.inner.weights)], [0, 1, 2, 3]);
});

test("element writes text as text and refuses inline handlers", () => {
  const made = [];
  globalThis.document = {
    createElement: (tag) => {
      const node = { tag, attributes: {}, children: [], listeners: {} };
      node.setAttribute = (name, value) => (node.attributes[name] = value);
      node.addEventListener = (type, listener) => (node.listeners[type] = listener);
      node.append = (...children) => node.children.push(...children);
      made.push(node);
      return node;
    },
  };
  const evil = "<img src=x onerror=alert(1)>";
  const node = skeleton.element("p", { text: evil, hidden: true, title: null, "aria-busy": "true" }, "child");
  assert.equal(node.textContent, evil);
  assert.equal(node.innerHTML, undefined);
  assert.deepEqual(node.attributes, { hidden: "", "aria-busy": "true" });
  assert.deepEqual(node.children, ["child"]);
  assert.throws(() => skeleton.element("p", { onclick: "alert(1)" }), /on: \{/);
  delete globalThis.document;
});
