// Copies the text of another element: <button data-behaviour="copy" data-copy="#cite" data-copied="已复制">.

export function connect(button) {
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.querySelector(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.innerText.trim());
      button.textContent = button.dataset.copied;
    } catch {
      window.getSelection().selectAllChildren(source);
    }
    setTimeout(() => { button.textContent = label; }, 2000);
  });
}
