// A form that saves itself: to the server a few seconds after the last change and when the page is left, and at once to this
// device, section by section, until the server has it. What was left on the device is offered when the same person opens the
// same record again.

import { askLocally, dropLocally, keepLocally, noteSending, restore } from "./drafts.js";

const PAUSE = 4000; // after the last change
const RETRY = 10000;
const BEACON = 60000; // bytes that a browser still sends while the page is being left

export function connect(form) {
  const note = form.querySelector("[data-unsaved-note]");
  const key = () => form.dataset.draftKey;
  let changed = 0;
  let saved = 0;
  let timer;
  let busy = false;

  offer();

  form.addEventListener("input", () => {
    changed += 1;
    keepLocally(form, key());
    tell(form.dataset.textTyping);
    later(PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    saved = changed;
    noteSending(key());
  });
  window.addEventListener("online", () => { if (changed > saved) save(); });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && changed > saved) save(true);
  });

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }

  async function save(leaving = false) {
    if (busy || changed <= saved) return;
    clearTimeout(timer);
    busy = true;
    const until = changed;
    const before = key();
    tell(form.dataset.textSaving);
    try {
      const sent = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: sent,
        headers: { Accept: "application/json" },
        redirect: "manual",
        keepalive: leaving === true && sent.toString().length < BEACON,
      });
      await take(answer, until, before);
    } catch {
      tell(form.dataset.textOffline);
      later(RETRY);
    } finally {
      busy = false;
      if (changed > until && saved === until) later(PAUSE);
    }
  }

  async function take(answer, until, before) {
    if ([400, 401, 403].includes(answer.status) || answer.type === "opaqueredirect") return tell(form.dataset.textSignedOut);
    if (!answer.headers.get("Content-Type")?.startsWith("application/json")) {
      later(RETRY);
      return tell(form.dataset.textTrouble);
    }
    const said = await answer.json();
    if (!answer.ok) return tell(said.note ?? form.dataset.textTrouble);
    saved = until;
    form.elements.lock.value = said.lock;
    form.elements.seen.value = said.seen;
    form.dataset.draftMoment = Date.now() / 1000;
    const meter = form.querySelector("[data-meter]");
    meter.innerHTML = said.meter;
    if (said.edit) goOn(said);
    dropLocally(before);
    if (changed > until) keepLocally(form, key());
    else form.dispatchEvent(new Event("saved"));
    tell(changed > until ? form.dataset.textTyping : said.note);
  }

  // a new record has its own address from now on
  function goOn(said) {
    form.action = said.edit;
    form.dataset.autosave = said.autosave;
    form.dataset.draftKey = form.dataset.draftKey.replace(/new$/, said.edit.split("/").at(-2));
    history.replaceState(history.state, "", said.edit);
    form.querySelectorAll("[data-before-saving]").forEach((one) => one.remove());
    for (const box of form.querySelectorAll("[data-after-saving]")) {
      box.querySelector("a").href = said.files;
      box.hidden = false;
    }
  }

  function tell(text) {
    if (note && text && note.textContent !== text) note.textContent = text;
  }

  function offer() {
    const box = form.querySelector("[data-draft-offer]");
    const found = askLocally(form, key(), Number(form.dataset.draftMoment));
    if (!box || !found) return;
    const when = box.querySelector("[data-draft-when]");
    when.textContent = when.dataset.text.replace("{}", new Date(found.at).toLocaleString(document.documentElement.lang));
    box.hidden = false;
    box.querySelector("[data-draft-restore]").addEventListener("click", () => {
      restore(form, found.fields);
      box.hidden = true;
      form.dispatchEvent(new Event("input", { bubbles: true }));
    });
    box.querySelector("[data-draft-drop]").addEventListener("click", () => {
      dropLocally(key());
      box.hidden = true;
    });
  }
}
