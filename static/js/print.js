// Prints the page: <button hidden data-behaviour="print">.

export function connect(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
