// Moves the cursor to what the reader must see first: the summary of mistakes.

export function connect(element) {
  element.focus({ preventScroll: false });
}
