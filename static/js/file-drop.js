// A document dropped here goes into the file control. With data-upload="FORM-ID" the form is sent at once.

export function connect(zone) {
  const form = document.getElementById(zone.dataset.upload ?? "");
  const control = form ? [...form.elements].find((one) => one.type === "file") : zone.querySelector("input[type=file]");
  if (!control) return;
  const name = zone.querySelector("[data-drop-name]");
  const show = () => {
    if (name && control.files.length) name.textContent = [...control.files].map((file) => file.name).join("、");
    if (form && control.files.length) form.requestSubmit();
  };
  control.addEventListener("change", show);

  let depth = 0;
  const over = (change) => {
    depth = Math.max(0, depth + change);
    zone.classList.toggle("is-over", depth > 0);
  };
  const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
  zone.addEventListener("dragenter", (event) => { if (holdsFiles(event)) over(1); });
  zone.addEventListener("dragleave", (event) => { if (holdsFiles(event)) over(-1); });
  zone.addEventListener("dragover", (event) => { if (holdsFiles(event)) event.preventDefault(); });
  zone.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    depth = 0;
    over(0);
    control.files = event.dataTransfer.files;
    show();
  });
}
