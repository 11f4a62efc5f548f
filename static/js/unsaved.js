// Says that something is not saved yet, and asks before the page is left with it.

export function connect(bar) {
  const form = bar.closest("form");
  const note = bar.querySelector("[data-unsaved-note]");
  if (!form) return;
  let changed = false;
  form.addEventListener("input", () => {
    changed = true;
    note.textContent = note.dataset.unsavedText;
  });
  for (const done of ["submit", "saved"]) form.addEventListener(done, () => { changed = false; });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}
