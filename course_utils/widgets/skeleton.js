/**
 * Drawing helpers that the course's widgets share.
 *
 * A widget's own file begins with one line, `import { element, mount } from "./skeleton.js";`,
 * and ends with `export default { render };`. Node runs that file as it stands; for the browser
 * skeleton.py puts this file in front of it and takes the import line away.
 *
 * Tokens come from learners, files and models, so no helper here ever parses HTML:
 * text goes to the page as text.
 */

// ---- Colors ------------------------------------------------------------------------------

/**
 * Distinct with every common kind of color blindness. The colors of plots.py, the last three
 * changed so that all stand out, 3 : 1 at least, on a white page and on a dark one.
 */
export const PALETTE = ["#0072b2", "#d55e00", "#009e73", "#b35c97", "#9a7400", "#767676"];

/** Anchors of the sequential ramp, from "none" to "much" on a light page. */
const ANCHORS = [
  [248, 250, 246],
  [176, 217, 205],
  [72, 158, 176],
  [36, 88, 150],
  [18, 18, 72],
];

/** Relative luminance (WCAG) of a color [red, green, blue], 0 … 255 each: 0 black, 1 white. */
export function luminance([red, green, blue]) {
  const linear = (value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/**
 * 256 RGBA colors, 1024 bytes, whose luminance falls steadily (light page) or rises (dark page),
 * so that "more" always stands out more, even in gray. For ImageData, read the bytes as
 * `new Uint32Array(ramp(dark).buffer)` and copy one 32-bit number per pixel.
 */
export function ramp(dark = false) {
  const table = new Uint8ClampedArray(256 * 4);
  for (let step = 0; step < 256; step += 1) {
    const position = ((dark ? 255 - step : step) / 255) * (ANCHORS.length - 1);
    const left = Math.min(Math.floor(position), ANCHORS.length - 2);
    for (let channel = 0; channel < 3; channel += 1) {
      const from = ANCHORS[left][channel];
      const to = ANCHORS[left + 1][channel];
      table[step * 4 + channel] = from + (to - from) * (position - left);
    }
    table[step * 4 + 3] = 255;
  }
  return table;
}

/** [red, green, blue] of a computed CSS color, or null when it is (nearly) transparent. */
export function parseColor(color) {
  const numbers = (String(color).match(/[\d.]+/g) ?? []).map(Number);
  if (numbers.length < 3 || numbers[3] < 0.5) return null;
  return numbers.slice(0, 3);
}

/** Is the page behind `node` dark? JupyterLab says so; elsewhere its background does. */
export function isDark(node) {
  const jupyter = document.body.dataset.jpThemeLight;
  if (jupyter) return jupyter === "false";
  for (let behind = node; behind; behind = behind.parentElement) {
    const color = parseColor(getComputedStyle(behind).backgroundColor);
    if (color) return luminance(color) < 0.4;
  }
  return matchMedia("(prefers-color-scheme: dark)").matches;
}

/** The theme's colors as strings for a canvas: surface, raised, ink, soft, line, bar, mark. */
export function themeColors(root) {
  const style = getComputedStyle(root);
  const names = ["surface", "raised", "ink", "soft", "line", "bar", "mark"];
  return Object.fromEntries(
    names.map((name) => [name, style.getPropertyValue(`--course-${name}`).trim()]),
  );
}

// ---- Numbers and bytes -------------------------------------------------------------------

/** "12.3%", "0.45%", "<0.01%", "0%"; never rounds something to 0 or to 100. */
export function formatPercent(share) {
  if (!Number.isFinite(share)) return "not a number";
  if (share <= 0) return "0%";
  if (share < 0.0001) return "<0.01%";
  if (share < 1 && share > 0.9995) return ">99.9%";
  return `${(share * 100).toFixed(share < 0.00995 ? 2 : share < 1 ? 1 : 0)}%`;
}

/** A number with `digits` decimals, a true minus sign, ∞ where it is infinite. */
export function formatNumber(value, digits = 2) {
  if (Number.isNaN(value)) return "not a number";
  const text = Number.isFinite(value) ? Math.abs(value).toFixed(digits) : "∞";
  return value < 0 && /[1-9∞]/.test(text) ? `−${text}` : text;
}

/** "12,345" */
export function formatCount(count) {
  return count.toLocaleString("en-US");
}

/** Bytes of a binary trait (a DataView) without a copy. */
export function decodeBytes(view) {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

/** 32-bit floats of a binary trait (a DataView), copied, so that any offset will do. */
export function decodeFloats(view) {
  if (view.byteLength % 4) throw new RangeError(`${view.byteLength} bytes are no whole floats`);
  return new Float32Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));
}

// ---- Elements ----------------------------------------------------------------------------

/**
 * Make an element: `element("p", { class: "note", text: token })`. `text` is plain text, `on` a
 * record of listeners, everything else an attribute (true: empty; false, null: left out).
 * Further arguments are children: elements or plain strings.
 */
export function element(tag, { text, on = {}, ...attributes } = {}, ...children) {
  const node = document.createElement(tag);
  if (text !== undefined) node.textContent = text;
  for (const [name, value] of Object.entries(attributes)) {
    if (/^on/i.test(name)) throw new TypeError(`use on: { … } instead of the attribute ${name}`);
    if (value !== false && value != null) node.setAttribute(name, value === true ? "" : value);
  }
  for (const [type, listener] of Object.entries(on)) node.addEventListener(type, listener);
  node.append(...children);
  return node;
}

/** A button with visible words; `title` says more on hover. */
export function button(label, onClick, attributes = {}) {
  return element("button", { type: "button", text: label, on: { click: onClick }, ...attributes });
}

/** A row of buttons and labeled fields, which wraps where there is no room. */
export function controls(...children) {
  return element("div", { class: "course-controls" }, ...children);
}

/** A paragraph in a softer color: which keys there are, what a sign means. */
export function hint(text) {
  return element("p", { class: "course-hint", text });
}

/** A labeled choice; `options` are [value, words] pairs. `onChange` receives the value. */
export function select(label, options, value, onChange) {
  const choices = options.map(([key, words]) => element("option", { value: key, text: words }));
  const input = element("select", {}, ...choices);
  input.value = value;
  input.addEventListener("change", () => onChange(input.value));
  const field = element("label", { class: "course-field" }, element("span", { text: label }), input);
  return { field, input, set: (next) => (input.value = next) };
}

/** A labeled slider with its value beside it; `onInput` receives a number while it moves. */
export function slider(label, { min, max, step, value, format = String }, onInput) {
  const input = element("input", { type: "range", min, max, step });
  // Not <output>: screen readers would read its value a second time, after aria-valuetext.
  const output = element("span", { class: "course-value" });
  const set = (next) => {
    input.value = next;
    output.textContent = format(Number(input.value));
    input.setAttribute("aria-valuetext", output.textContent);
  };
  set(value);
  input.addEventListener("input", () => {
    set(input.value);
    onInput(Number(input.value));
  });
  const words = element("span", { text: label });
  return { field: element("label", { class: "course-field" }, words, input, output), input, set };
}

/** A labeled box to tick. `onChange` receives true or false. */
export function checkbox(label, checked, onChange) {
  const input = element("input", { type: "checkbox" });
  input.checked = checked;
  input.addEventListener("change", () => onChange(input.checked));
  const field = element("label", { class: "course-field" }, input, element("span", { text: label }));
  return { field, input, set: (next) => (input.checked = next) };
}

/** A labeled line of text; `onSubmit` receives it when Enter is pressed. */
export function textField(label, { value = "", placeholder = "" }, onSubmit) {
  const input = element("input", { type: "text", placeholder, spellcheck: "false" });
  input.autocomplete = "off";
  input.value = value;
  onKeys(input, { Enter: () => onSubmit(input.value) });
  const words = element("span", { text: label });
  const field = element("label", { class: "course-field course-text" }, words, input);
  return { field, input, set: (next) => (input.value = next) };
}

/** A line of text that is seen and, after each `say(text)`, read aloud by screen readers. */
export function readout() {
  const node = element("p", { class: "course-readout", role: "status", "aria-live": "polite" });
  const say = (text) => {
    if (node.textContent !== text) node.textContent = text;
  };
  return { node, say };
}

/** One tooltip for a widget: `show(text, x, y)` in the coordinates of the window; `hide()`. */
export function tooltip(root) {
  const node = element("div", { class: "course-tooltip", role: "tooltip", hidden: true });
  root.append(node);
  const hide = () => (node.hidden = true);
  const show = (text, x, y) => {
    node.textContent = text;
    node.hidden = false;
    const frame = root.getBoundingClientRect();
    const left = Math.min(x - frame.left + 14, frame.width - node.offsetWidth - 4);
    const below = y - frame.top + 18;
    const fits = below + node.offsetHeight < frame.height;
    node.style.left = `${Math.max(4, left)}px`;
    node.style.top = `${fits ? below : Math.max(4, y - frame.top - node.offsetHeight - 12)}px`;
  };
  return { node, show, hide };
}

// ---- Keyboard ----------------------------------------------------------------------------

/** Call handlers[key] on keydown, unless Ctrl, Alt or ⌘ is held; a handler that returns false
 * leaves the key to the browser. */
export function onKeys(node, handlers) {
  node.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (!Object.hasOwn(handlers, event.key) || handlers[event.key](event) === false) return;
    event.preventDefault();
    event.stopPropagation();
  });
}

