import {
  button,
  controls,
  decodeBytes,
  decodeFloats,
  element,
  formatNumber,
  formatPercent,
  mount,
  onKeys,
  oncePerFrame,
  readout,
  select,
  setTraits,
  sizeCanvas,
  slider,
  stepIndex,
  textField,
  themeColors,
} from "./skeleton.js";
import { WEIGHTS, arithmetic, colorCurve, rowPeak, shade, strongest } from "./attention_arithmetic.js";

/**
 * The attention explorer. Pointing, switching heads and scaling colors stay in the page
 * (attention_arithmetic.js); choices and interventions go to Python.
 */

const LINE = 17; // pixels
const mostHeight = () => Math.max(380, Math.min(760, innerHeight * 0.56));
const MOST_LINKS = 1200;
const LISTED = 6;
const KEYS =
  "arrows move, Enter pins, Escape unpins, + and − zoom, Page Up and Down change the head.";
const MOST_LABEL = 112;
const short = (token) => (token.length > 14 ? `${token.slice(0, 13)}…` : token);
const bold = (text) => element("b", { text });
const place = (node, left, top, width, height) =>
  (node.style.cssText = `left:${left}px;top:${top}px;width:${width}px;height:${height}px`);

/** Put name, bar and number into `node`; returns a function that fills them. */
function numberRow(node) {
  const [name, bar, number] = ["name", "fill", "number"].map((part) =>
    element("span", { class: `attention-${part}` }),
  );
  const track = element("span", { class: "attention-track" }, bar);
  node.append(name, track, number);
  return (token, share, words, position = "") => {
    name.replaceChildren(token, element("span", { class: "attention-soft", text: ` ${position}` }));
    bar.style.width = `${share * 100}%`;
    number.textContent = words;
    return track;
  };
}

