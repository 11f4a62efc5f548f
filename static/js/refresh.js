// Keeps a part of a page up to date: asks data-refresh every data-every seconds and shows what changed.
// While somebody writes in it, or the network is away, the part stays as it is.

export function connect(box) {
  const every = Number(box.dataset.every || 20) * 1000;
  let mark = "";
  let since = new Date();
  const notice = document.createElement("p");
  notice.className = "small soft";
  notice.setAttribute("role", "status");
  box.before(notice);

  const busy = () => box.contains(document.activeElement) || box.querySelector("form[data-dirty]");

  const ask = async () => {
    if (!box.isConnected) return;
    try {
      const answer = await fetch(box.dataset.refresh, { headers: mark ? { "If-None-Match": mark } : {}, cache: "no-store" });
      if (answer.status === 200 && !busy()) {
        const opened = [...box.querySelectorAll("details[open]")].map((each) => each.closest("[id]")?.id);
        const fresh = await answer.text();
        if (mark) {
          box.innerHTML = fresh;
          opened.forEach((id) => id && box.querySelector(`#${id} details`)?.setAttribute("open", ""));
          document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: box } }));
        }
        mark = answer.headers.get("ETag") ?? "";
      }
      if (answer.ok || answer.status === 304) {
        mark = answer.headers.get("ETag") ?? mark;
        since = new Date();
        notice.textContent = "";
      }
    } catch {
      const moment = since.toTimeString().slice(0, 5);
      notice.textContent = box.dataset.lost.replace("{moment}", moment);
    }
    setTimeout(ask, every * (0.9 + Math.random() / 5));
  };
  setTimeout(ask, every * Math.random());
}