/**
 * The place an arrow key leads to among `count` items laid out in rows of `columns`;
 * Home and End lead to the ends. Null for other keys and beyond the edge.
 */
export function stepIndex(key, index, count, columns = 1) {
  const steps = { ArrowUp: -columns, ArrowDown: columns, Home: -index, End: count - 1 - index };
  if (columns > 1) Object.assign(steps, { ArrowLeft: -1, ArrowRight: 1 });
  if (!Object.hasOwn(steps, key)) return null;
  const next = index + steps[key];
  return next >= 0 && next < count && next !== index ? next : null;
}

// ---- Life of a widget --------------------------------------------------------------------

/** Collects listeners, so that one `end()` takes all of them away again, last one first. */
export function lifetime() {
  const endings = [];
  return {
    add: (ending) => endings.push(ending),
    on(target, type, listener, options) {
      target.addEventListener(type, listener, options);
      endings.push(() => target.removeEventListener(type, listener, options));
    },
    model(model, handlers) {
      for (const [trait, handler] of Object.entries(handlers)) {
        const name = trait.startsWith("msg:") ? trait : `change:${trait}`;
        model.on(name, handler);
        endings.push(() => model.off(name, handler));
      }
    },
    end() {
      while (endings.length) endings.pop()();
    },
  };
}

