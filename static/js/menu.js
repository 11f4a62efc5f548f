// The menus of the header close by Escape and by a click elsewhere. They open and close without this, too.

const opened = () => [...document.querySelectorAll("details.menu[open], .nav details[open]")];

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of opened()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

document.addEventListener("click", (event) => {
  for (const menu of opened()) if (!menu.contains(event.target)) menu.open = false;
});
