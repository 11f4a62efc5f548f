// The board by mouse and by keys: drag a card to another stage; J and K go from card to card, H and L change the stage, E edits.
// Every step presses a form of the card, which works without this file too.

const TYPING = "input, textarea, select, [contenteditable]";

export function connect(board) {
  const cards = () => [...board.querySelectorAll("[data-deal]")];
  const link = (card) => card?.querySelector("[data-open]");
  const current = () => cards().find((card) => card.contains(document.activeElement));
  let carried = null;

  const go = (card, stage) => {
    const form = card.querySelector("form");
    const chosen = document.createElement("input");
    Object.assign(chosen, { type: "hidden", name: "stage", value: stage });
    form.append(chosen);
    form.submit();
  };

  board.addEventListener("dragstart", (event) => {
    carried = event.target.closest?.("[data-deal]");
    if (carried) event.dataTransfer.effectAllowed = "move";
  });
  board.addEventListener("dragend", () => {
    carried = null;
    board.querySelectorAll(".is-over").forEach((column) => column.classList.remove("is-over"));
  });
  board.querySelectorAll("[data-stage]").forEach((column) => {
    column.addEventListener("dragover", (event) => {
      if (!carried || column.contains(carried)) return;
      event.preventDefault();
      column.classList.add("is-over");
    });
    column.addEventListener("dragleave", () => column.classList.remove("is-over"));
    column.addEventListener("drop", (event) => {
      if (!carried || column.contains(carried)) return;
      event.preventDefault();
      go(carried, column.dataset.stage);
    });
  });

  const move = (step) => {
    const all = cards();
    const place = all.indexOf(current());
    link(all[place < 0 ? (step > 0 ? 0 : all.length - 1) : place + step])?.focus();
  };
  const acts = {
    j: () => move(1),
    k: () => move(-1),
    h: () => current()?.querySelector("[data-back]")?.click(),
    l: () => current()?.querySelector("[data-on]")?.click(),
    e: () => {
      const card = current();
      if (card) location.assign(card.dataset.edit);
    },
    n: () => document.querySelector("[data-new]")?.click(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.closest?.(TYPING)) return;
    const act = acts[event.key.toLowerCase()];
    if (!act || !board.isConnected) return;
    event.preventDefault();
    act();
  });
}
