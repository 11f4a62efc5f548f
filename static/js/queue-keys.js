// Works through a queue by keys: J and K move, O or Enter opens, X ticks, A takes, ? shows the keys. Never while someone types.

const TYPING = "input, textarea, select, [contenteditable]";

export function connect(list) {
  const rows = () => [...list.querySelectorAll(".queue > li")];
  const link = (row) => row?.querySelector(".queue__t");
  const current = () => rows().find((row) => row.contains(document.activeElement));

  const move = (step) => {
    const all = rows();
    const place = all.indexOf(current());
    link(all[place < 0 ? (step > 0 ? 0 : all.length - 1) : place + step])?.focus();
  };
  const acts = {
    j: () => move(1),
    k: () => move(-1),
    o: () => link(current())?.click(),
    x: () => current()?.querySelector("input[type=checkbox]")?.click(),
    a: () => current()?.querySelector("[data-take]")?.click(),
    "?": () => {
      const help = document.querySelector("[data-keys-help]");
      if (help) help.open = !help.open;
    },
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.closest?.(TYPING)) return;
    const act = acts[event.key.toLowerCase()];
    if (!act || !list.isConnected) return;
    event.preventDefault();
    act();
  });
}
