import {
  button,
  checkbox,
  controls,
  element,
  formatCount,
  formatNumber,
  formatPercent,
  hint,
  mount,
  onKeys,
  readout,
  select,
  setTraits,
  slider,
  stepIndex,
  textField,
} from "./skeleton.js";

/**
 * Next-token bars. Python sends a `prediction`: for one context the most likely tokens of every
 * panel, taken together (ids, names), and for each panel their probabilities and ranks, plus two
 * numbers for each temperature on the slider: log2 of the normalizer Z and the entropy. With
 * them everything but a new context is computed here, without asking Python.
 */

// ---- Arithmetic, no page needed ----------------------------------------------------------

/**
 * Probabilities after temperature, p^(1/T) / Z, for the tokens of a panel. `step` is the
 * temperature's place on the slider. T = 0 is the limit: all of it goes to the most likely
 * token, in equal parts where several are equally likely.
 */
export function sharesAt({ probabilities, ranks, log_partition }, step, temperature) {
  const logZ = log_partition[step];
  if (temperature === 0) return ranks.map((rank) => (rank === 1 ? 2 ** -logZ : 0));
  return probabilities.map((p) => (p > 0 ? 2 ** (Math.log2(p) / temperature - logZ) : 0));
}

/** Places of the `count` tokens a panel shows: its own ranking, without impossible tokens. */
export function ownOrder({ probabilities, ranks }, count) {
  const possible = [...ranks.keys()].filter((place) => probabilities[place] > 0);
  return possible.sort((a, b) => ranks[a] - ranks[b] || a - b).slice(0, count);
}

/** What a full bar stands for in each panel. `shares` holds one list of bars per panel. */
export function fullBars(shares, scale) {
  const longest = shares.map((bars) => Math.max(0, ...bars) || 1);
  if (scale === "own") return longest;
  const shared = scale === "full" ? 1 : Math.max(0, ...shares.flat()) || 1;
  return longest.map(() => shared);
}

/** The place where a number from 0 to 1 falls among shares, or -1 beyond them. */
export function placeOf(number, shares) {
  let sum = 0;
  return shares.findIndex((share) => (sum += share) > number);
}

