// Connects behaviours to elements: <div data-behaviour="counter rows"> loads counter.js and rows.js and hands each the element.
// A page works without any of them.

const BEHAVIOURS = [
  "autosave", "chart", "copy", "counter", "deal-board", "drag-meeting", "facet-form", "file-drop", "focus", "insert-remark", "poll", "print", "queue-keys", "refresh", "reorder", "rows", "screen",
  "submit-on-enter", "suggest", "tick-all", "toast", "two-taps", "unsaved", "uploads",
];

const connected = new WeakMap();

async function connect(element) {
  const done = connected.get(element) ?? new Set();
  connected.set(element, done);
  for (const name of element.dataset.behaviour.split(" ")) {
    if (done.has(name) || !BEHAVIOURS.includes(name)) continue;
    done.add(name);
    const behaviour = await import(`./${name}.js`);
    behaviour.connect(element);
  }
}

export function connectAll(root) {
  if (root.matches?.("[data-behaviour]")) connect(root);
  root.querySelectorAll("[data-behaviour]").forEach(connect);
}

document.documentElement.classList.add("has-script");
connectAll(document);
document.querySelectorAll(".tabs [aria-current]").forEach((tab) => {
  const past = tab.getBoundingClientRect().right - tab.parentElement.getBoundingClientRect().right;
  if (past > 0) tab.parentElement.scrollLeft += past + 24; // the page one is on is never cut off, nor is it the last that shows
});
document.addEventListener("htmx:load", (event) => connectAll(event.detail.elt));
import("./hotkeys.js");
import("./menu.js");
