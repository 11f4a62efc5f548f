// Adds and removes the rows of a repeating part of a form in place. Without a row to copy, the button asks the server.

export function connect(box) {
  const name = box.dataset.rows;
  const rows = () => [...box.querySelectorAll(":scope > [data-row]")];

  box.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.matches("[data-row-add]")) add(event);
    if (button?.matches("[data-row-drop]")) drop(event, button.closest("[data-row]"));
  });

  function add(event) {
    const last = rows().at(-1);
    if (!last) return;
    event.preventDefault();
    const row = last.cloneNode(true);
    last.after(row);
    clear(row);
    number();
    row.querySelector("input, select, textarea")?.focus();
    announce();
  }

  function drop(event, row) {
    event.preventDefault();
    const next = row.nextElementSibling;
    if (rows().length === 1) clear(row);
    else row.remove();
    number();
    (next?.querySelector("button") ?? box.querySelector("[data-row-add]")).focus();
    announce();
  }

  function clear(row) {
    row.querySelectorAll("input, textarea").forEach((control) => {
      if (control.type === "checkbox" || control.type === "radio") control.checked = control.defaultChecked = false;
      else control.value = control.defaultValue = "";
      control.removeAttribute("aria-invalid");
    });
    row.querySelectorAll("select").forEach((control) => { control.selectedIndex = 0; });
    row.querySelectorAll(".error, .remark, [data-row-quote]").forEach((note) => note.remove());
    row.querySelectorAll(".field--bad").forEach((field) => field.classList.remove("field--bad"));
  }

  function number() {
    const index = new RegExp(`^${name}-\\d+`);
    rows().forEach((row, place) => {
      for (const attribute of ["id", "name", "for", "aria-describedby", "data-counter-for", "value"]) {
        row.querySelectorAll(`[${attribute}]`).forEach((element) => {
          if (attribute === "value" && !element.matches("[data-row-drop]")) return;
          const words = element.getAttribute(attribute).split(" ").map((word) => word.replace(index, `${name}-${place}`));
          element.setAttribute(attribute, words.join(" "));
        });
      }
      row.setAttribute("aria-label", row.getAttribute("aria-label").replace(/\d+$/, place + 1));
      row.querySelector("[data-row-number]").textContent = place + 1;
    });
  }

  function announce() {
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