function render({ model, el }) {
  const { root, life } = mount(el, "attention", "Attention explorer", () => redrawSoon());
  const get = (name) => model.get(name);
  const set = (values) => setTraits(model, values);
  const canRun = get("can_run");
  const ablations = get("ablations"); // on a page: predictions without one head
  const { node: status, say } = readout();
  let details = {}; // "layer,head" -> float32 numbers
  let layers, heads, queries, keyCount;
  let codes, colors, curve, font, margins;
  let norms; // ‖value‖ of every key of every head
  let hover = null; // { q, k } under the pointer or the keyboard; -1 for none
  let zoom = 1;
  let frame = { q: 0, k: 0 }; // the cells that are seen, with rows and columns
  let box = {}; // where they are in the picture
  let slots = []; // the overview's buttons
  let saving, drawnWidth, widths;

  const headNow = () => get("layer") * heads + get("head");
  const headName = (head) => `layer ${Math.floor(head / heads)}, head ${head % heads}`;
  const isOff = (head) => get("heads_off").some(([l, h]) => l * heads + h === head);
  const isLinks = () => get("view") === "links";
  const byNorm = () => get("measure") === "norm" && norms;
  const shown = () => hover ?? { q: get("query"), k: get("key") };
  const detail = () => details[`${get("layer")},${get("head")}`];
  const codeAt = (q, k) => codes[(headNow() * queries + q) * keyCount + k];
  const isMasked = (q, k) => codeAt(q, k) === 0;
  const weightAt = (q, k) => detail()?.weights?.[q * keyCount + k] ?? WEIGHTS[codeAt(q, k)];
  const normAt = (k) => norms[headNow() * keyCount + k];
  const valueAt = (q, k) => weightAt(q, k) * (byNorm() ? normAt(k) : 1);
  const scoreOf = (wanted) => get("scores").find(({ name }) => name === wanted);

  /** Exact where float32 is here. */
  function spell(value) {
    if (detail()?.weights) return formatNumber(value, 3);
    return `≈ ${formatNumber(value, value < 0.1 ? 3 : 2)}`;
  }

  function painting(head) {
    const factors = byNorm()
      ? norms.subarray(head * keyCount, (head + 1) * keyCount)
      : new Float32Array(keyCount).fill(1);
    const peak = byNorm() ? get("largest_norm") : 1;
    return {
      codes,
      at: head * queries * keyCount,
      factors,
      peak,
      perRow: get("scale") === "row",
      curve,
    };
  }

  function patterns(head) {
    const found = get("scores").filter((score) => score.values);
    return found.map(({ label, values }) => `${label} ${formatNumber(values[head])}`).join(", ");
  }

  /** Where a query looks, or, without a query, who looks at a key. */
  function looks() {
    const { q, k } = shown();
    if (q < 0 && k < 0) return null;
    const names = [get("query_tokens"), get("tokens")];
    if (q < 0) names.reverse();
    const [at, count] = q < 0 ? [k, queries] : [q, keyCount];
    const cell = (other) => (q < 0 ? { q: other, k } : { q, k: other });
    const values = Float32Array.from({ length: count }, (_, other) => {
      const { q: row, k: column } = cell(other);
      return valueAt(row, column);
    });
    const order = strongest(values, LISTED);
    // The cell in hand is always listed.
    if (q >= 0 && k >= 0 && !order.includes(k)) order.splice(LISTED - 1, 1, k);
    const verb = q < 0 ? "is looked at by" : "looks at";
    return { q, k, at, cell, values, order, verb, token: names[0][at], names: names[1] };
  }

  function sentence(found) {
    if (!found) return "";
    const { q, k, at, token, names, values, order, verb } = found;
    const start = `‘${token}’ (${at}) `;
    if (q < 0 || k < 0) {
      const best = order.slice(0, 3).map((other) => `‘${names[other]}’ ${spell(values[other])}`);
      return `${start}${verb} ${best.join(", ")}.`;
    }
    const other = `‘${names[k]}’ (${k})`;
    if (isMasked(q, k)) return `${start}may not look at ${other}: masked.`;
    const norm = byNorm() ? `; ‖weight · value‖ is ${spell(values[k])}` : "";
    return `${start}looks at ${other} with weight ${spell(weightAt(q, k))}${norm}.`;
  }

  // -- What the learner does

  function chooseHead(head) {
    const chosen = (head + layers * heads) % (layers * heads);
    model.set("layer", Math.floor(chosen / heads));
    model.set("head", chosen % heads);
    clearTimeout(saving);
    saving = setTimeout(() => model.save_changes(), 120);
    say(`${headName(chosen)}: ${patterns(chosen)}.`);
  }

  function pin({ q, k }) {
    const isPinned = get("query") === q && get("key") === k;
    set(isPinned ? { query: -1, key: -1 } : { query: q, key: k });
  }

  function toggleHead() {
    const now = [get("layer"), get("head")];
    const others = get("heads_off").filter((pair) => String(pair) !== String(now));
    const wasOff = isOff(headNow());
    set({ heads_off: wasOff ? others : ablations ? [now] : [...others, now] });
    say(`${headName(headNow())} is switched ${wasOff ? "on" : "off"}.`);
  }

  function zoomTo(next) {
    const most = Math.log2(Math.max(queries, keyCount) / 8);
    zoom = Math.max(1, Math.min(next, 2 ** Math.floor(most)));
    headSoon();
    say(`Enlarged ${zoom} times.`);
  }

  const choose = (label, trait, options) =>
    select(label, options, get(trait), (value) => set({ [trait]: value }));
  const views = ["matrix", "links"].map((view) => button(view, () => set({ view })));
  const measure = choose("Show", "measure", [
    ["weight", "weight"],
    ["norm", "‖weight · value‖"],
  ]);
  const scale = choose("Colors", "scale", [
    ["linear", "linear"],
    ["row", "each row to its largest"],
    ["gamma", "small weights lifted"],
  ]);
  const heat = (label, trait, min, max) => {
    const range = { min, max, step: 0.1, value: get(trait), format: (value) => value.toFixed(1) };
    return slider(label, range, (value) => set({ [trait]: value }));
  };
  const gamma = heat("Gamma", "gamma", 0.1, 1);
  const attentionHeat = heat("Attention temperature", "attention_temperature", 0.1, 4);
  const outputHeat = heat("Output temperature", "temperature", 0, 2);
  const sort = select("Sort", [], "", (value) => {
    if (value !== "effect" || scoreOf(value).values) return set({ sort: value });
    root.setAttribute("aria-busy", "true");
    model.send({ kind: "effects" });
    return sort.set(get("sort"));
  });
  const submit = () => {
    const next = text.input.value.replaceAll("↵", "\n");
    root.setAttribute("aria-busy", next !== get("text"));
    set({ text: next });
  };
  const text = textField("Text", {}, submit);
  const problem = element("p", { class: "attention-problem", role: "alert" });

  let step = 0;
  const part = (words, isShown, ...children) => {
    const number = isShown ? (step += 1) : 0;
    const title = element(
      "h4",
      {},
      element("span", { class: "attention-step", text: number }),
      words,
    );
    return element("section", { hidden: !isShown }, title, ...children);
  };
  const canvas = (name) => element("canvas", { class: name });

  const thumbnails = canvas("attention-over");
  const group = (name, label, ...children) =>
    element("div", { class: `attention-${name}`, role: "group", "aria-label": label }, ...children);
  const overview = group("overview", "Heads");
  const soft = (text) => element("p", { class: "attention-soft", text });
  const words = soft();
  const headsPart = part(
    "Choose a head",
    get("shape")[0] * get("shape")[1] > 1,
    controls(sort.field),
    overview,
    words,
  );

  const headTitle = element("span", { class: "attention-head-name" });
  const headWords = element("span", { class: "attention-soft" });
  const switchOff = button("Switch off", toggleHead);
  const cells = canvas("attention-cells");
  const over = canvas("attention-over");
  const stage = element(
    "div",
    { class: "attention-stage", tabindex: 0, role: "application" },
    cells,
    over,
  );
  const legendBar = canvas("attention-ramp");
  const legendTop = element("span");
  const legendMask = element("span", { class: "attention-masked" }, element("i"), "masked");
  const zoomOut = button("−", () => zoomTo(zoom / 2), { "aria-label": "Zoom out" });
  const zoomIn = button("+", () => zoomTo(zoom * 2), { "aria-label": "Zoom in" });
  const zooms = element("span", { class: "attention-zoom" }, zoomOut, zoomIn);
  const legend = controls(legendBar, legendTop, legendMask, zooms);
  const measureWords = soft(
    "How long the vector is that arrives. A large weight on a short value adds little: attention " +
      "is not an explanation.",
  );
  const stagePart = part(
    "Point at a token, click to pin",
    true,
    controls(headTitle, headWords, switchOff),
    stage,
    legend,
    measureWords,
  );

  const who = element("p");
  const rest = soft();
  const rows = Array.from({ length: LISTED }, (_, index) => {
    const node = button("", () => pin(rows[index].cell));
    return { node, item: element("li", {}, node), put: numberRow(node) };
  });
  const list = element("ol", { class: "attention-list" }, ...rows.map(({ item }) => item));
  const more = button("", () => {
    set({ arithmetic: !get("arithmetic") });
    requestAnimationFrame(() => requestAnimationFrame(reveal));
  });
  const reveal = () => panel.scrollIntoView({ block: "nearest" });
  const nextTitle = element("p");
  const nextList = element("ol", { class: "attention-list" });
  const nextWords = soft();
  const allOn = button("All heads on", () => set({ heads_off: [] }));
  const numbersPart = part("Read the numbers", true, who, list, rest, more);
  const next = part("See what comes next", true, nextTitle, nextList, nextWords, allOn);
  next.classList.add("attention-next");
  if (canRun) {
    const heats = "It divides the scores of every head, or the output’s logits, before their softmax.";
    next.append(attentionHeat.field, outputHeat.field, soft(heats));
  }
  const panel = element("section", { class: "attention-arithmetic", "aria-label": "Arithmetic" });

  const columnCount = () =>
    layers > 1 ? heads : Math.min(heads, heads > 6 ? Math.ceil(heads / 3) : 4);

  function makeOverview() {
    slots = Array.from({ length: layers * heads }, () => {
      const slot = { head: 0 };
      slot.node = button("", () => chooseHead(slot.head), { class: "attention-thumbnail" });
      return slot;
    });
    overview.replaceChildren(...slots.map(({ node }) => node), thumbnails);
  }

  function drawOverview() {
    const [width] = widths;
    if (!width) return;
    const columns = columnCount();
    const found = scoreOf(get("sort"));
    const score = found?.values && found;
    const gap = columns > 8 ? 3 : 8;
    const lines = width / columns < 54 ? 0 : score ? 2 : 1;
    const isLabeled = !lines && !score;
    const left = isLabeled ? 26 : 2;
    const top = isLabeled ? 22 : 2;
    const side = Math.max(6, Math.min(150, Math.floor((width - left) / columns) - gap));
    const high = Math.round(side * Math.min(1, Math.max(0.5, queries / keyCount)));
    const pitch = high + gap + lines * LINE + (lines ? 6 : 0);
    const total = top + Math.ceil(slots.length / columns) * pitch;
    const pen = sizeCanvas(thumbnails, width, total);
    overview.style.height = `${total}px`;
    pen.font = font;
    pen.fillStyle = colors.ink;
    pen.textBaseline = "top";
    pen.textAlign = "center";
    pen.imageSmoothingEnabled = false;
    const size = { rows: Math.min(queries, high), columns: Math.min(keyCount, side) };
    const image = new ImageData(size.columns, size.rows);
    const pixels = new Uint32Array(image.data.buffer);
    const scratch = new OffscreenCanvas(size.columns, size.rows);
    slots.forEach((slot, index) => {
      const head = score ? score.order[index] : index;
      const x = left + (index % columns) * (side + gap);
      const y = top + Math.floor(index / columns) * pitch;
      const value = score && formatNumber(score.values[head]);
      slot.head = head;
      place(slot.node, x, y, side, high);
      const known = `${score ? `, ${score.label} ${value}` : ""}${isOff(head) ? ", off" : ""}`;
      slot.node.title = headName(head) + known;
      shade(pixels, painting(head), { q: 0, k: 0, rows: queries, columns: keyCount }, size);
      scratch.getContext("2d").putImageData(image, 0, 0);
      pen.globalAlpha = isOff(head) ? 0.2 : 1;
      pen.drawImage(scratch, x, y, side, high);
      pen.globalAlpha = 1;
      const middle = x + side / 2;
      if (isOff(head)) pen.fillText("off", middle, y + high / 2 - 8);
      const [layer, number] = [Math.floor(head / heads), head % heads];
      if (lines) pen.fillText(layers > 1 ? `${layer} · ${number}` : head, middle, y + high + 4);
      if (lines > 1) pen.fillText(value, middle, y + high + 4 + LINE);
      if (isLabeled && number === 0) pen.fillText(layer, 10, y + high / 2 - 8);
      if (isLabeled && layer === 0 && (side > 20 || head % 2 === 0)) pen.fillText(head, middle, 2);
    });
  }

  function updateScores() {
    const choices = get("scores").map(({ name, label, disabled }) =>
      element("option", { value: name, text: label, disabled }),
    );
    sort.input.replaceChildren(...choices);
    sort.set(get("sort"));
    words.textContent = scoreOf(get("sort"))?.words;
  }

  // -- One head

  function layOut() {
    const rows = Math.ceil(queries / zoom);
    const columns = Math.ceil(keyCount / zoom);
    const [, width] = widths;
    const [left, right] = margins;
    if (isLinks()) {
      const height = Math.min(mostHeight(), Math.max(rows, columns) * 34);
      box = { left, right, top: 30, width, height, row: height / rows, column: height / columns };
    } else {
      const slant = right * 0.71;
      const most = Math.max(64, 400 / rows);
      const room = width - left - Math.max(slant - 12, 8);
      const cell = Math.max(0.2, Math.min(room / columns, (mostHeight() - slant) / rows, most));
      const side = cell >= 3 ? Math.floor(cell) : cell;
      box = { left, right, top: slant + 8, width, height: side * rows, row: side, column: side };
    }
    box.total = box.top + box.height + 6;
    stage.style.height = `${box.total}px`;
    const { q, k } = shown();
    const start = (at, now, count, full) =>
      Math.max(0, Math.min(at < 0 ? now : at - (count >> 1), full - count));
    frame = {
      q: start(q, frame.q, rows, queries),
      k: start(k, frame.k, columns, keyCount),
      rows,
      columns,
    };
  }

  const rowY = (q) => box.top + (q - frame.q + 0.5) * box.row;
  const keyAt = (k) => (k - frame.k + 0.5) * box.column;

  /** Draw the strongest links of `only` a query or a key, or of all (-1). */
  function drawLinks(pen, least, only, color = colors.bar, extra = 0) {
    const { at, factors, peak, perRow } = painting(headNow());
    const links = [];
    const [from, to] = [box.left + 4, box.width - box.right - 4];
    const bounds = (at, first, count) => (at < 0 ? [first, first + count] : [at, at + 1]);
    const [firstQuery, endQuery] = bounds(only.q, frame.q, frame.rows);
    const [firstKey, endKey] = bounds(only.k, frame.k, frame.columns);
    for (let q = firstQuery; q < endQuery; q += 1) {
      const row = at + q * keyCount;
      const full = (perRow ? rowPeak(codes, row, factors) : peak) || 1;
      for (let k = firstKey; k < endKey; k += 1) {
        const share = (WEIGHTS[codes[row + k]] * factors[k]) / full;
        if (share > least) links.push({ q, k, share });
      }
    }
    links.sort((a, b) => b.share - a.share);
    const power = get("scale") === "gamma" ? get("gamma") : 1;
    const bend = (to - from) / 3;
    pen.strokeStyle = color;
    for (const { q, k, share } of links.slice(0, MOST_LINKS)) {
      pen.globalAlpha = Math.min(1, extra + 0.08 + 0.92 * share ** power);
      pen.lineWidth = 0.5 + extra + 6 * share ** power * Math.min(1, box.row / 18);
      pen.beginPath();
      pen.moveTo(from, rowY(q));
      pen.bezierCurveTo(
        from + bend,
        rowY(q),
        to - bend,
        box.top + keyAt(k),
        to,
        box.top + keyAt(k),
      );
      pen.stroke();
    }
    pen.globalAlpha = 1;
  }

  function drawHead() {
    layOut();
    zoomOut.disabled = zoom === 1;
    zoomIn.disabled = Math.max(queries, keyCount) / zoom < 16;
    headTitle.textContent = headName(headNow());
    headWords.textContent = isLinks() ? "" : "rows look at columns";
    switchOff.textContent = isOff(headNow()) ? "Switch on" : "Switch off";
    stage.classList.toggle("attention-links", isLinks());
    stage.setAttribute("aria-label", `${get("view")} of ${headName(headNow())}: ${KEYS}`);
    if (isLinks()) {
      place(cells, 0, 0);
      drawLinks(sizeCanvas(cells, box.width, box.total), 0.04, { q: -1, k: -1 });
    } else {
      cells.width = frame.columns;
      cells.height = frame.rows;
      place(cells, box.left, box.top, frame.columns * box.column, box.height);
      const image = new ImageData(frame.columns, frame.rows);
      shade(new Uint32Array(image.data.buffer), painting(headNow()), frame);
      cells.getContext("2d").putImageData(image, 0, 0);
    }
    sizeCanvas(over, box.width, box.total);
    for (const { node, head } of slots) {
      node.ariaPressed = head === headNow();
      node.tabIndex = head === headNow() ? 0 : -1;
    }
    show();
    updateArithmetic();
  }

  /** Labels of one side, as many as there is room for, the marked ones first. */
  function drawLabels(pen, tokens, first, count, pitch, marked, move) {
    const every = Math.ceil(LINE / pitch);
    const taken = [];
    const draw = (at, weight, color) => {
      const isFree = taken.every((other) => Math.abs(other - at) * pitch >= LINE);
      if (at < first || at >= first + count || !isFree) return;
      taken.push(at);
      pen.save();
      pen.font = `${weight} ${font}`;
      pen.fillStyle = color;
      move(at);
      pen.fillText(short(tokens[at]), 0, 0, MOST_LABEL);
      pen.restore();
    };
    for (const at of marked) draw(at, 700, colors.ink);
    for (let at = first; at < first + count; at += every) {
      draw(at, 400, marked.length ? colors.soft : colors.ink);
    }
  }

  function drawOver(found) {
    const pen = over.getContext("2d");
    pen.clearRect(0, 0, box.width, box.total);
    pen.textBaseline = "middle";
    stage.classList.toggle("attention-chosen", found !== null);
    const { q, k } = shown();
    const marked = { q: q < 0 ? [] : [q], k: k < 0 ? [] : [k] };
    if (isLinks()) {
      if (found) {
        drawLinks(pen, 0.004, q < 0 ? { q, k } : { q, k: -1 });
        if (q >= 0 && k >= 0) drawLinks(pen, 0, { q, k }, colors.mark, 1);
        if (q < 0) marked.q = found.order.slice(0, 3);
        if (k < 0) marked.k = found.order.slice(0, 3);
      }
    } else if (q >= 0) {
      const y = rowY(q) - box.row / 2;
      pen.lineWidth = 1.5;
      pen.strokeStyle = colors.ink;
      pen.strokeRect(box.left - 1, y - 1, frame.columns * box.column + 2, box.row + 2);
      pen.lineWidth = 3;
      pen.strokeStyle = colors.mark;
      const x = box.left + keyAt(k) - box.column / 2;
      if (k >= 0) pen.strokeRect(x - 1.5, y - 1.5, box.column + 3, box.row + 3);
    }
    drawLabels(pen, get("query_tokens"), frame.q, frame.rows, box.row, marked.q, (at) => {
      pen.textAlign = "right";
      pen.translate(box.left - 8, rowY(at));
    });
    drawLabels(pen, get("tokens"), frame.k, frame.columns, box.column * 0.8, marked.k, (at) => {
      pen.textAlign = "left";
      if (isLinks()) return pen.translate(box.width - box.right + 4, box.top + keyAt(at));
      pen.translate(box.left + keyAt(at), box.top - 6);
      return pen.rotate(-Math.PI / 4);
    });
  }

  function updateNumbers(found) {
    list.hidden = !found;
    more.disabled = !get("arithmetic") && (get("query") < 0 || get("key") < 0);
    if (!found) {
      who.textContent = "Nothing is chosen yet.";
      rest.textContent = `This head: ${patterns(headNow())}.`;
      return;
    }
    const { at, cell, values, order, verb, token, names } = found;
    who.replaceChildren(bold(token), ` (${at}) ${verb}`);
    const largest = Math.max(...order.map((other) => values[other]), 1e-9);
    rows.forEach(({ item, node, put }, index) => {
      const other = order[index];
      item.style.visibility = other === undefined ? "hidden" : "";
      if (other === undefined) return;
      rows[index].cell = cell(other);
      const number = isMasked(cell(other).q, cell(other).k) ? "masked" : spell(values[other]);
      put(names[other], values[other] / largest, number, other);
      node.setAttribute("aria-pressed", found.q >= 0 && other === found.k);
    });
    const others = values.filter((value, other) => value > 0 && !order.includes(other));
    const sum = spell(others.reduce((total, value) => total + value, 0));
    rest.textContent = others.length ? `${others.length} more, ${sum} in all` : "";
  }

  function updateArithmetic() {
    const isOpen = get("arithmetic");
    const [q, k] = [get("query"), get("key")];
    more.textContent = isOpen ? "Hide the arithmetic" : "Show the arithmetic";
    more.setAttribute("aria-expanded", isOpen);
    panel.hidden = !isOpen;
    if (!isOpen) return;
    const numbers = detail();
    if (q < 0 || k < 0) return panel.replaceChildren("Click a cell to pin it.");
    if (!numbers?.queries) return panel.replaceChildren("The vectors of this head are not here.");
    const now = arithmetic(numbers, [queries, keyCount], { q, k }, (key) => !isMasked(q, key));
    const three = (value) => formatNumber(value, 3);
    const list = element("ol", { class: "attention-cards" });
    const card = (title, value, ...parts) => {
      const number = element("p", { class: "attention-big", text: value });
      list.append(element("li", {}, bold(title), number, element("p", {}, ...parts)));
    };
    card("q · k", three(now.dot), `sum of ${now.query.length} products`);
    card(numbers.scale_name, three(now.scaled), `${three(now.dot)} × ${three(numbers.factor)}`);
    const { temperature } = numbers;
    if (temperature !== 1) {
      card(`÷ ${temperature}`, three(now.score), `${three(now.scaled)} ÷ temperature`);
    }
    const open = now.isAllowed;
    card("mask", open ? three(now.score) : "−∞", open ? "may look: unchanged" : "may not look");
    const exponent = element("sup", { text: open ? three(now.score) : "−∞" });
    const total = `÷ ${three(now.total)}, the sum over ${now.count} keys`;
    const line = element("br");
    card("softmax", three(now.weight), "e", exponent, ` = ${three(now.power)}`, line, total);
    const [from, to] = [get("query_tokens")[q], get("tokens")[k]];
    const table = element("table");
    const vector = (label, token, values) => {
      const title = element("th", { scope: "row" }, `${label} `, bold(token));
      const text = values.map((x) => three(x).padStart(8)).join("");
      table.append(element("tr", {}, title, element("td", { text })));
    };
    vector("q", from, now.query);
    vector("k", to, now.key);
    vector("q × k", "", now.products);
    if (now.value) {
      vector("v", to, now.value);
      vector("weight × v", "", now.taken);
      const name = numbers.value_name;
      card(`× ${name}`, three(now.weight * normAt(k)), `length of ${three(now.weight)} × ${name}`);
    }
    const title = element("p", {}, "How ", bold(from), " comes to look at ", bold(to));
    const scroll = group("vectors", "Vectors", table);
    scroll.tabIndex = 0;
    panel.replaceChildren(title, list, scroll);
    const given = weightAt(q, k);
    if (Math.abs(given - now.weight) > (numbers.weights ? 0.002 : 0.01)) {
      const text = `The weight given is ${three(given)}: not from q · k, scale and mask alone.`;
      panel.append(element("p", { class: "attention-problem", text }));
    }
  }

  function updateNext() {
    const off = get("heads_off");
    const { names, now, before, bits } = ablations?.[off[0]] ?? get("prediction");
    attentionHeat.set(get("attention_temperature"));
    outputHeat.set(get("temperature"));
    next.hidden = !names;
    allOn.hidden = !off.length;
    if (!names) return;
    nextTitle.replaceChildren("Next token after ", bold(get("query_tokens").at(-1)));
    const largest = Math.max(...now, ...before);
    const items = names.map((name, at) => {
      const item = element("li");
      const isChanged = Math.abs(now[at] - before[at]) > 5e-4;
      const was = isChanged ? `${formatPercent(before[at])} → ` : "";
      const track = numberRow(item)(name, now[at] / largest, was + formatPercent(now[at]));
      const tick = element("span", { class: "attention-before" });
      tick.style.insetInlineStart = `${(before[at] / largest) * 100}%`;
      if (isChanged) track.append(tick);
      return item;
    });
    nextList.replaceChildren(...items);
    nextWords.textContent = bits < 5e-4 ? "Unchanged." : `Changed by ${formatNumber(bits)} bits.`;
  }

  // -- Pointer and keyboard

  function cellAt(event) {
    const { left, top } = stage.getBoundingClientRect();
    const [x, y] = [event.clientX - left, event.clientY - top];
    const within = (first, count, pixels, size) => {
      const at = Math.floor(pixels / size);
      return at >= 0 && at < count ? first + at : -1;
    };
    const q = within(frame.q, frame.rows, y - box.top, box.row);
    if (isLinks()) {
      const k = within(frame.k, frame.columns, y - box.top, box.column);
      return x < box.width / 2 ? { q, k: -1 } : { q: -1, k };
    }
    // Labels above are slanted by 45 degrees.
    const k = within(frame.k, frame.columns, x - box.left - Math.max(0, box.top - y), box.column);
    return (q < 0 && y > box.top) || (k < 0 && x > box.left) ? { q: -1, k: -1 } : { q, k };
  }

  function show() {
    const found = looks();
    drawOver(found);
    updateNumbers(found);
    return found;
  }
  /** Before the first whole drawing, which waits for a width, nothing else can be drawn. */
  const soon = (draw) => {
    const ready = () => (colors ? draw() : redraw());
    return oncePerFrame(() => codes && root.clientWidth && ready(), life);
  };
  const showSoon = soon(() => say(sentence(show())));

  function point(cell) {
    const next = cell && (cell.q >= 0 || cell.k >= 0) ? cell : null;
    if (next?.q === hover?.q && next?.k === hover?.k) return;
    hover = next;
    showSoon();
  }

  function move(rowStep, keyStep) {
    const { q, k } = shown();
    const keep = (at, count) => Math.max(0, Math.min(count - 1, at));
    point({
      q: keep(q < 0 ? queries - 1 : q + rowStep, queries),
      k: keep(k < 0 ? 0 : k + keyStep, keyCount),
    });
    if (zoom > 1) headSoon();
  }

  life.on(stage, "pointermove", (event) => point(cellAt(event)));
  life.on(stage, "pointerleave", () => point(null));
  life.on(stage, "blur", () => point(null));
  life.on(stage, "click", (event) => {
    const { q, k } = cellAt(event);
    // A key joins the pinned query.
    pin({ q: isLinks() && q < 0 ? get("query") : q, k });
  });
  onKeys(stage, {
    ArrowUp: () => move(-1, 0),
    ArrowDown: () => move(1, 0),
    ArrowLeft: () => move(0, -1),
    ArrowRight: () => move(0, 1),
    Enter: () => pin(shown()),
    Escape: () => {
      set({ query: -1, key: -1 });
      point(null);
    },
    "+": () => zoomTo(zoom * 2),
    "-": () => zoomTo(zoom / 2),
    PageUp: () => chooseHead(headNow() - 1),
    PageDown: () => chooseHead(headNow() + 1),
  });
  life.on(overview, "keydown", (event) => {
    const index = slots.findIndex(({ node }) => node === document.activeElement);
    const next = index < 0 ? null : stepIndex(event.key, index, slots.length, columnCount());
    if (next === null) return;
    event.preventDefault();
    slots[next].node.focus();
    chooseHead(slots[next].head);
  });

  function redraw() {
    const isGamma = get("scale") === "gamma";
    drawnWidth = root.clientWidth;
    widths = [overview.clientWidth, stage.clientWidth];
    colors = themeColors(root);
    font = `16px ${getComputedStyle(root).fontFamily}`;
    curve = colorCurve(isGamma ? get("gamma") : 1, root.dataset.theme === "dark");
    problem.textContent = get("problem");
    root.setAttribute("aria-busy", "false");
    for (const [name, field] of Object.entries({ measure, scale, gamma })) field.set(get(name));
    gamma.field.hidden = !isGamma;
    measure.field.hidden = !norms;
    views.forEach((node) => node.setAttribute("aria-pressed", node.textContent === get("view")));
    legendBar.width = curve.length;
    legendBar.height = 1;
    const bytes = new Uint8ClampedArray(curve.buffer);
    legendBar.getContext("2d").putImageData(new ImageData(bytes, curve.length, 1), 0, 0);
    const full = byNorm() ? formatNumber(get("largest_norm")) : "1";
    legendTop.textContent = `0 to ${get("scale") === "row" ? "the row's largest" : full}`;
    legendMask.hidden = !codes.includes(0);
    measureWords.hidden = !byNorm();
    const pen = over.getContext("2d");
    pen.font = `700 ${font}`;
    margins = [get("query_tokens"), get("tokens")].map((tokens) => {
      const names = [...new Set(tokens.map(short))];
      return (
        14 + Math.min(MOST_LABEL, Math.max(...names.map((name) => pen.measureText(name).width)))
      );
    });
    updateScores();
    drawOverview();
    updateNext();
    drawHead();
  }

  function absorb() {
    for (const [key, found] of Object.entries(get("details"))) {
      const numbers = Object.entries(found).map(([name, value]) => {
        return [name, value.buffer ? decodeFloats(value) : value];
      });
      details[key] = Object.fromEntries(numbers);
    }
  }

  async function load() {
    const version = get("version");
    codes = undefined; // of other tokens
    let bytes = decodeBytes(get("codes"));
    if (get("packed")) {
      const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
      bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    }
    if (version !== get("version")) return;
    codes = bytes;
    [layers, heads, queries, keyCount] = get("shape");
    norms = get("norms").byteLength ? decodeFloats(get("norms")) : null;
    details = {};
    absorb();
    hover = null;
    zoom = 1;
    if (slots.length !== layers * heads) makeOverview();
    if (root.clientWidth) redraw();
  }

  const redrawSoon = soon(redraw);
  const headSoon = soon(drawHead);
  const pinned = soon(() => {
    showSoon();
    updateArithmetic();
  });
  root.setAttribute("aria-busy", "true");
  const showText = () => text.set(get("text").replaceAll("\n", "↵"));
  showText();
  if (canRun) root.append(controls(text.field, button("Read", submit)));
  switchOff.hidden = !canRun && !ablations;
  const settings = controls(
    group("segments", "View", ...views),
    measure.field,
    scale.field,
    gamma.field,
  );
  const columns = element("div", { class: "attention-columns" }, headsPart, stagePart, numbersPart, next);
  root.append(settings, problem, columns, status, panel, soft(`Keys in the picture: ${KEYS}`));

  const watcher = new ResizeObserver(() => root.clientWidth !== drawnWidth && redrawSoon());
  watcher.observe(root);
  life.add(() => watcher.disconnect());
  const handlers = { version: load, layer: headSoon, head: headSoon };
  for (const name of ["query", "key", "arithmetic"]) handlers[name] = pinned;
  const others = "view scale gamma measure sort scores heads_off prediction problem";
  for (const name of others.split(" ")) handlers[name] = redrawSoon;
  life.model(model, {
    ...handlers,
    details: () => {
      absorb();
      pinned();
    },
    text: showText,
    "msg:custom": redrawSoon, // Python could not do what was asked: do not wait any longer
  });
  load();
  return life.end;
}

export default { render };
