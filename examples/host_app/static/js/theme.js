// Light and dark, for the page and for the drawings on it.

export const isDark = () => document.documentElement.dataset.theme === "dark";

export function toggleTheme() {
  const theme = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  localStorage.setItem("theme", theme);
}

// Colours that a drawing is made with for a white page, and those that stand out as much on a dark one.
const ON_DARK = {
  white: "#1a212b", "#0072B2": "#4aa8e0", "#332288": "#9a8cf0", "#882255": "#d9699c", "#D55E00": "#ee7f33",
  "#999933": "#bdbb55", "#A6ADB8": "#8592a3", "#3D4B5C": "#d5dde6", "#5B6573": "#a3aebb", "#1F2933": "#e6ebf1",
};
const INK = { light: { soft: "#5b6573", rule: "#e6e9ee", line: "#c5ccd6" }, dark: { soft: "#a3aebb", rule: "#2b3542", line: "#465363" } };

/** Return a copy of a specification in the page's colours; data is left as it is. */
export function inTheme(spec) {
  const ink = INK[isDark() ? "dark" : "light"];
  const text = { labelColor: ink.soft, titleColor: ink.soft };
  const config = { ...spec.config, background: null, view: { stroke: null },
    font: getComputedStyle(document.body).fontFamily };
  config.axis = { ...config.axis, ...text, gridColor: ink.rule, domainColor: ink.line, tickColor: ink.line };
  config.legend = { ...config.legend, ...text };
  config.header = { ...config.header, ...text };
  const { data, ...look } = spec;
  return { ...(isDark() ? recoloured(look) : look), data, background: null, config };
}

function recoloured(found) {
  if (typeof found === "string") return ON_DARK[found] ?? found;
  if (Array.isArray(found)) return found.map(recoloured);
  if (found === null || typeof found !== "object") return found;
  // Names of groups are a customer's: a group called "white" stays one. Colours stand beside them, in `range`.
  return Object.fromEntries(Object.entries(found).map(([key, value]) =>
    [key, key === "domain" || key === "data" || key === "sort" ? value : recoloured(value)]));
}