/** Wrap `draw` so that any number of calls paint once, in the next animation frame. */
export function oncePerFrame(draw, life) {
  let waiting = 0;
  life.add(() => cancelAnimationFrame(waiting));
  return () => {
    waiting ||= requestAnimationFrame(() => {
      waiting = 0;
      draw();
    });
  };
}

/**
 * The widget's outermost element, with its theme kept up to date and its keys kept from
 * JupyterLab, whose letters would otherwise add and delete cells. `onTheme(dark)` is called
 * after each change. Return `life.end` from `render`.
 */
export function mount(el, name, label, onTheme = () => {}) {
  const life = lifetime();
  const root = element("section", { class: `course-widget course-${name}`, "aria-label": label });
  el.append(root);
  const setTheme = () => {
    const theme = isDark(el) ? "dark" : "light";
    const changed = root.dataset.theme && root.dataset.theme !== theme;
    root.dataset.theme = theme;
    if (changed) onTheme(theme === "dark");
  };
  setTheme();
  const watcher = new MutationObserver(setTheme);
  for (const node of [document.documentElement, document.body]) {
    watcher.observe(node, { attributeFilter: ["class", "style", "data-jp-theme-light", "data-theme"] });
  }
  life.add(() => watcher.disconnect());
  life.on(matchMedia("(prefers-color-scheme: dark)"), "change", setTheme);
  life.on(root, "keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
  });
  life.add(() => root.remove());
  return { root, life };
}

/** Set several traits at once and send them to Python. */
export function setTraits(model, values) {
  for (const [name, value] of Object.entries(values)) model.set(name, value);
  model.save_changes();
}

// ---- Canvas ------------------------------------------------------------------------------

/** Give a canvas its size in CSS pixels, sharp on any screen; returns its 2D context. */
export function sizeCanvas(canvas, width, height) {
  const ratio = globalThis.devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

// ---- Pages without a kernel --------------------------------------------------------------

/** What anywidget calls a model, for a page on its own: values, listeners, nobody to send to. */
export function pageModel(state) {
  const listeners = {};
  return {
    get: (name) => state[name],
    set(name, value) {
      if (state[name] === value) return;
      state[name] = value;
      for (const listener of listeners[`change:${name}`] ?? []) listener();
    },
    save_changes() {},
    send() {},
    on: (name, listener) => (listeners[name] ??= []).push(listener),
    off(name, listener) {
      listeners[name] = (listeners[name] ?? []).filter((other) => other !== listener);
    },
  };
}

/** Read the state that `to_html` wrote: JSON in which {"base64": "…"} stands for bytes. */
export function readState(json) {
  return JSON.parse(json, (_, value) => {
    if (typeof value?.base64 !== "string") return value;
    const text = atob(value.base64);
    const bytes = new Uint8Array(text.length);
    // A loop, because Uint8Array.from needs 200 ms for a megabyte.
    for (let at = 0; at < bytes.length; at += 1) bytes[at] = text.charCodeAt(at);
    return new DataView(bytes.buffer);
  });
}
