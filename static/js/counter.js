// Counts the characters of a text as they are typed; a character is a code point, as on the server.

export function connect(control) {
  const output = document.querySelector(`[data-counter-for="${CSS.escape(control.id)}"]`);
  const limit = Number(control.dataset.limit);
  const show = () => {
    const count = [...control.value.replace(/\r\n/g, "\n")].length;
    output.textContent = `${count} / ${limit}`;
    output.classList.toggle("is-over", count > limit);
  };
  control.addEventListener("input", show);
  show();
}
