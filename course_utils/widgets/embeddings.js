import {
  button,
  checkbox,
  controls,
  decodeBytes,
  decodeFloats,
  element,
  formatCount,
  formatNumber,
  formatPercent,
  hint,
  mount,
  onKeys,
  readout,
  setTraits,
  sizeCanvas,
  slider,
  stepIndex,
} from "./skeleton.js";
import { boxOf, looks, markerPath, pointMap } from "./point_map.js";

/**
 * Embedding explorer. Python sends a `map` (positions of all words at each snapshot of the
 * training) and answers what is asked: `neighbors`, the `answer` to an analogy, the `trust` in
 * the map. Without Python, embeddings_page.js answers. Panning and pointing ask nobody.
 */

// ---- Arithmetic, no page needed ----------------------------------------------------------

/**
 * The snapshots of a map, all moved and scaled alike, so that every map lies around 0 and has
 * about the size 1. The two directions of an axis map have different units: each its own scale.
 */
export function normalized(positions, snapshots, isAxis) {
  const [x, y, width, height] = boxOf(positions);
  const mean = Math.sqrt(width * height);
  const [across, up] = isAxis ? [width / 1.4, height / 0.8] : [mean, mean];
  const all = positions.map((value, at) => (at & 1 ? (value - y) / up : (value - x) / across));
  const length = positions.length / snapshots;
  return Array.from({ length: snapshots }, (_, at) => all.subarray(at * length, (at + 1) * length));
}

/** Places of other words on the map, seen from a word: 1 is the nearest; Infinity, not on it. */
export function placesOnMap(frame, word, others) {
  const count = frame.length / 2;
  const squared = (other) =>
    (frame[other * 2] - frame[word * 2]) ** 2 + (frame[other * 2 + 1] - frame[word * 2 + 1]) ** 2;
  const places = others.map((other) => (Math.max(other, word) < count ? 1 : Infinity));
  const distances = others.map(squared);
  for (let other = 0; other < count; other += 1) {
    const distance = other === word ? Infinity : squared(other);
    for (let at = 0; at < others.length; at += 1) if (distance < distances[at]) places[at] += 1;
  }
  return places;
}

/** A neighbor counts as far away on the map when its place there is beyond this one. */
export const farPlace = (count, k) => Math.max(2 * k, Math.floor(count / 20));

/** Up to `count` words for what was typed: the same, beginning with it, then containing it. */
export function suggestions(lowered, typed, count = 8) {
  const text = typed.trim().toLowerCase();
  const found = [[], [], []];
  for (let at = 0; text && at < lowered.length && found[1].length < count; at += 1) {
    const place = lowered[at].indexOf(text);
    if (place >= 0) found[place ? 2 : lowered[at] === text ? 0 : 1].push(at);
  }
  return found.flat().slice(0, count);
}

const ARROW = { head: true, width: 3, gap: 9 }; // from word to word, up to the marker

// ---- Controls ----------------------------------------------------------------------------

// Names and ids have to differ within a page. Each explorer has loaded this file for itself, so a
// count alone would begin anew, and the radio buttons of two explorers would be one group.
const page = Math.random().toString(36).slice(2);
let made = 0;

/** A choice whose options are all seen, in one row; arrow keys move within it. */
function segmented(label, options, onChange) {
  const name = `course-choice-${page}-${(made += 1)}`;
  const inputs = options.map(([value]) => {
    const on = { change: () => onChange(value) };
    return element("input", { type: "radio", name, value, on });
  });
  const boxes = options.map(([, words], at) =>
    element("label", {}, inputs[at], element("span", { text: words })),
  );
  const row = { class: "embeddings-segments", role: "radiogroup", "aria-label": label };
  const field = element(
    "div",
    { class: "course-field" },
    element("span", { text: label }),
    element("div", row, ...boxes),
  );
  return { field, set: (next) => inputs.forEach((input) => (input.checked = input.value === next)) };
}

