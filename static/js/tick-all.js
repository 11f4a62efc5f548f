// One box that ticks every record of the page.

export function connect(bar) {
  const label = bar.querySelector("[data-tick-all]");
  const all = label.querySelector("input");
  const boxes = () => [...bar.closest("form").querySelectorAll("input[name=id]")];
  label.hidden = false;
  all.addEventListener("change", () => boxes().forEach((box) => { box.checked = all.checked; }));
  bar.closest("form").addEventListener("change", () => {
    all.checked = boxes().every((box) => box.checked);
    all.indeterminate = !all.checked && boxes().some((box) => box.checked);
  });
}
