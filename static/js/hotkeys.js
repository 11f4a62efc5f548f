// Keys that work anywhere: data-hotkey="/" puts the cursor into that control, or presses it when it is a button. Never while someone types.

function typing(target) {
  return target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio])");
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const control = document.querySelector(`[data-hotkey="${CSS.escape(event.key)}"]`);
  if (!control) return;
  event.preventDefault();
  control.focus();
  if (control.matches("button")) control.click();
  else control.select?.();
});
