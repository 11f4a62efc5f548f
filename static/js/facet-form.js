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
}
