// Keeps a progress bar up to date: asks data-poll for {done, total, note, state, next} and goes to next at the end.

const SLOW = 2000;

export function connect(box) {
  const bar = box.querySelector("progress");
  const count = box.querySelector("[data-poll-count]");
  const note = box.querySelector("[data-poll-note]");
  let wait = 500;

  const show = (progress) => {
    if (progress.total) {
      bar.max = progress.total;
      bar.value = progress.done;
      count.textContent = `${progress.done.toLocaleString("en")} / ${progress.total.toLocaleString("en")}`;
    }
    if (note.textContent !== progress.note) note.textContent = progress.note ?? "";
  };

  const ask = async () => {
    if (!box.isConnected) return;
    try {
      const answer = await fetch(box.dataset.poll, { headers: { Accept: "application/json" } });
      if (answer.ok) {
        const progress = await answer.json();
        show(progress);
        if (progress.next) return window.location.assign(progress.next);
      }
      wait = Math.min(wait * 1.2, SLOW);
    } catch {
      wait = SLOW * 2;
    }
    setTimeout(ask, wait);
  };
  setTimeout(ask, wait);
}
