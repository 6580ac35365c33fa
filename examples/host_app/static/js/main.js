// The page begins here: who looks at it, which dashboards there are, and one of them.

import * as api from "./api.js";
import { button, el, icon, select } from "./dom.js";
import { Page } from "./page.js";
import { askText, confirmed, toast } from "./popup.js";
import { isDark, toggleTheme } from "./theme.js";

const top = document.getElementById("top");
const page = new Page(openDashboards);
let people = [];

async function openDashboards(wanted) {
  const found = await api.dashboards();
  const chosen = found.find((one) => one.id === wanted) ?? found[0];
  header(found, chosen);
  if (!chosen) { page.empty(create); return; }
  history.replaceState(null, "", `#${chosen.id}`);
  await page.open(chosen.id);
}

function header(dashboards, chosen) {
  const pick = select(dashboards.map((one) => [String(one.id), one.name]), String(chosen?.id), async (id) => {
    if (await left()) open(Number(id)); else pick.value = String(chosen.id);
  }, { "aria-label": "Dashboard", class: "dashboards" });
  const who = select(people.map((one) => [String(one.id), one.name]), tenant(), async (id) => {
    if (!await left()) { who.value = tenant(); return; }
    document.cookie = `organisation=${id}; SameSite=Strict; Path=/`;
    location.hash = "";
    location.reload();
  }, { "aria-label": "Organisation" });
  const theme = button(isDark() ? "Light theme" : "Dark theme", { sign: isDark() ? "sun" : "moon", bare: true, kind: "quiet", on: () => {
    toggleTheme();
    header(dashboards, chosen);
    top.querySelector(".theme button").focus();
    page.redraw();
  } });
  top.replaceChildren(el("span", { class: "brand" }, icon("chart"), "Calls"), dashboards.length ? pick : "",
    button("New dashboard", { sign: "plus", bare: true, kind: "quiet", on: create }),
    el("span", { class: "space" }), who, el("span", { class: "theme" }, theme));
}

/** Whether edits are saved, or may be lost. */
const left = async () => !page.isChanged || confirmed("Discard the changes?", "What was changed since the last save is lost.", "Discard");

async function create() {
  if (!await left()) return;
  const name = await askText("New dashboard", "Name", "", "Create");
  if (!name) return;
  try {
    const conditions = [{ field: "timestamp", op: "gte", value: "now-7d" }, { field: "timestamp", op: "lte", value: "now" }];
    const made = await api.createDashboard({ name, filters: { operator: "and", conditions } });
    await openDashboards(made.id);
  } catch (error) {
    page.failed(error);
  }
}

async function open(id) {
  try {
    await openDashboards(id);
  } catch (error) {
    toast(error.message, true);
  }
}

function tenant() {
  return /(?:^|; )organisation=([^;]*)/.exec(document.cookie)?.[1] ?? "1";
}

addEventListener("beforeunload", (event) => { if (page.isChanged) event.preventDefault(); });
people = await api.tenants();
await open(Number(location.hash.slice(1)));
