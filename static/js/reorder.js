// Items of a list may be dragged into another order; the buttons beside them do the same without a mouse.

export function connect(list) {
  const form = document.getElementById(list.dataset.form);
  if (!form) return;
  const items = () => [...list.querySelectorAll(":scope > [data-item]")];
  const order = () => items().map((item) => item.dataset.item).join(",");
  let held;
  let before;

  items().forEach((item) => {
    item.draggable = true;
    item.addEventListener("dragstart", (event) => {
      held = item;
      before = order();
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", item.dataset.item);
      item.classList.add("is-held");
    });
    item.addEventListener("dragend", () => {
      item.classList.remove("is-held");
      held = undefined;
      if (order() === before) return;
      form.elements.order.value = order();
      form.requestSubmit();
    });
  });
  list.addEventListener("dragover", (event) => {
    if (!held) return;
    event.preventDefault();
    const over = event.target.closest("[data-item]");
    if (!over || over === held) return;
    const box = over.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) over.before(held);
    else over.after(held);
  });
  list.addEventListener("drop", (event) => event.preventDefault());
}
