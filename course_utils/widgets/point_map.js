import {
  PALETTE,
  button,
  element,
  onKeys,
  oncePerFrame,
  parseColor,
  sizeCanvas,
  themeColors,
  tooltip,
} from "./skeleton.js";

/**
 * A map of labeled points that is panned, zoomed and pointed at: 50,000 of them, painted as
 * pixels of one image, because a call of the canvas for each would take a second.
 */

// ---- Arithmetic, no page needed ----------------------------------------------------------

/** Middle and half the width and height of positions x, y, x, y, …: [x, y, width, height]. */
export function boxOf(positions) {
  const low = [Infinity, Infinity];
  const high = [-Infinity, -Infinity];
  for (let at = 0; at < positions.length; at += 1) {
    if (positions[at] < low[at & 1]) low[at & 1] = positions[at];
    if (positions[at] > high[at & 1]) high[at & 1] = positions[at];
  }
  const half = [0, 1].map((side) => (high[side] - low[side]) / 2 || 1);
  return [(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, ...half];
}

/** Where a label can stand: beside its point to the right, to the left, above, below. */
const SIDES = [[1, 0], [-1, 0], [0, -1], [0, 1]];

/**
 * Choose labels that cover no other: `candidates` are { x, y, width, gap, sure }, the important
 * first; `gap` is from the point to its label; a sure one is placed, whatever it covers.
 * `blocked` points stay uncovered. Returns { at, left, top } for each label that fits.
 */
export function placeLabels(candidates, { width, height, most, line = 20, blocked = [] }) {
  const cell = 4;
  const columns = Math.ceil(width / cell);
  const taken = new Uint8Array(columns * Math.ceil(height / cell));
  const claim = (left, top, right, bottom, mark) => {
    for (let y = Math.floor(top / cell); y <= bottom / cell; y += 1) {
      for (let x = Math.floor(left / cell); x <= right / cell; x += 1) {
        if (mark) taken[y * columns + x] = 1;
        else if (taken[y * columns + x]) return false;
      }
    }
    return true;
  };
  for (const [x, y] of blocked) {
    if (x > 5 && y > 5 && x < width - 5 && y < height - 5) claim(x - 4, y - 4, x + 4, y + 4, true);
  }
  const placed = [];
  for (let at = 0; at < candidates.length && placed.length < most; at += 1) {
    const { x, y, width: wide, gap, sure } = candidates[at];
    let found = null;
    for (const [right, down] of SIDES) {
      const left = x + right * gap - ((1 - right) * wide) / 2;
      const top = y - line / 2 + down * (gap + line / 2);
      const [end, bottom] = [left + wide, top + line];
      if (left <= 2 || top <= 2 || end >= width - 2 || bottom >= height - 2) continue;
      const isFree = claim(left, top, end, bottom, false);
      if (isFree || (sure && !found)) found = { at, left, top };
      if (isFree) break;
    }
    if (!found) continue;
    claim(found.left, found.top, found.left + wide, found.top + line, true);
    placed.push(found);
  }
  return placed;
}

// ---- Drawing -----------------------------------------------------------------------------

/** The color and shape of a group; no two of 12 look the same. Lighter on a dark page. */
export function looks(group, dark) {
  const channels = [1, 3, 5].map((at) => parseInt(PALETTE[group % 6].slice(at, at + 2), 16));
  const light = channels.map((value) => Math.round(dark ? value + (255 - value) * 0.35 : value));
  return { color: `rgb(${light})`, shape: (group + Math.floor(group / 6)) % 6 };
}

/** Corners of the shapes, x, y, …, for a radius of 1: square, triangles, diamond, plus. */
const CORNERS = [
  [],
  [-0.9, -0.9, 0.9, -0.9, 0.9, 0.9, -0.9, 0.9],
  [0, -1.3, 1.2, 0.8, -1.2, 0.8],
  [0, -1.3, 1.3, 0, 0, 1.3, -1.3, 0],
  [0, 1.3, 1.2, -0.8, -1.2, -0.8],
  [-4, -12, 4, -12, 4, -4, 12, -4, 12, 4, 4, 4, 4, 12, -4, 12, -4, 4, -12, 4, -12, -4, -4, -4].map(
    (tenth) => tenth / 10,
  ),
];

export function markerPath(pen, shape, x, y, radius) {
  const corners = CORNERS[shape];
  pen.beginPath();
  if (!corners.length) pen.arc(x, y, radius, 0, 7);
  for (let at = 0; at < corners.length; at += 2) {
    pen.lineTo(x + corners[at] * radius, y + corners[at + 1] * radius);
  }
  pen.closePath();
}

/** The pixels of a marker around its middle, with their opacity (0 … 256), for `paintPoints`. */
function stampOf(shape, radius, opacity) {
  const reach = Math.ceil(radius * 1.3) + 1;
  const side = reach * 2 + 1;
  const pen = element("canvas", { width: side, height: side }).getContext("2d");
  markerPath(pen, shape, reach + 0.5, reach + 0.5, radius);
  pen.fill();
  const { data } = pen.getImageData(0, 0, side, side);
  const filled = [...Array(side * side).keys()].filter((at) => data[at * 4 + 3] > 8);
  return {
    reach,
    across: filled.map((at) => (at % side) - reach),
    down: filled.map((at) => Math.floor(at / side) - reach),
    alpha: Int32Array.from(filled, (at) => (data[at * 4 + 3] / 255) * opacity * 256),
  };
}

/**
 * Paint points into `pixels`, one 32-bit number each: x · scale + left, top − y · scale.
 * `styles[group]` is { stamp, pixel }, or null for a group that is hidden.
 */
export function paintPoints(pixels, width, height, frame, { scale, left, top }, groups, styles) {
  const stamps = styles.map(
    (style) =>
      style && {
        ...style.stamp,
        offsets: Int32Array.from(style.stamp.across, (x, at) => style.stamp.down[at] * width + x),
        redBlue: style.pixel & 0xff00ff,
        green: style.pixel & 0x00ff00,
      },
  );
  // From the last to the first: frequent words lie on top.
  for (let word = frame.length / 2 - 1; word >= 0; word -= 1) {
    const stamp = stamps[groups ? groups[word] : 0];
    if (!stamp) continue;
    const x = Math.floor(frame[word * 2] * scale + left);
    const y = Math.floor(top - frame[word * 2 + 1] * scale);
    const { reach, offsets, alpha, redBlue, green } = stamp;
    if (x < reach || y < reach || x >= width - reach || y >= height - reach) continue;
    const middle = y * width + x;
    for (let at = 0; at < offsets.length; at += 1) {
      const under = pixels[middle + offsets[at]];
      const rb = under & 0xff00ff;
      const g = under & 0x00ff00;
      // Red and blue in one multiplication; what spills over is cut off by the masks.
      pixels[middle + offsets[at]] =
        0xff000000 |
        ((rb + (Math.imul(redBlue - rb, alpha[at]) >> 8)) & 0xff00ff) |
        ((g + (Math.imul(green - g, alpha[at]) >> 8)) & 0x00ff00);
    }
  }
}

/** A color, "#rrggbb" or "rgb(…)", as one pixel of ImageData. */
export function pixelOf(color) {
  const hex = /^#(..)(..)(..)$/.exec(color)?.slice(1).map((part) => parseInt(part, 16));
  const [red, green, blue] = hex ?? parseColor(color) ?? [128, 128, 128];
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/** A straight line; `head` makes it an arrow, which ends `gap` pixels before its goal. */
function drawLine(pen, [x0, y0], [goalX, goalY], { color, head, dashed, gap = 0, width = 2 }) {
  const angle = Math.atan2(goalY - y0, goalX - x0);
  const [x1, y1] = [goalX - gap * Math.cos(angle), goalY - gap * Math.sin(angle)];
  pen.strokeStyle = pen.fillStyle = color;
  pen.lineWidth = width;
  pen.setLineDash(dashed ? [3, 5] : []);
  pen.beginPath();
  pen.moveTo(x0, y0);
  pen.lineTo(x1, y1);
  pen.stroke();
  pen.setLineDash([]);
  if (!head) return;
  pen.beginPath();
  for (const [long, turn] of [[0, 0], [14, 0.4], [14, -0.4]]) {
    pen.lineTo(x1 - long * Math.cos(angle + turn), y1 - long * Math.sin(angle + turn));
  }
  pen.fill();
}

// ---- The map -----------------------------------------------------------------------------

/**
 * A map that is panned, zoomed and pointed at. `scene(at)` says what is drawn over the points:
 * `important` words, the most important first, `ringed` and `hollow` ones, `lines` and `dots` in
 * the units of `at(word)`. `isShown(word)` leaves words out.
 */
export function pointMap({ root, life, names, groups, styles, isShown, scene, facts, say, onSelect }) {
  const ink = element("canvas", {
    tabindex: "0",
    role: "application",
    "aria-label":
      "Map of words. Arrows move it, plus and minus zoom, 0 shows all, Shift with arrows goes " +
      "from word to word, Enter selects, Escape lets go.",
  });
  const zooms = [
    ["+", "Zoom in (+)", () => zoomBy(1.5)],
    ["−", "Zoom out (−)", () => zoomBy(1 / 1.5)],
    ["⤢", "Show all (0)", () => moveTo(null, HOME)],
  ].map(([sign, title, act]) => button(sign, act, { title, "aria-label": title }));
  const stage = element(
    "div",
    { class: "embeddings-stage" },
    ink,
    element("div", { class: "embeddings-zoom" }, ...zooms),
  );
  const tip = tooltip(stage);
  const pen = ink.getContext("2d", { alpha: false });

  const HOME = { x: 0, y: 0, zoom: 1 };
  let frame = new Float32Array(0); // positions as they are drawn at this moment
  let goal = frame; // and where they are moving to
  let extent = [1, 1];
  let view = HOME;
  let size = { width: 0, height: 0 };
  let hovered = -1;
  let tipText = "";
  let moving = 0;
  let labels = []; // those drawn last; they travel along while points move
  let colors = {};
  let isDark = false;
  let letters = 16; // the size of the text, in pixels
  let image = null;
  let stale = true; // the points, not only what is drawn over them
  const stamps = new Map();
  const texts = new Map(); // of labels, each with its width

  const at = (word) => [frame[word * 2], frame[word * 2 + 1]];
  const fit = () =>
    Math.min((size.width - 90) / 2 / extent[0], (size.height - 56) / 2 / extent[1]);
  const scale = () => fit() * view.zoom;
  const toScreen = ([x, y]) => [
    (x - view.x) * scale() + size.width / 2,
    size.height / 2 - (y - view.y) * scale(),
  ];
  const spot = (word) => toScreen(at(word));
  const isHere = (word) => word >= 0 && word * 2 < frame.length && isShown(word);
  const drawSoon = oncePerFrame(draw, life);
  const redraw = (points = true) => {
    stale ||= points;
    drawSoon();
  };

  // -- Moving

  function zoomBy(factor, x = size.width / 2, y = size.height / 2) {
    const zoom = Math.min(500, Math.max(0.5, view.zoom * factor));
    const change = (1 - view.zoom / zoom) / scale();
    const [right, down] = [(x - size.width / 2) * change, (y - size.height / 2) * change];
    view = { x: view.x + right, y: view.y - down, zoom };
    redraw();
  }

  function pan(right, down) {
    view = { ...view, x: view.x - right / scale(), y: view.y + down / scale() };
    redraw();
  }

  /** Move the points to another frame (null: to where they are going), and the view with them. */
  function moveTo(next, nextView = view, duration = 700) {
    cancelAnimationFrame(moving);
    const target = next ?? (frame === goal ? null : goal);
    const [from, viewFrom, start] = [frame, view, performance.now()];
    const still = !from.length || matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (target) goal = target;
    const step = (now) => {
      const time = still ? 1 : Math.min(1, Math.max(0, (now - start) / duration));
      const part = time * time * (3 - 2 * time);
      const between = (a, b) => a + (b - a) * part;
      moving = time < 1 ? requestAnimationFrame(step) : 0;
      if (target) {
        frame = time < 1 ? target.slice() : target;
        const both = time < 1 ? Math.min(from.length, target.length) : 0;
        for (let i = 0; i < both; i += 1) frame[i] = between(from[i], target[i]);
      }
      view = {
        x: between(viewFrom.x, nextView.x),
        y: between(viewFrom.y, nextView.y),
        zoom: viewFrom.zoom * (nextView.zoom / viewFrom.zoom) ** part,
      };
      stale = true;
      draw();
    };
    step(start);
  }

  /** Show words: move to them when some lie outside; `closer` fills the map with them. */
  function bringIn(list, closer) {
    const held = list.filter((word) => word >= 0 && word * 2 < goal.length);
    if (!held.length || !size.width) return;
    const [x, y, wide, high] = boxOf(held.flatMap((word) => [...goal.slice(word * 2, word * 2 + 2)]));
    const room = Math.min((size.width - 200) / 2 / wide, (size.height - 120) / 2 / high) / fit();
    const [left, top] = toScreen([x, y]);
    const [across, down] = held.length > 1 ? [wide * scale(), high * scale()] : [0, 0];
    const inside =
      Math.min(left - across, size.width - left - across) > 30 &&
      Math.min(top - down, size.height - top - down) > 30;
    if (closer || !inside) moveTo(null, { x, y, zoom: Math.min(closer ? 60 : view.zoom, room) });
  }

  // -- Drawing

  function setTheme() {
    colors = { ...themeColors(root), surface: getComputedStyle(stage).backgroundColor };
    isDark = root.dataset.theme === "dark";
    letters = Math.max(16, parseFloat(getComputedStyle(stage).fontSize));
    texts.clear();
    redraw();
  }

  function radius() {
    const base = Math.min(5.5, Math.max(1.3, 130 / Math.sqrt(frame.length / 2)));
    return Math.min(6.5, base * Math.max(1, view.zoom) ** 0.4);
  }

  function draw() {
    if (!size.width || !frame.length) return;
    const shown = scene(at);
    if (stale) drawPoints(shown.important.length > 0);
    stale = false;
    pen.putImageData(image, 0, 0);
    for (const line of shown.lines) {
      const ends = [line.from, line.to].map(toScreen);
      if (line.upright) ends.forEach((end, which) => (end[1] = which * size.height));
      drawLine(pen, ...ends, { ...line, color: colors[line.color] });
    }
    for (const [place, big] of shown.dots) {
      markerPath(pen, 0, ...toScreen(place), big ? 6 : 3);
      pen.fillStyle = big ? colors.mark : colors.soft;
      pen.fill();
    }
    const important = shown.important.filter(isHere);
    for (const word of important) drawMarker(word, shown.hollow.has(word));
    for (const [word, ring] of [...shown.ringed.map((one) => [one, "mark"]), [hovered, "ink"]]) {
      if (!isHere(word)) continue;
      drawMarker(word, false);
      markerPath(pen, 0, ...spot(word), radius() + 7);
      pen.lineWidth = 3;
      pen.strokeStyle = colors[ring];
      pen.stroke();
    }
    drawTip();
    drawLabels([...new Set([hovered, ...shown.ringed, ...important])].filter(isHere));
  }

  function drawPoints(quiet) {
    const { width, height } = ink;
    const ratio = width / size.width;
    if (image?.width !== width || image.height !== height) image = pen.createImageData(width, height);
    const pixels = new Uint32Array(image.data.buffer);
    pixels.fill(pixelOf(colors.surface));
    const wide = Math.round(radius() * ratio * 4) / 4;
    const looked = styles(isDark).map((style) => {
      if (!style) return null;
      const key = `${style.shape} ${wide} ${quiet}`;
      if (!stamps.has(key)) stamps.set(key, stampOf(style.shape, wide, quiet ? 0.5 : 0.85));
      return { stamp: stamps.get(key), pixel: pixelOf(style.color ?? colors.bar) };
    });
    const [left, top] = toScreen([0, 0]);
    const place = { scale: scale() * ratio, left: left * ratio, top: top * ratio };
    paintPoints(pixels, width, height, frame, place, groups, looked);
  }

  function drawMarker(word, hollow) {
    const look = looks(groups ? groups[word] : 0, isDark);
    const color = groups ? look.color : colors.bar;
    markerPath(pen, look.shape, ...spot(word), Math.max(radius(), 4) + 1);
    pen.lineWidth = 2;
    pen.fillStyle = hollow ? colors.surface : color;
    pen.strokeStyle = hollow ? color : colors.surface;
    pen.fill();
    pen.stroke();
  }

  function chooseLabels(important) {
    const candidates = [];
    const [left, top] = toScreen([0, 0]);
    const wide = scale();
    const reach = radius();
    const add = (word, bold, sure) => {
      const x = left + frame[word * 2] * wide;
      const y = top - frame[word * 2 + 1] * wide;
      if (x < 0 || y < 0 || x > size.width || y > size.height) return;
      const key = bold ? -1 - word : word;
      if (!texts.has(key)) {
        const name = names[word];
        const text = name.length > 24 ? `${[...name].slice(0, 23).join("")}…` : name;
        pen.font = fontOf(bold); // setting it takes longer than all else here
        texts.set(key, { text, width: pen.measureText(text).width });
      }
      const gap = reach + (sure ? 11 : bold ? 6 : 4);
      candidates.push({ x, y, gap, sure, word, bold, ...texts.get(key) });
    };
    important.forEach((word, place) => add(word, true, !place));
    const strong = new Set(important);
    const enough = candidates.length + 1500;
    for (let word = 0; word * 2 < frame.length && candidates.length < enough; word += 1) {
      if (!strong.has(word) && isShown(word)) add(word, false, false);
    }
    const room = (size.width * size.height) / (important.length > 2 ? 15000 : 9000);
    const line = letters * 1.2;
    const limits = { ...size, line, most: important.length + room, blocked: important.map(spot) };
    return placeLabels(candidates, limits).map(({ at: place, left, top }) => {
      const { x, y, word, text, bold } = candidates[place];
      return { word, text, bold, right: left - x, down: top + line / 2 - y };
    });
  }

  const fontOf = (bold) =>
    `${bold ? 600 : 400} ${letters + (bold ? 1 : 0)}px system-ui, "Noto Sans", sans-serif`;

  function drawLabels(important) {
    if (!moving) labels = chooseLabels(important);
    ink.dataset.labels = labels.length;
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.lineWidth = 4;
    pen.strokeStyle = colors.surface;
    for (const { word, text, bold, right, down } of labels.filter((one) => isHere(one.word))) {
      const [x, y] = spot(word);
      pen.font = fontOf(bold);
      pen.strokeText(text, x + right, y + down);
      pen.fillStyle = bold || important.length < 3 ? colors.ink : colors.soft;
      pen.fillText(text, x + right, y + down);
    }
  }

  // -- Pointing

  const pointers = new Map();
  let dragged = 0;

  const local = (event) => {
    const box = ink.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };

  /** The word that costs least, among those that cost less than `limit`; −1 for none. */
  function cheapest(cost, limit) {
    let best = -1;
    const [left, top] = toScreen([0, 0]);
    const wide = scale();
    for (let word = 0; word * 2 < frame.length; word += 1) {
      const value = cost(left + frame[word * 2] * wide, top - frame[word * 2 + 1] * wide);
      if (value < limit && isShown(word)) [best, limit] = [word, value];
    }
    return best;
  }

  const wordAt = ([x, y]) => cheapest((left, top) => (left - x) ** 2 + (top - y) ** 2, 200);

  function hover(word, text = word < 0 ? "" : facts(word)) {
    if (word === hovered && text === tipText) return;
    hovered = word;
    tipText = text;
    ink.style.cursor = word < 0 ? "grab" : "pointer";
    redraw(false);
  }

  /** The tooltip stays with its word while the map moves. */
  function drawTip() {
    const { left, top } = ink.getBoundingClientRect();
    const [x, y] = isHere(hovered) ? spot(hovered) : [size.width / 2 - 140, size.height / 2];
    if (tipText) tip.show(tipText, left + x, top + y);
    else tip.hide();
  }

  life.on(ink, "pointerdown", (event) => {
    ink.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, local(event));
    dragged = 0;
  });
  life.on(ink, "pointermove", (event) => {
    const now = local(event);
    const before = pointers.get(event.pointerId);
    if (!before) return hover(wordAt(now));
    pointers.set(event.pointerId, now);
    dragged += Math.hypot(now[0] - before[0], now[1] - before[1]);
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      const [far, near] = [now, before].map(([x, y]) => Math.hypot(x - other[0], y - other[1]));
      zoomBy(far / (near || 1), ...other);
    } else if (dragged > 4) {
      hover(-1);
      pan(now[0] - before[0], now[1] - before[1]);
    }
  });
  life.on(ink, "pointerup", (event) => {
    pointers.delete(event.pointerId);
    const word = wordAt(local(event));
    if (dragged <= 4 && word >= 0) onSelect(word);
  });
  life.on(ink, "pointercancel", (event) => pointers.delete(event.pointerId));
  life.on(ink, "pointerleave", () => hover(-1));
  const onWheel = (event) => {
    if (!event.ctrlKey && document.activeElement !== ink) {
      return hover(-1, "Click the map first; then the wheel zooms.");
    }
    event.preventDefault();
    hover(-1);
    zoomBy(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), ...local(event));
  };
  life.on(ink, "wheel", onWheel, { passive: false });

  /** Go to the nearest word in a direction, from the one pointed at. */
  function stepTo(right, down, from) {
    const [x, y] = isHere(from) ? spot(from) : [size.width / 2, size.height / 2];
    const next = cheapest((left, top) => {
      const ahead = (left - x) * right + (top - y) * down;
      const aside = Math.abs((left - x) * down) + Math.abs((top - y) * right);
      return ahead <= 1 || aside > 2 * ahead ? Infinity : ahead + 2 * aside;
    }, Infinity);
    if (next < 0) return say("There is no word in this direction.");
    bringIn([next]);
    hover(next);
    say(facts(next));
  }

  const directions = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const keys = Object.entries(directions).map(([key, [right, down]]) => {
    const start = () => (hovered < 0 ? scene(at).important[0] : hovered);
    const act = ({ shiftKey }) =>
      shiftKey ? stepTo(right, down, start()) : pan(-60 * right, -60 * down);
    return [key, act];
  });
  onKeys(ink, {
    ...Object.fromEntries(keys),
    "+": () => zoomBy(1.5),
    "=": () => zoomBy(1.5),
    "-": () => zoomBy(1 / 1.5),
    0: () => moveTo(null, HOME),
    Enter: () => hovered >= 0 && onSelect(hovered),
    Escape: () => (hovered < 0 ? onSelect(-1) : hover(-1)),
  });

  const watcher = new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = stage;
    if (!width || (width === size.width && height === size.height)) return;
    size = { width, height };
    sizeCanvas(ink, width, height);
    setTheme();
  });
  watcher.observe(stage);
  life.add(() => watcher.disconnect());
  life.add(() => cancelAnimationFrame(moving));

  return {
    stage,
    redraw,
    setTheme,
    bringIn,
    hover,
    mark: (word) => hover(word, ""),
    moveTo,
    /** Show another map: its frames, all of which fit into the view, and the one to go to. */
    show(frames, which) {
      const boxes = frames.map(boxOf);
      extent = [0, 1].map((side) =>
        Math.max(...boxes.map((box) => Math.abs(box[side]) + box[side + 2])),
      );
      moveTo(frames[which], HOME, 900);
    },
  };
}
