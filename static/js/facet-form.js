// Submits the facets as soon as one changes, on screens where they stand beside the results; in the sheet the reader presses the button.

const WIDE = window.matchMedia("(min-width: 1000px)");

export function connect(form) {
  form.addEventListener("change", () => {
    if (WIDE.matches) form.requestSubmit();
  });
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) {
      if (value !== "") continue;
      const kept = event.formData.getAll(name).filter((one) => one !== "");
      event.formData.delete(name);
      kept.forEach((one) => event.formData.append(name, one));
    }
  });
  if (WIDE.matches && choseEarly(form)) whenLoaded(() => form.requestSubmit());
}

// A box that the reader ticked while this script was on its way. Going back restores boxes too, and that is no choice.
function choseEarly(form) {
  if (performance.getEntriesByType("navigation")[0]?.type === "back_forward") return false;
  return [...form.querySelectorAll("[type=checkbox]")].some((box) => box.checked !== box.defaultChecked);
}

function whenLoaded(act) {
  if (document.readyState === "complete") act();
  else window.addEventListener("load", act, { once: true });
}