/** A field with suggestions below it. `onChoose` receives a row, or −1 and what was typed. */
function wordField(label, { names, lowered }, onChoose) {
  const id = `course-words-${page}-${(made += 1)}`;
  const input = element("input", {
    type: "text",
    role: "combobox",
    placeholder: label,
    spellcheck: "false",
    autocomplete: "off",
    "aria-label": label,
    "aria-controls": id,
    "aria-autocomplete": "list",
  });
  const list = element("ul", { id, role: "listbox", "aria-label": label });
  let found = [];
  let active = 0;

  function choose(word) {
    input.value = names[word];
    input.select(); // what is typed next replaces it
    show([]);
    onChoose(word);
  }

  function show(next, at = 0) {
    found = next;
    active = at;
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.setAttribute("aria-activedescendant", found.length ? `${id}-${active}` : "");
    list.replaceChildren(
      ...found.map((word, place) => {
        // On click, the field would have lost the focus and closed its list.
        const on = { pointerdown: (event) => (event.preventDefault(), choose(word)) };
        const chosen = { role: "option", "aria-selected": String(place === active) };
        return element("li", { ...chosen, id: `${id}-${place}`, text: names[word], on });
      }),
    );
  }

  const search = () => suggestions(lowered, input.value);
  const step = (by) => () =>
    found.length ? show(found, (active + by + found.length) % found.length) : show(search());
  input.addEventListener("input", () => show(search()));
  input.addEventListener("focus", () => input.select());
  input.addEventListener("blur", () => show([]));
  onKeys(input, {
    ArrowDown: step(1),
    ArrowUp: step(-1),
    Escape: () => show([]),
    Enter() {
      const word = found[active] ?? search()[0];
      if (word === undefined) onChoose(-1, input.value);
      else choose(word);
    },
  });
  show([]);
  const set = (name) => document.activeElement !== input && (input.value = name);
  return { field: element("div", { class: "embeddings-word" }, input, list), input, set };
}

// ---- The widget --------------------------------------------------------------------------

