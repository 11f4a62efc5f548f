// The big screen: counts down by itself, turns the pages of tables, asks for news; without network the last picture stays.

const ASK = 5000;
const TURN = 12000;

export function connect(box) {
  let mark = "";
  let since = new Date();
  let lost = false;
  let skew = 0;
  let page = 0;
  let asked = 0;

  const here = (selector) => box.querySelector(selector);
  const clock = (date) => date.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Shanghai" });
  const now = () => Date.now() + skew;

  const adjust = () => {
    skew = Number(here("[data-screen-clock]").dataset.now) * 1000 - Date.now();
  };

  const tick = () => {
    here("[data-screen-clock]").textContent = clock(new Date(now()));
    const timer = here("[data-until]");
    if (timer) {
      const left = Math.max(0, Math.round((Number(timer.dataset.until) * 1000 - now()) / 1000));
      timer.textContent = spoken(left, timer.dataset.days);
      if (left === 0 && Date.now() - asked > 1500) ask();
    }
    here("[data-screen-lost]").textContent = lost ? box.dataset.lost.replace("{moment}", clock(since)) : "";
  };

  const spoken = (left, days) => {
    const two = (number) => String(number).padStart(2, "0");
    if (left >= 86400) return days.replace("{n}", Math.floor(left / 86400));
    if (left >= 3600) return `${Math.floor(left / 3600)}:${two(Math.floor((left % 3600) / 60))}:${two(left % 60)}`;
    return `${two(Math.floor(left / 60))}:${two(left % 60)}`;
  };

  const turn = (by = 1) => {
    const pages = [...box.querySelectorAll("[data-page]")];
    if (pages.length < 2) return;
    page = (page + by) % pages.length;
    pages.forEach((each, number) => { each.hidden = number !== page; });
    here("[data-page-number]").textContent = page + 1;
  };

  const ask = async () => {
    asked = Date.now();
    try {
      const answer = await fetch(box.dataset.refresh, { headers: mark ? { "If-None-Match": mark } : {}, cache: "no-store" });
      if (answer.status === 200) {
        box.innerHTML = await answer.text();
        mark = answer.headers.get("ETag") ?? "";
        adjust();
        turn(0);
      }
      if (answer.ok || answer.status === 304) {
        mark = answer.headers.get("ETag") ?? mark;
        since = new Date(now());
        lost = false;
      } else {
        lost = true;
      }
    } catch {
      lost = true;
    }
    tick();
  };

  adjust();
  setInterval(tick, 250);
  setInterval(turn, TURN);
  setInterval(ask, ASK);
}
