// Fills the pages of a deck: as much of a topic on each as fits, the rest on pages below it.
"use strict";

(() => {
  const host = document.querySelector(".reveal .slides");
  const SHORTEST = 5; // lines of code that may stand alone on a page

  function newPage(topic, title) {
    const page = document.createElement("section");
    page.className = "sheet";
    if (title) {
      const running = document.createElement("p");
      running.className = "running";
      running.textContent = title.replace(/[*`]/g, "");
      page.append(running);
    }
    const content = document.createElement("div");
    content.className = "content";
    page.append(content);
    topic.append(page);
    return page;
  }

  function fits(page) {
    const limit = page.getBoundingClientRect().bottom - 40;
    const content = page.lastElementChild;
    return content.getBoundingClientRect().bottom <= limit + 0.5;
  }

  /** Moves lines or items from the end of `block` into a twin of it until the page is full. */
  function cut(page, block, selector) {
    if (block.tagName === "TABLE" && block.tBodies.length) {
      const rows = cut(page, block.tBodies[0], "tr");
      if (!rows) return null;
      const table = block.cloneNode(false);
      if (block.tHead) table.append(block.tHead.cloneNode(true));
      table.append(rows);
      return table;
    }
    const parts = [...block.querySelectorAll(`:scope > ${selector}`)];
    if (parts.length < 2) return null;
    const rest = block.cloneNode(false);
    const first = Number(block.getAttribute("start") ?? 1);
    let kept = parts.length;
    while (kept > 1 && !fits(page)) rest.prepend(parts[(kept -= 1)]);
    if (!fits(page)) {
      block.append(...rest.children);
      return null;
    }
    if (selector === ".line") {
      // Better at an empty line, or before a line that is not indented, than in the middle.
      const at = (i) => parts[i].textContent;
      for (let i = kept; i > Math.max(SHORTEST, kept / 2); i -= 1) {
        if (at(i - 1).trim() && (!at(i).trim() || !/^[\s)\]}]/.test(at(i)))) {
          while (kept > i) rest.prepend(parts[(kept -= 1)]);
          break;
        }
      }
      while (rest.children.length > 1 && !rest.firstElementChild.textContent.trim()) {
        rest.firstElementChild.remove();
      }
    } else if (block.tagName === "OL") {
      rest.setAttribute("start", first + kept);
    }
    return rest;
  }

  function paginate(topic) {
    const cells = [...topic.children];
    const title = topic.dataset.title;
    topic.replaceChildren();
    topic.className = "measured";
    let page = newPage(topic, topic.dataset.running);
    const content = () => page.lastElementChild;
    const empty = () => content().childElementCount === 0;
    const turn = () => (page = newPage(topic, title));
    const used = () => content().getBoundingClientRect().height / 650;
    const leadsIn = () => /:\s*$/.test(content().textContent);
    const room = () => used() < 0.6;

    /** Puts an element on the page if it fits there. */
    function tried(element, parent) {
      parent.append(element);
      if (fits(page)) return true;
      element.remove();
      return false;
    }

    function place(cell) {
      if (tried(cell, content())) return;
      const blocks = [...cell.children];
      const heading = /^H[1-6]$/.test(blocks[0]?.tagName);
      // A page that is hardly begun takes the first blocks of what does not fit whole.
      if (!empty() && !(leadsIn() && used() < 0.5)) {
        turn();
        if (tried(cell, content())) return;
      }
      let part = cell.cloneNode(false);
      content().append(part);
      blocks.forEach((block, i) => {
        if (tried(block, part)) return;
        // A block goes to the next page whole, unless only a heading would stay behind.
        const alone =
          (part.childElementCount === 0 && (content().childElementCount === 1 || room())) ||
          (heading && i === 1);
        const next = () => {
          if (!part.childElementCount) part.remove();
          // The line that leads in goes along with what it leads to.
          const last = part.childElementCount > 1 ? part.lastElementChild : null;
          const lead = block.matches("ul, ol, pre, math") && last?.matches("p") ? last : null;
          turn();
          part = cell.cloneNode(false);
          part.classList.remove("fragment");
          if (lead) part.append(lead);
          content().append(part);
        };
        if (!alone) {
          next();
          if (tried(block, part)) return;
        }
        for (let rest = block; rest; ) {
          part.append(rest);
          const inner = rest.matches(".output") ? rest.firstElementChild : rest;
          const more = fits(page) ? null : cut(page, inner, inner.matches("pre") ? ".line" : "*");
          if (more && inner !== rest) {
            rest = rest.cloneNode(false);
            rest.append(more);
          } else {
            rest = more;
          }
          if (rest) next();
        }
      });
    }

    for (const cell of cells) {
      if (cell.matches("aside")) {
        const notes = page.querySelector("aside.notes");
        if (notes) notes.append(...cell.childNodes);
        else page.prepend(cell);
      } else {
        place(cell);
      }
    }
    for (const made of topic.children) {
      const shown = made.lastElementChild;
      // What comes first on a page needs no key of its own.
      shown.firstElementChild?.classList.remove("fragment");
      const wide = [...shown.querySelectorAll("pre, table, math, img")].some(
        (inner) =>
          (inner.matches("pre") && inner.scrollWidth > inner.clientWidth + 1) ||
          inner.getBoundingClientRect().right > made.getBoundingClientRect().right - 8,
      );
      if (!fits(made) || wide) {
        made.dataset.overflow = fits(made) ? "wide" : "high";
        console.warn(`page overflows (${made.dataset.overflow}):`, shown.textContent.slice(0, 60));
      }
    }
    topic.className = "";
  }

  /** Puts a widget's page in the place of its picture, when its slide is first shown. */
  function bringAlive(slide) {
    for (const picture of slide?.querySelectorAll("img[data-page]") ?? []) {
      const frame = document.createElement("iframe");
      frame.title = picture.alt;
      frame.srcdoc = picture.dataset.page;
      picture.replaceWith(frame);
    }
  }

  /** The key End: the last page, not the first page of the last topic. */
  function toLast() {
    const { h, v } = Reveal.getIndices(Reveal.getSlides().at(-1));
    Reveal.slide(h, v);
  }

  async function start() {
    await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
    for (const image of host.querySelectorAll(".picture")) {
      // Half as large again: the 12 points of a figure's labels become about 25 px.
      const { naturalWidth: width, naturalHeight: height } = image;
      if (image.matches(".live")) continue;
      if (width) image.style.width = `${Math.min(1.5 * width, 1216, (600 * width) / height)}px`;
    }
    document.documentElement.classList.add("measuring");
    for (const topic of [...host.querySelectorAll(".topic")]) paginate(topic);
    for (const topic of [...host.children]) {
      if (topic.childElementCount === 1) topic.replaceWith(topic.firstElementChild);
    }
    document.documentElement.classList.remove("measuring");
    Reveal.on("ready", (event) => bringAlive(event.currentSlide));
    Reveal.on("slidechanged", (event) => bringAlive(event.currentSlide));
    await Reveal.initialize({
      width: 1280,
      height: 720,
      margin: 0,
      minScale: 0.2,
      maxScale: 4,
      center: false,
      hash: true,
      navigationMode: "linear",
      keyboard: { 35: toLast },
      slideNumber: "c/t",
      transition: "none",
      backgroundTransition: "none",
      plugins: [RevealNotes],
    });
    document.documentElement.dataset.deck = "ready";
  }

  start();
})();
