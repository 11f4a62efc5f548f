// In a question box Enter asks and Shift+Enter starts a new line; never while an input method composes a word.

export function connect(control) {
  control.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    event.preventDefault();
    if (control.value.trim()) control.form.requestSubmit();
  });
}
