// A dashboard's filters taken apart into what the bar shows, and put together again.

export const TIMESTAMP = "timestamp";
export const AGENT = "agent.agent_name";

export const QUICK = [
  ["now-5m", "Last 5 minutes"], ["now-1h", "Last hour"], ["today", "Today"], ["now-24h", "Last 24 hours"],
  ["now-7d", "Last 7 days"], ["now-14d", "Last 14 days"], ["now-30d", "Last 30 days"],
];

/** Return `{start, end, agents, rest}`: `rest` are the conditions that the bar has no control for. */
export function parsed(filters) {
  const found = { start: null, end: null, agents: [], rest: [] };
  const conditions = !filters ? [] : filters.operator === "and" ? filters.conditions : [filters];
  for (const one of conditions) {
    if (one.field === TIMESTAMP && one.op === "gte" && !one.part && found.start === null) found.start = one.value;
    else if (one.field === TIMESTAMP && one.op === "lte" && !one.part && found.end === null) found.end = one.value;
    else if (one.field === AGENT && one.op === "in" && !found.agents.length) found.agents = one.value;
    else found.rest.push(one);
  }
  return found;
}

export function composed({ start, end, agents, rest }) {
  const conditions = [];
  if (start !== null) conditions.push({ field: TIMESTAMP, op: "gte", value: start });
  if (end !== null) conditions.push({ field: TIMESTAMP, op: "lte", value: end });
  if (agents.length) conditions.push({ field: AGENT, op: "in", value: agents });
  conditions.push(...rest);
  return conditions.length ? { operator: "and", conditions } : null;
}

/** The name of a range: a quick one's, or its ends. */
export function rangeName({ start, end }) {
  const quick = QUICK.find(([value]) => value === start);
  if (quick && (end === null || end === "now")) return quick[1];
  const day = (text) => text === null ? "…" : text.startsWith("now") || text.startsWith("today") ? text
    : new Date(text).toLocaleString("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  return start === null && end === null ? "No date range" : `${day(start)} – ${day(end)}`;
}

/** The value of an `<input type="datetime-local">` for an instant; relative times have none. */
export function local(text) {
  const at = new Date(text ?? "");
  if (Number.isNaN(at.getTime())) return "";
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