/** A small seeded generator of numbers from 0 to 1 (xorshift), for pages without Python. */
export function randomNumbers(seed) {
  let state = (seed * 2654435761 + 88675123) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** The beginning of a long name, so that a line about it stays one or two lines. */
export function shortened(name, length = 16) {
  const letters = [...name];
  return letters.length > length ? `${letters.slice(0, length - 1).join("")}…` : name;
}

/** A text on one line: line breaks are shown as ↵, and Python reads ↵ as one. */
export function onOneLine(text) {
  return text.replace(/\r\n?|\n/g, "↵");
}

/** "3 tokens, the last ‘cat’" */
export function contextWords(names) {
  if (!names.length) return "the context is empty";
  const count = names.length === 1 ? "1 token" : `${formatCount(names.length)} tokens`;
  return `${count}, the last ‘${shortened(names.at(-1))}’`;
}

/** "rank 3, 12.3%, 3.02 bits"; a token that has no probability has no rank worth naming. */
export function tokenFacts(share, rank, probability = share) {
  if (probability === 0) return "impossible (0%, ∞ bits)";
  const surprise = Math.abs(Math.log2(share)); // of what can't happen: infinite
  return `rank ${rank}, ${formatPercent(share)}, ${formatNumber(surprise, surprise < 10 ? 2 : 1)} bits`;
}

const ENDED = "The document has ended. To draw again, undo or clear.";

// ---- The widget --------------------------------------------------------------------------

function render({ model, el }) {
  const { root, life } = mount(el, "next-token", "Next-token bars");
  const get = (name) => model.get(name);
  const tree = get("tree"); // precomputed predictions, on a page without Python
  const random = randomNumbers(get("seed"));
  const history = [];
  let undoing = false;
  let previous = get("context");
  let panels = [];
  let waiting = 0;
  let did = ""; // what the learner just did, until its prediction is there
  let announced = String(get("context")); // the context that the read-out spoke of last
  let revealed = false; // by "Show the bars" or, without Python, by a guess

  const { node: status, say } = readout();
  say("Click a bar to add its token to the context.");

  // -- The context and what changes it

  const chips = element("ol", { class: "next-token-chips", "aria-label": "Context" });
  const typed = textField("Your own text", { placeholder: "then press Enter" }, (text) => {
    // Not every context has a text that leads back to it, so one that was not changed is kept.
    if (text === onOneLine(get("prediction").text)) say("The text and the context are the same.");
    else model.send({ kind: "write", text });
  });
  // A field of one line would drop the line breaks of what is pasted.
  life.on(typed.input, "paste", (event) => {
    const text = event.clipboardData?.getData("text") ?? "";
    if (onOneLine(text) === text) return;
    event.preventDefault();
    const { selectionStart, selectionEnd } = typed.input;
    typed.input.setRangeText(onOneLine(text), selectionStart, selectionEnd, "end");
  });
  const removeLast = button("Remove last", () => setContext(get("context").slice(0, -1)), {
    title: "Take the last token away (Backspace)",
  });
  const undo = button("Undo", () => {
    undoing = true;
    setContext(history.pop());
    undoing = false;
  });
  const first = get("context");
  const clear = tree
    ? button("Start again", () => setContext(first))
    : button("Clear", () => setContext([]));

  function setContext(ids) {
    setTraits(model, { context: ids, guess: -1 });
  }

  function append(place, words) {
    const { ids, names, context, ended } = get("prediction");
    if (!isCurrent()) return;
    if (ended) {
      say(ENDED);
      return;
    }
    const next = [...context, ids[place]];
    if (tree && !tree[next]) {
      say(
        `This page carries only some continuations, and ‘${names[place]}’ leads out of them. ` +
          "Choose a token with an arrow, remove the last one, or open the notebook to go anywhere.",
      );
      return;
    }
    did = words ?? `Added ‘${names[place]}’.`;
    setContext(next);
  }

  function draw(label) {
    if (!isCurrent()) return;
    if (!tree) {
      model.send({ kind: "draw", panel: label });
      return;
    }
    const { names } = get("prediction");
    const { shares } = panels.find((other) => other.label === label);
    const place = placeOf(random(), shares);
    if (place < 0) {
      const rest = formatPercent(1 - shares.reduce((sum, share) => sum + share, 0));
      say(`The draw fell among the tokens this page doesn't carry (${rest}). Draw again.`);
      return;
    }
    append(place, `Drew ‘${names[place]}’ (${formatPercent(shares[place])}) from ${label}.`);
  }

  function drawToEnd(label) {
    if (!isCurrent()) return;
    say(`Drawing from ${label} until the document ends …`);
    model.send({ kind: "draw_to_end", panel: label });
  }

  // -- Guessing

  const guessField = textField("Your guess for the next token", {}, guess);
  const guessBox = element(
    "div",
    { class: "next-token-guess course-controls" },
    guessField.field,
    button("Check", () => guess(guessField.input.value)),
    button("Show the bars", () => reveal("The bars are shown.")),
  );

  function guess(text) {
    const wanted = text.trim();
    if (!wanted) {
      say("Type a token first.");
    } else if (!tree) {
      model.send({ kind: "guess", text });
    } else {
      const { ids, names } = get("prediction");
      const place = names.indexOf(wanted);
      if (place >= 0) model.set("guess", ids[place]);
      reveal(place >= 0 ? `You guessed ‘${wanted}’.` : `‘${wanted}’ is in no list of this page.`);
    }
  }

  function reveal(words) {
    revealed = true;
    say(words);
    update();
  }

  // -- Settings

  const temperatures = get("temperatures");
  const atStep = (step) => temperatures[step];
  const stepNow = () => temperatures.indexOf(get("temperature"));
  const temperature = slider(
    "Temperature",
    {
      min: 0,
      max: temperatures.length - 1,
      step: 1,
      value: stepNow(),
      format: (step) => (step ? atStep(step).toFixed(1) : "0: greedy"),
    },
    (step) => setTraits(model, { temperature: atStep(step) }),
  );
  const choose = (label, trait, options) =>
    select(label, options, get(trait), (value) => setTraits(model, { [trait]: value }));
  const labels = get("labels");
  const scale = choose("Bars", "scale", [
    ["shared", "same scale in all panels"],
    ["own", "own scale in each panel"],
    ["full", "full width = 100%"],
  ]);
  const order = choose("Rows", "order", [
    ["", "own ranking"],
    ...labels.map((label) => [label, `as ${label}`]),
  ]);
  const predictFirst = checkbox("Predict first", get("predict_first"), (checked) => {
    revealed = false;
    setTraits(model, { predict_first: checked, guess: -1 });
  });
  const choices = labels.map((label) => {
    const box = checkbox(label, true, (checked) => {
      const shown = labels.filter((name) => (name === label ? checked : get("shown").includes(name)));
      if (shown.length) setTraits(model, { shown });
      else {
        box.set(true);
        say("One panel has to stay.");
      }
    });
    return box;
  });

  // -- Panels of bars

  const grid = element("div", { class: "next-token-panels" });

  function makePanel(label) {
    const entropy = element("span", { class: "next-token-entropy" });
    const list = element("ol", { class: "next-token-bars" });
    const rest = element("p", { class: "next-token-rest" });
    const guessed = element("p", { class: "next-token-guessed" });
    const message = element("p", { class: "next-token-error" });
    const facts = element("p", { class: "next-token-facts" });
    const drawOne = button("Draw", () => draw(label), {
      title: "Add one token, drawn at random from this distribution",
      "aria-label": `Draw one token at random from ${label}`,
    });
    const drawAll = button("Draw to the end", () => drawToEnd(label), {
      title: "Draw token after token until the document ends, 256 tokens at most",
      "aria-label": `Draw to the end from ${label}`,
    });
    const sure = element("div", { class: "next-token-sure" }, entropy, drawAll);
    const head = element("h4", {}, element("span", { text: label, title: label }), drawOne);
    const parts = [head, sure, message, list, rest, guessed, facts];
    const node = element("article", { class: "next-token-panel", "aria-label": label }, ...parts);
    const made = { label, node, list, entropy, rest, guessed, message, facts, drawOne, drawAll };
    made.rows = [];
    onKeys(list, {
      ...Object.fromEntries(
        ["ArrowUp", "ArrowDown", "Home", "End"].map((key) => [key, () => moveInside(made, key)]),
      ),
      ArrowLeft: () => moveAcross(made, -1),
      ArrowRight: () => moveAcross(made, 1),
      Backspace: () => removeLast.click(),
    });
    return made;
  }

  const focusedRow = (panel) => panel.rows.findIndex((row) => row.node === document.activeElement);

  function moveInside(panel, key) {
    const next = stepIndex(key, focusedRow(panel), panel.order.length);
    if (next !== null) panel.rows[next].node.focus();
  }

  function moveAcross(panel, step) {
    const row = focusedRow(panel);
    for (let at = panels.indexOf(panel) + step; panels[at]; at += step) {
      const count = panels[at].order.length;
      if (count) return panels[at].rows[Math.min(row, count - 1)].node.focus();
    }
  }

  function makeRow(panel, index) {
    const name = element("span", { class: "next-token-name" });
    const bar = element("span", { class: "next-token-bar" });
    const share = element("span", { class: "next-token-share" });
    const row = { name, bar, share, place: -1 };
    const enter = () => highlight(row.place);
    const leave = () => highlight(null);
    const focus = () => {
      // Tab leads to one row of each panel, the one that was used last.
      panel.rows.forEach((other, at) => (other.node.tabIndex = at === index ? 0 : -1));
      enter();
    };
    const click = () => append(row.place);
    const on = { click, focus, blur: leave, pointerenter: enter, pointerleave: leave };
    row.node = element("button", { type: "button", class: "next-token-row", on }, bar, name, share);
    row.node.tabIndex = index ? -1 : 0;
    row.item = element("li", {}, row.node);
    panel.rows[index] = row;
    panel.list.append(row.item);
    return row;
  }

  /** Mark one token in all panels and say there how likely it is, listed or not. */
  function highlight(place) {
    const { names } = get("prediction");
    for (const { panel, rows, shares, facts, full } of panels) {
      if (!panel || panel.error) continue;
      for (const row of rows) row.node.classList.toggle("next-token-marked", row.place === place);
      facts.textContent =
        place === null
          ? get("scale") === "own"
            ? `Full width here: ${formatPercent(full)}`
            : ""
          : `‘${shortened(names[place])}’: ${factsOf(panel, shares, place)}`;
    }
  }

  const factsOf = (panel, shares, place) =>
    tokenFacts(shares[place], panel.ranks[place], panel.probabilities[place]);

  const isCurrent = () => String(get("prediction").context) === String(get("context"));

  // The last row, where the next token goes; again when the box gets its size, or another one.
  const showLast = () => (chips.scrollTop = chips.scrollHeight);
  const sizes = new ResizeObserver(showLast);
  sizes.observe(chips);
  life.add(() => sizes.disconnect());

  function updateChips() {
    const { context, context_names } = get("prediction");
    const inside = [...chips.querySelectorAll("button")].indexOf(document.activeElement);
    chips.replaceChildren(
      ...context_names.map((name, index) => {
        const on = { click: () => setContext(context.slice(0, index + 1)) };
        const last = index === context.length - 1;
        const title = last ? false : `Go back to here, after token ${index + 1}`;
        return element("li", {}, element("button", { type: "button", text: name, title, on }));
      }),
    );
    if (!context_names.length) chips.append(element("li", { class: "next-token-empty", text: "(empty)" }));
    const kept = [...chips.querySelectorAll("button")];
    if (inside >= 0) (kept[Math.min(inside, kept.length - 1)] ?? undo).focus();
    showLast();
  }

  function updatePanel(made, hidden) {
    const { ids, names, vocabulary_size, can_end, ended } = get("prediction");
    const guessed = get("guess");
    const { panel, order: places, shares, full } = made;
    const failed = Boolean(panel?.error);
    const bare = hidden || failed || !panel;
    made.message.hidden = !failed;
    made.message.textContent = failed ? `This model gave no distribution. ${panel.error}` : "";
    made.drawOne.disabled = made.drawAll.disabled = bare || ended;
    made.drawAll.hidden = bare || Boolean(tree) || !can_end;
    for (const part of ["entropy", "rest", "facts"]) made[part].hidden = bare;
    for (let index = places.length; index < made.rows.length; index += 1) {
      made.rows[index].item.hidden = true;
    }
    made.guessed.hidden = true;
    if (bare) return;

    const entropy = formatNumber(panel.entropy[stepNow()]);
    made.entropy.textContent = `entropy ${entropy} bits`;
    places.forEach((place, index) => {
      const row = made.rows[index] ?? makeRow(made, index);
      const share = shares[place];
      const leads = tree?.[[...get("context"), ids[place]]];
      row.place = place;
      row.item.hidden = false;
      row.name.textContent = names[place];
      row.share.textContent = formatPercent(share);
      row.bar.style.width = `${(share / full) * 100}%`;
      row.node.title = names[place].length > 12 ? names[place] : "";
      row.node.setAttribute(
        "aria-label",
        `${names[place]}, ${formatPercent(share)}, ${tree && !leads ? "not on this page" : "add it"}`,
      );
      row.node.classList.toggle("next-token-guess-row", ids[place] === guessed);
      row.node.classList.toggle("next-token-outside", Boolean(tree && !leads));
    });
    const remainder = Math.max(0, 1 - places.reduce((sum, place) => sum + shares[place], 0));
    const others = vocabulary_size - places.length;
    const count = others === 1 ? "the other one" : `all ${formatCount(others)} others`;
    const share = formatPercent(remainder < 1e-6 ? 0 : remainder);
    made.rest.replaceChildren(
      element("span", { text: others ? count : "every token is listed" }),
      element("span", { text: others ? share : "" }),
    );
    const at = ids.indexOf(guessed);
    made.guessed.hidden = at < 0;
    if (at >= 0) {
      const facts = factsOf(panel, shares, at);
      made.guessed.textContent = `your guess ‘${shortened(names[at])}’: ${facts}`;
    }
  }

  function update() {
    const prediction = get("prediction");
    const current = isCurrent();
    const hidden = get("predict_first") && get("guess") < 0 && !revealed;
    root.setAttribute("aria-busy", String(!current));
    clearTimeout(waiting);
    if (!current) {
      const patience = "Python has not answered yet. If it stays so, run this cell again.";
      waiting = setTimeout(() => say(patience), 4000);
    }

    const shown = labels.filter((label) => get("shown").includes(label));
    if (String(panels.map((made) => made.label)) !== String(shown)) {
      panels = shown.map(makePanel);
      grid.replaceChildren(...panels.map((made) => made.node));
    }
    const step = stepNow();
    for (const made of panels) {
      made.panel = prediction.panels.find((panel) => panel.label === made.label);
      const usable = made.panel && !made.panel.error;
      made.shares = usable ? sharesAt(made.panel, step, get("temperature")) : [];
      made.order = usable ? ownOrder(made.panel, get("top")) : [];
    }
    const leader = panels.find((made) => made.label === get("order") && made.order.length);
    const full = fullBars(
      panels.map((made) => {
        if (leader && made.shares.length) made.order = leader.order;
        return made.order.map((place) => made.shares[place]);
      }),
      get("scale"),
    );
    panels.forEach((made, index) => {
      made.full = full[index];
      updatePanel(made, hidden);
    });
    grid.classList.toggle("next-token-hidden", hidden);
    const guessing = guessBox.contains(document.activeElement);
    guessBox.hidden = !hidden;
    if (guessing && !hidden) panels[0].rows[0]?.node.focus();
    const focused = panels.find((made) => focusedRow(made) >= 0);
    highlight(focused ? focused.rows[focusedRow(focused)].place : null);

    removeLast.disabled = tree ? get("context").length <= first.length : !get("context").length;
    undo.disabled = !history.length;
    clear.disabled = tree ? String(get("context")) === String(first) : !get("context").length;
    if (current) updateChips();
    temperature.set(step);
    scale.set(get("scale"));
    order.set(get("order"));
    predictFirst.set(get("predict_first"));
    choices.forEach((box, index) => box.set(get("shown").includes(labels[index])));
    // A button that switches itself off would take the keyboard with it.
    const focus = document.activeElement;
    if (root.contains(focus) && focus.disabled) [undo, clear].find((b) => !b.disabled)?.focus();
  }

  function contextChanged() {
    if (!undoing) history.push(previous);
    previous = get("context");
    revealed = false;
    guessField.set("");
    if (tree) model.set("prediction", tree[get("context")]);
    update();
  }

  /** What the first panel expects now, for the read-out; nothing while the bars are hidden. */
  function expectation() {
    if (get("prediction").ended) return ENDED;
    const made = panels.find(({ order: places }) => places.length);
    if (!made || grid.classList.contains("next-token-hidden")) return "";
    const [best] = made.order;
    const share = formatPercent(made.shares[best]);
    return `${made.label}: now most likely ‘${get("prediction").names[best]}’, ${share}.`;
  }

  function predictionChanged() {
    const { text, did: drew, context_names } = get("prediction");
    if (document.activeElement !== typed.input) typed.set(onOneLine(text));
    update();
    if (!isCurrent() || String(get("context")) === announced) return;
    announced = String(get("context"));
    say(`${did || drew || `Now: ${contextWords(context_names)}.`} ${expectation()}`.trim());
    did = "";
  }

  function temperatureChanged() {
    update();
    const words = `Temperature ${get("temperature") ? get("temperature").toFixed(1) : "0: greedy"}.`;
    if (isCurrent()) say(`${words} ${expectation()}`.trim());
  }

  function predictFirstChanged() {
    update();
    say(get("predict_first") ? "The bars are hidden until you guess." : "The bars are shown.");
  }

  // -- Putting it together

  const context = element(
    "div",
    { class: "next-token-context" },
    element("span", { class: "next-token-caption", text: "Context" }),
    chips,
  );
  const edit = controls();
  if (!tree) edit.append(typed.field);
  edit.append(removeLast, undo, clear, status);
  const settings = controls(temperature.field);
  if (labels.length > 1) settings.append(scale.field, order.field);
  settings.append(predictFirst.field);
  root.append(context, edit, settings);
  if (labels.length > 1) {
    const caption = element("span", { class: "next-token-caption", text: "Panels" });
    const boxes = choices.map((box) => box.field);
    const group = { class: "course-controls", role: "group", "aria-label": "Panels shown" };
    root.append(element("div", group, caption, ...boxes));
  }
  const keys = hint(
    "Point at a bar: each panel then says the rank and the bits of its token. " +
      "Keys: arrows move between bars, Enter adds the token, Backspace removes the last one.",
  );
  root.append(guessBox, grid, keys);
  onKeys(chips, { Backspace: () => removeLast.click() });

  life.add(() => clearTimeout(waiting));
  life.model(model, {
    context: contextChanged,
    prediction: predictionChanged,
    temperature: temperatureChanged,
    predict_first: predictFirstChanged,
    "msg:custom": (message) => message.say && say(message.say),
    ...Object.fromEntries(
      ["shown", "scale", "order", "top", "guess"].map((trait) => [trait, update]),
    ),
  });
  predictionChanged();
  return life.end;
}

export default { render };