function render({ model, el }) {
  const { root, life } = mount(el, "embeddings", "Embedding explorer", () => {
    map.setTheme();
    legend.forEach(updateLegend);
  });
  const get = (name) => model.get(name);
  const ask = (values) => setTraits(model, values);
  const words = get("words");
  const places = new Map(words.map((word, place) => [word, place]));
  const names = words.map((word, place) => get("spelled")[place] ?? word);
  const lexicon = { names, lowered: words.map((word) => word.toLowerCase()) };
  const kinds = get("group_names");
  const groups = kinds.length ? decodeBytes(get("groups")) : null;
  const steps = get("snapshot_names");
  const { node: status, say } = readout();
  let frames = [new Float32Array(0)]; // the map at each snapshot
  let told = ""; // the answer read out last
  let onMap = { key: [], places: [] };

  const row = (name) => places.get(name) ?? -1;
  const selected = () => row(get("selected"));
  const rows = (trait) => get(trait).map(row);
  const isCosine = () => get("metric") === "cosine";
  const measure = () => (isCosine() ? "cosine" : "distance");
  const score = (value) => formatNumber(value, 2);
  const isShown = (word) => !groups || !get("hidden_groups").includes(kinds[groups[word]]);
  const step = () => Math.min(get("snapshot"), frames.length - 1);
  const held = () => frames[0].length / 2;

  /** The answer in a trait, or none while Python has not answered the latest question. */
  function latest(trait, asked) {
    const known = get(trait);
    const questions = { ...asked, metric: get("metric"), snapshot: get("snapshot") };
    const fits = Object.keys(questions).every((name) => `${known[name]}` === `${questions[name]}`);
    return fits ? known : { ids: [], scores: [] };
  }

  const answer = () =>
    latest("answer", { words: rows("analogy"), exclude: get("exclude_inputs") });

  function neighbors() {
    const { ids, scores } = latest("neighbors", { word: selected() });
    const shown = ids.slice(0, get("k"));
    const key = [frames[step()], selected(), String(shown)];
    if (key.some((part, at) => part !== onMap.key[at])) {
      onMap = { key, places: placesOnMap(key[0], key[1], shown) };
    }
    const far = onMap.places.map((place) => place > farPlace(held(), get("k")));
    return { ids: shown, scores, places: onMap.places, far };
  }

  function select(word, typed) {
    if (typed !== undefined) say(typed ? `No word contains “${typed}”.` : "Type a word first.");
    else ask({ selected: words[word] ?? "" });
    if (word >= 0) map.bringIn([word]);
  }

  // -- What is drawn over the points

  function scene(at) {
    const tool = get("tool");
    const drawn = { important: [], ringed: [], hollow: new Set(), lines: [], dots: [] };
    const has = (word) => word >= 0 && word < held() && isShown(word);
    const line = (from, to, color, style) => drawn.lines.push({ from, to, color, ...style });
    const word = selected();
    if (tool === "analogy") {
      const three = rows("analogy");
      const [best] = answer().ids;
      drawn.important = [...three, ...(best === undefined ? [] : [best])];
      if (three.length < 3 || !three.every(has)) return drawn;
      const [first, second, third] = three.map(at);
      line(first, second, "ink", ARROW);
      if (get("map").projection === "PCA") {
        // On a linear map, second − first + third is where the copied arrow ends.
        const end = third.map((value, side) => value + second[side] - first[side]);
        line(third, end, "soft", { head: true, dashed: true });
      }
      if (has(best)) line(third, at(best), "mark", ARROW);
      return drawn;
    }
    if (tool === "axis" && get("map").projection === "axis") {
      const [low, high] = rows("axis");
      const order = ends();
      drawn.important = [low, high, ...order.slice(0, 6), ...order.slice(-6)];
      for (const end of [low, high].filter(has)) {
        line(at(end), at(end), "soft", { dashed: true, upright: true });
      }
      if (has(low) && has(high)) line(at(low), at(high), "mark", ARROW);
    }
    if (tool !== "neighbors" || !has(word)) return drawn;
    const { ids, far } = neighbors();
    drawn.important = [word, ...ids];
    drawn.ringed = [word];
    drawn.hollow = new Set(ids.filter((_, place) => far[place]));
    if (frames.length > 1 && trail.input.checked) {
      const path = frames.map((frame) => [frame[word * 2], frame[word * 2 + 1]]);
      path.slice(1).forEach((end, place) => line(path[place], end, "soft", { width: 1.5 }));
      drawn.dots = path.map((place, which) => [place, which === step()]);
    }
    ids.forEach((other, place) => {
      if (has(other)) line(at(word), at(other), "mark", { dashed: far[place], width: 1.5 });
    });
    return drawn;
  }

  function facts(word) {
    const { ids, scores } = neighbors();
    const near = ids.indexOf(word);
    const kind = groups ? ` (${kinds[groups[word]]})` : "";
    const place = near < 0 ? "" : `, neighbor ${near + 1} of ${names[selected()]}`;
    return names[word] + kind + (place && `${place}: ${measure()} ${score(scores[near])}`);
  }

  const styles = (dark) =>
    groups
      ? kinds.map((kind, group) => (get("hidden_groups").includes(kind) ? null : looks(group, dark)))
      : [{ shape: 0 }];
  const parts = { root, life, names, groups, styles, isShown, scene, facts, say };
  const map = pointMap({ ...parts, onSelect: (word) => select(word) });

  // -- Controls

  const choose = (label, trait, options) =>
    segmented(label, options, (value) => ask({ [trait]: value }));
  const search = wordField("Search a word", lexicon, select);
  const projection = segmented(
    "Map",
    get("projections").map((name) => [name, name]),
    (next) => {
      const shown = next === "axis" ? "axis" : get("tool") === "axis" ? "neighbors" : get("tool");
      if (next !== "axis" || get("axis").length) return ask({ projection: next, tool: shown });
      projection.set(get("projection"));
      showTool("axis");
      axisFields[0].input.focus();
    },
  );
  const showTool = (next) => {
    ask({ tool: next, ...(next === "axis" && get("axis").length && { projection: "axis" }) });
    if (next === "analogy") map.bringIn(scene(() => [0, 0]).important);
  };
  const metric = choose("Distance", "metric", [["cosine", "cosine"], ["euclidean", "Euclidean"]]);
  const tools = ["Neighbors", "Analogy", "Axis"].map((name) => [name.toLowerCase(), name]);
  const tool = segmented("Show", tools, (next) => showTool(next));

  /** Fields for the words of a trait, which is set when all of them are known. */
  function fields(trait, labels) {
    const draft = [];
    return labels.map((label, at) =>
      wordField(label, lexicon, (word, typed) => {
        if (word < 0) return select(word, typed);
        draft[at] = words[word];
        const next = labels.map((_, place) => draft[place] ?? get(trait)[place]);
        if (next.includes(undefined)) return;
        if (trait === "axis" && next[0] === next[1]) return say("An axis needs two different words.");
        ask(trait === "axis" ? { axis: next, projection: "axis" } : { analogy: next });
        draft.length = 0;
      }),
    );
  }

  const analogyFields = fields("analogy", ["first word", "second word", "third word"]);
  const axisFields = fields("axis", ["from this word", "to this word"]);
  const excluded = checkbox("Leave out the three words", true, (next) =>
    ask({ exclude_inputs: next }),
  );
  const swap = button("⇄", () => ask({ axis: [...get("axis")].reverse() }), {
    title: "Swap the ends",
    "aria-label": "Swap the ends",
  });
  const form = (...nodes) => element("div", { class: "embeddings-form" }, ...nodes);
  const title = element("h3", {});
  const [first, second, third] = analogyFields.map((one) => one.field);
  const forms = {
    analogy: form(first, "is to", second, "as", third, "is to …", excluded.field),
    axis: form(axisFields[0].field, "→", axisFields[1].field, swap),
  };
  const head = element("p", { class: "embeddings-row embeddings-head" });
  const list = element("ol", { class: "embeddings-list" });
  const k = slider(
    "k",
    { min: 1, max: Math.min(30, words.length - 1), step: 1, value: get("k") },
    (value) => ask({ k: value }),
  );
  const closer = button("Zoom to them", () => map.bringIn(scene(() => [0, 0]).important, true));
  const legendWords = hint("on map: its place there, ◌ far away");
  const foot = controls(closer, k.field);
  const moveInList = (key) => () => {
    const all = [...list.querySelectorAll("button")];
    all[stepIndex(key, all.indexOf(document.activeElement), all.length)]?.focus();
  };
  const listKeys = ["ArrowUp", "ArrowDown", "Home", "End"].map((key) => [key, moveInList(key)]);
  onKeys(list, Object.fromEntries(listKeys));

  const legend = kinds.map((kind) => {
    const flip = () => {
      const others = get("hidden_groups").filter((one) => one !== kind);
      ask({ hidden_groups: get("hidden_groups").includes(kind) ? others : [...others, kind] });
    };
    const toggle = button("", flip, { title: `Show or hide ${kind}` });
    toggle.append(element("canvas", { "aria-hidden": "true" }), kind);
    return toggle;
  });

  function updateLegend(toggle, group) {
    const pen = sizeCanvas(toggle.firstChild, 18, 18);
    const { shape, color } = looks(group, root.dataset.theme === "dark");
    markerPath(pen, shape, 9, 9, 6);
    pen.fillStyle = color;
    pen.fill();
    const isHidden = get("hidden_groups").includes(kinds[group]);
    toggle.setAttribute("aria-pressed", String(!isHidden));
  }

  const time = slider(
    "Training",
    { min: 0, max: steps.length - 1, step: 1, value: 0, format: (at) => steps[at] },
    (snapshot) => ask({ snapshot }),
  );
  let playing = 0;
  const stop = () => {
    clearInterval(playing);
    playing = 0;
    play.textContent = "Play";
  };
  const play = button("Play", () => {
    if (playing) return stop();
    if (get("snapshot") === steps.length - 1) ask({ snapshot: 0 });
    play.textContent = "Pause";
    playing = setInterval(() => {
      if (get("snapshot") < steps.length - 1) ask({ snapshot: get("snapshot") + 1 });
      else stop();
    }, 800);
  });
  life.add(stop);
  const trail = checkbox("Trail", true, () => map.redraw(false));

  const busy = element("progress", { "aria-label": "Progress of t-SNE" });
  const caption = element("p", {});

  // -- The lists of words

  function wordRow(word, value, share, note, flagged) {
    const bar = element("span", { class: "embeddings-bar" });
    bar.style.width = `${Math.max(0, Math.min(1, share)) * 100}%`;
    const on = {
      click: () => select(word),
      pointerenter: () => map.mark(word),
      focus: () => map.mark(word),
      pointerleave: () => map.mark(-1),
      blur: () => map.mark(-1),
    };
    const cells = [names[word], score(value), note ?? ""].map((text) => element("span", { text }));
    const kind = `embeddings-row${flagged ? " embeddings-flagged" : ""}`;
    const title = names[word];
    return element("li", {}, element("button", { type: "button", class: kind, title, on }, bar, ...cells));
  }

  /** Fill the list; its head names the columns. Cosines and distances as shares of a full bar. */
  function fill(heading, columns, ids, scores, notes, flags) {
    title.textContent = heading;
    const focused = [...list.querySelectorAll("button")].indexOf(document.activeElement);
    const share = (value) => (isCosine() ? value : scores[0] / (value || 1));
    head.hidden = !ids.length;
    head.replaceChildren(...columns.map((text) => element("span", { text })));
    list.replaceChildren(
      ...ids.map((word, at) => wordRow(word, scores[at], share(scores[at]), notes[at], flags[at])),
    );
    if (focused >= 0) (list.querySelectorAll("button")[focused] ?? closer).focus();
  }

  function showNeighbors() {
    const word = selected();
    const name = names[word];
    const { ids, scores, places: onIt, far } = neighbors();
    const notes = onIt.map((place, at) => {
      const words = place === Infinity ? "off" : formatCount(place);
      return far[at] ? `◌ ${words}` : words;
    });
    const heading = word < 0 ? "Click a point, or search for a word." : `Nearest to ‘${name}’`;
    fill(heading, ["word", measure(), "on map"], ids, scores, notes, far);
    if (!ids.length) return "";
    const best = ids.slice(0, 3).map((other, at) => `${names[other]} ${score(scores[at])}`);
    const near = onIt.filter((place) => place <= ids.length).length;
    const hidden = far.filter(Boolean).length;
    const seen =
      word < held()
        ? `On the map ${near} of these ${ids.length} are among the ${ids.length} nearest points, ` +
          `${hidden || "none"} far away.`
        : `The map holds only the first ${formatCount(held())} words.`;
    return `Nearest to ${name} by ${measure()}: ${best.join(", ")}. ${seen}`;
  }

  function showAnalogy() {
    const { ids, scores, words: asked } = answer();
    const isInput = ids.map((word) => asked.includes(word));
    const [a, b, c] = (asked ?? []).map((word) => names[word]);
    const notes = isInput.map((input) => (input ? "input" : ""));
    const heading = ids.length ? `${b} − ${a} + ${c}` : "Choose three words.";
    fill(heading, ["answer", measure(), ""], ids, scores, notes, isInput);
    if (!ids.length) return "";
    const input = isInput[0] ? " The answer is one of the three words themselves." : "";
    const found = `${names[ids[0]]} (${measure()} ${score(scores[0])})`;
    return `${a} is to ${b} as ${c} is to ${found}.${input}`;
  }

  let sorted = { key: null, order: [] };
  /** All words in their order along the axis. */
  function ends() {
    const frame = frames[step()];
    if (sorted.key !== frame) {
      const order = [...Array(held()).keys()].sort((a, b) => frame[a * 2] - frame[b * 2]);
      sorted = { key: frame, order };
    }
    return sorted.order;
  }

  function showAxis() {
    if (get("map").projection !== "axis") {
      fill(get("axis").length ? "" : "Choose two words: they make the axis.", [], [], [], [], []);
      return "";
    }
    const [low, high] = rows("axis").map((word) => names[word]);
    const order = ends();
    const most = Math.min(9, Math.floor(held() / 2));
    const pairs = order.slice(0, most).flatMap((word, at) => [word, order[held() - 1 - at]]);
    const raw = decodeFloats(get("map").positions).subarray(step() * held() * 2);
    const values = pairs.map((word) => raw[word * 2]);
    fill("", [`toward ${low}`, `toward ${high}`], pairs, values, [], []);
    const three = (found) => found.map((word) => names[word]).join(", ");
    return `Toward ${low}: ${three(order.slice(0, 3))}. Toward ${high}: ` +
      `${three(order.slice(-3).reverse())}.`;
  }

  /** What the map keeps, and how far to trust it. */
  function about() {
    const { projection: name, explained, loss, count: shown } = get("map");
    if (name !== get("projection")) return [`Computing ${get("projection")} …`];
    const said = [];
    if (explained.length) {
      const [both, across, up] = [explained[0] + explained[1], ...explained].map(formatPercent);
      said.push(`PCA keeps ${both} of the variance (${across} across, ${up} up). `);
    }
    if (loss !== null) {
      said.push("t-SNE keeps who is near whom; gaps and sizes mean little. ");
    }
    if (name === "axis") said.push("Across: along the axis. Up: the widest way at a right angle. ");
    if (shown < words.length) said.push(`First ${formatCount(shown)} words only. `);
    const { values, asked } = get("trust");
    const value = values[get("k") - 1];
    if (value == null) return said;
    const sample = asked < shown ? `, ${asked} words asked` : "";
    const strong = element("strong", { text: `Trustworthiness ${formatNumber(value)}` });
    return [...said, strong, ` (k = ${get("k")}${sample}); at 1, all that looks near is near.`];
  }

  // -- What changes

  function mapChanged() {
    const { projection: name, positions, snapshots } = get("map");
    frames = normalized(decodeFloats(positions), snapshots, name === "axis");
    busy.hidden = true;
    update();
    map.show(frames, step());
  }

  function snapshotChanged() {
    update();
    if (frames.length > 1) map.moveTo(frames[step()], undefined, 500);
  }

  function update() {
    for (const [control, trait] of [
      [projection, "projection"],
      [metric, "metric"],
      [tool, "tool"],
      [k, "k"],
      [time, "snapshot"],
      [excluded, "exclude_inputs"],
    ]) {
      control.set(get(trait));
    }
    time.input.disabled = play.disabled = trail.input.disabled = frames.length < 2;
    legend.forEach(updateLegend);
    rows("analogy").forEach((word, at) => analogyFields[at].set(names[word]));
    rows("axis").forEach((word, at) => axisFields[at].set(names[word]));
    swap.disabled = !get("axis").length;
    for (const [name, node] of Object.entries(forms)) node.hidden = name !== get("tool");
    for (const node of [head, list]) node.classList.toggle("embeddings-pairs", get("tool") === "axis");
    const tell = { neighbors: showNeighbors, analogy: showAnalogy, axis: showAxis }[get("tool")]();
    if (tell && tell !== told) say((told = tell));
    k.field.hidden = get("tool") !== "neighbors";
    legendWords.hidden = k.field.hidden || !list.childElementCount;
    closer.hidden = !list.childElementCount;
    caption.replaceChildren(...about());
    map.redraw();
  }

  map.stage.append(busy);
  const side = { class: "embeddings-side", "aria-label": "Words" };
  root.append(
    controls(search.field, projection.field, metric.field),
    element(
      "div",
      { class: "embeddings-body" },
      map.stage,
      element("div", side, tool.field, ...Object.values(forms), title, head, list, legendWords, foot),
    ),
  );
  if (steps.length > 1) {
    root.append(element("div", { class: "course-controls embeddings-time" }, play, time.field, trail.field));
  }
  const group = { class: "course-controls embeddings-legend", role: "group", "aria-label": "Groups" };
  if (groups) root.append(element("div", group, ...legend));
  root.append(
    caption,
    status,
    hint(
      "Click the map, then drag it or turn the wheel. Keys: arrows move, + − zoom, 0 shows all, " +
        "Shift with arrows changes the word, Enter selects.",
    ),
  );
  life.model(model, {
    map: mapChanged,
    snapshot: snapshotChanged,
    "msg:custom": ({ kind, step: done, steps: all }) => {
      if (kind !== "progress") return;
      busy.hidden = false;
      busy.value = done / all;
    },
    ...Object.fromEntries(
      ("selected k tool metric projection analogy exclude_inputs axis hidden_groups neighbors " +
        "answer trust").split(" ").map((trait) => [trait, update]),
    ),
  });
  mapChanged();
  return life.end;
}

export default { render };
