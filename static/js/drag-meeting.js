// A meeting of the grid may be dragged into another round, or onto another meeting to change places with it; the form below
// does the same without a mouse.

export function connect(grid) {
  const form = document.getElementById("hand-form");
  if (!form) return;
  grid.querySelectorAll("[data-wish]").forEach((meeting) => {
    meeting.draggable = true;
    meeting.addEventListener("dragstart", (event) => {
      event.dataTransfer.setData("text/plain", meeting.dataset.wish);
      event.dataTransfer.effectAllowed = "move";
    });
  });
  grid.querySelectorAll("td[data-slot]").forEach((cell) => {
    cell.addEventListener("dragover", (event) => {
      event.preventDefault();
      cell.classList.add("is-over");
    });
    cell.addEventListener("dragleave", () => cell.classList.remove("is-over"));
    cell.addEventListener("drop", (event) => {
      event.preventDefault();
      cell.classList.remove("is-over");
      const wish = event.dataTransfer.getData("text/plain");
      if (!/^\d+$/.test(wish)) return;
      form.elements.wish.value = wish;
      const held = cell.querySelector("[data-wish]")?.dataset.wish;
      if (held === wish) return;
      if (held) {
        form.elements.other.value = held;
        form.requestSubmit(form.querySelector("[data-swap]"));
        return;
      }
      form.elements.slot.value = cell.dataset.slot;
      form.elements.table.value = "";
      form.requestSubmit(form.querySelector("[data-move]"));
    });
  });
}
