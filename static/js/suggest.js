// Suggestions while typing: data-suggest answers ?q= with [{"text", "href"?, "note"?}]. A line of text becomes an ARIA combobox;
// a text area may not (ARIA in HTML), so it stays a text box and the number found is announced.

const PAUSE = 160;
let boxes = 0;

export function connect(box) {
  const control = box.querySelector("textarea, input");
  const list = document.createElement("div");
  list.className = "suggest";
  list.id = `suggest-${(boxes += 1)}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", control.labels?.[0]?.textContent.trim() ?? "");
  list.hidden = true;
  box.append(list);
  const single = control.tagName === "INPUT";
  const status = document.createElement("span");
  status.className = "sr";
  status.setAttribute("role", "status");
  box.append(status);
  control.setAttribute("autocomplete", "off");
  control.setAttribute("aria-autocomplete", "list");
  control.setAttribute("aria-controls", list.id);
  if (single) control.setAttribute("role", "combobox");
  expand(false);

  let timer = 0;
  let asked = null;
  let chosen = -1;

  function expand(open) {
    if (single) control.setAttribute("aria-expanded", String(open));
  }

  const options = () => [...list.children];

  function close() {
    list.hidden = true;
    chosen = -1;
    expand(false);
    status.textContent = "";
    control.removeAttribute("aria-activedescendant");
  }

  function mark(next) {
    const all = options();
    chosen = (next + all.length) % all.length;
    all.forEach((option, place) => option.setAttribute("aria-selected", String(place === chosen)));
    control.setAttribute("aria-activedescendant", all[chosen].id);
    all[chosen].scrollIntoView({ block: "nearest" });
  }

  function take(option) {
    close();
    if (option.dataset.href) return window.location.assign(option.dataset.href);
    control.value = option.dataset.text;
    return control.form.requestSubmit();
  }

  function show(found) {
    list.replaceChildren(...found.map((one, place) => {
      const option = document.createElement("div");
      option.id = `${list.id}-${place}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.text = one.text;
      if (one.href) option.dataset.href = one.href;
      option.append(one.text);
      if (one.note) {
        const note = document.createElement("span");
        note.className = "quiet tiny";
        note.textContent = one.note;
        option.append(note);
      }
      return option;
    }));
    chosen = -1;
    if (!found.length || document.activeElement !== control) return close();
    list.hidden = false;
    status.textContent = `${found.length} ${box.dataset.suggestFound ?? ""}`;
    return expand(true);
  }

  async function ask() {
    const text = control.value.trim();
    asked?.abort();
    if (text.length < 2 || text.length > 60) return close();
    asked = new AbortController();
    try {
      const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(text)}`, { signal: asked.signal });
      if (answer.ok) show(await answer.json());
    } catch (failure) {
      if (failure.name !== "AbortError") close();
    }
    return undefined;
  }

  control.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  control.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown") mark(chosen + 1);
    else if (event.key === "ArrowUp") mark(chosen < 0 ? -1 : chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) take(options()[chosen]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, { capture: true });
  control.addEventListener("blur", () => setTimeout(close, 120));
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
}
