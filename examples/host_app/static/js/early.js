// Before the first paint: no flash of the other theme.
const chosen = localStorage.getItem("theme");
document.documentElement.dataset.theme =
  chosen ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
