// A toast may be dismissed; one without a further act leaves by itself, unless the reader is on it.

const STAY = 6000;

export function connect(toast) {
  const close = toast.querySelector("[data-toast-close]");
  close.hidden = false;
  close.addEventListener("click", () => toast.remove());
  if (toast.querySelector("a, button:not([data-toast-close])")) return;
  const leave = () => {
    if (toast.matches(":hover, :focus-within")) setTimeout(leave, STAY);
    else toast.remove();
  };
  setTimeout(leave, STAY);
}
