// Suggestions while typing, as an ARIA combobox: data-suggest answers ?q= with [{"text", "href"?, "note"?}].

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
  for (const [name, value] of Object.entries({
    role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) control.setAttribute(name, value);

  let timer = 0;
  let asked = null;
  let chosen = -1;

  const options = () => [...list.children];

  function close() {
    list.hidden = true;
    chosen = -1;
    control.setAttribute("aria-expanded", "false");
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
    return control.setAttribute("aria-expanded", "true");
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
