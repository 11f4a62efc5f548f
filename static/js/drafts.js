// What was typed and is not on the server yet, kept on this device by person, record and section.

const PREFIX = "tansuo:draft:";
const HEAD = "head"; // the fields outside any section

const sections = (form) => [...form.querySelectorAll(".edit__section")];
const keyOf = (key, section) => `${PREFIX}${key}:${section}`;
const stored = (key) => Object.keys(localStorage).filter((name) => name.startsWith(`${PREFIX}${key}:`));

function fieldsOf(form) {
  const parts = new Map(sections(form).map((section) => [section.id, []]));
  for (const control of form.elements) {
    if (!control.name || control.type === "hidden" || control.type === "submit" || control.type === "button") continue;
    const place = control.closest(".edit__section")?.id ?? HEAD;
    const ticked = control.type === "checkbox" || control.type === "radio";
    if (ticked && !control.checked) continue;
    if (!parts.has(place)) parts.set(place, []);
    parts.get(place).push([control.name, control.value]);
  }
  return parts;
}

export function keepLocally(form, key) {
  try {
    const at = Date.now();
    for (const [section, fields] of fieldsOf(form)) {
      localStorage.setItem(keyOf(key, section), JSON.stringify({ at, fields }));
    }
  } catch {
    // the device is full or keeps nothing: the server still saves
  }
}

export function dropLocally(key) {
  try {
    for (const name of stored(key)) localStorage.removeItem(name);
  } catch {
    // nothing was kept
  }
}

// The form is on its way to the server: what is kept counts as saved once the server's copy is younger.
export function noteSending(key) {
  try {
    for (const name of stored(key)) {
      localStorage.setItem(name, JSON.stringify({ ...JSON.parse(localStorage.getItem(name)), sent: true }));
    }
  } catch {
    // nothing was kept
  }
}

// What is kept and differs from the form; nothing when it was sent and the server has saved since.
export function askLocally(form, key, moment) {
  try {
    const now = fieldsOf(form);
    const found = stored(key).map((name) => [name.slice(keyOf(key, "").length), JSON.parse(localStorage.getItem(name))]);
    const differs = found.some(([section, kept]) => JSON.stringify(kept.fields) !== JSON.stringify(now.get(section) ?? []));
    const at = Math.max(0, ...found.map(([, kept]) => kept.at));
    const arrived = found.every(([, kept]) => kept.sent) && at / 1000 <= moment;
    if (!differs || arrived) {
      if (found.length) dropLocally(key);
      return null;
    }
    return { at, fields: found.flatMap(([, kept]) => kept.fields) };
  } catch {
    return null;
  }
}

export function restore(form, fields) {
  const ticked = new Set(fields.map(([name, value]) => `${name} ${value}`));
  for (const control of form.elements) {
    if (control.type === "checkbox" || control.type === "radio") control.checked = ticked.has(`${control.name} ${control.value}`);
  }
  for (const [name, value] of fields) {
    const control = find(form, name);
    if (!control || control.type === "checkbox" || control.type === "radio" || control.value === value) continue;
    control.value = value;
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

// The control of that name; rows are added until there is one.
function find(form, name) {
  const [, rows, place] = name.match(/^([a-z-]+)-(\d+)-/) ?? [];
  const box = rows && form.querySelector(`[data-rows="${rows}"]`);
  while (box && box.querySelectorAll(":scope > [data-row]").length <= Number(place)) {
    box.querySelector("[data-row-add]").click();
  }
  const control = form.elements[name];
  return control instanceof RadioNodeList ? null : control;
}
