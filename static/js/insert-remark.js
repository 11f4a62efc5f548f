// Writes the standard remark that was chosen into the field beside it, to be changed there; the choice is then free again.

export function connect(select) {
  const field = document.getElementById(select.dataset.into);
  select.addEventListener("change", () => {
    const said = select.selectedOptions[0]?.dataset.said;
    if (!said || !field) return;
    field.value = [field.value.trimEnd(), said].filter(Boolean).join("\n");
    select.value = "";
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
