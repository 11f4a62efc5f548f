// Saves what a meeting led to after the second tap (or the first, when nobody came); without network it tries again.

const AGAIN = 5000;

export function connect(form) {
  const state = form.querySelector("[data-tap-state]");
  const chosen = (name) => form.querySelector(`[name="${name}"]:checked`);
  let waiting = null;

  const save = async () => {
    clearTimeout(waiting);
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
      });
      if (answer.status === 204) {
        delete form.dataset.dirty;
        state.textContent = form.dataset.saved;
      } else {
        form.submit(); // the page says what is wrong
      }
    } catch {
      state.textContent = form.dataset.waits;
      waiting = setTimeout(save, AGAIN);
    }
  };

  form.addEventListener("change", () => {
    form.dataset.dirty = "";
    const how = chosen("how");
    if (how && ("ends" in how.dataset || chosen("next_step"))) save();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
}
