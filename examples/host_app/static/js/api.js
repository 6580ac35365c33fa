// The HTTP API. A refusal is a `Refused` with the problems that the answer lists.

export const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

export class Refused extends Error {
  constructor(status, body) {
    super(body?.detail || `The server answered ${status}.`);
    this.status = status;
    this.problems = body?.problems ?? [];
  }
}

/** Ask; `signal` ends it here, and the query on the server. */
async function ask(method, path, body, signal) {
  const options = { method, signal, headers: {} };
  if (body !== undefined) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  let answer;
  try {
    answer = await fetch(`/api/${path}`, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused(0, { detail: "The server does not answer." });
  }
  if (answer.status === 204) return null;
  const found = await answer.json().catch(() => null);
  if (!answer.ok) throw new Refused(answer.status, found);
  return found;
}

const query = (parameters) => new URLSearchParams(Object.entries(parameters).filter(([, value]) => value != null));

export const tenants = () => ask("GET", "tenants/");
export const dashboards = () => ask("GET", "dashboards/");
export const dashboard = (id) => ask("GET", `dashboards/${id}/`);
export const createDashboard = (body) => ask("POST", "dashboards/", body);
export const updateDashboard = (id, body) => ask("PATCH", `dashboards/${id}/`, body);
export const deleteDashboard = (id) => ask("DELETE", `dashboards/${id}/`);
export const duplicateDashboard = (id) => ask("POST", `dashboards/${id}/duplicate/`);
export const createWidget = (body) => ask("POST", "dashboards/widgets/", body);
export const updateWidget = (id, body) => ask("PUT", `dashboards/widgets/${id}/`, body);
export const bulkWidgets = (body) => ask("POST", "dashboards/widgets/bulk_widgets/", body);
export const bulkData = (body, signal) =>
  ask("POST", "dashboards/widgets/bulk_data/", { timezone: ZONE, ...body }, signal);
export const previewData = (body, signal) =>
  ask("POST", "dashboards/widgets/preview_data/", { timezone: ZONE, ...body }, signal);
export const records = (id, body, signal) =>
  ask("POST", `dashboards/widgets/${id}/records/`, { timezone: ZONE, ...body }, signal);
export const describe = () => ask("GET", "dashboards/describe/");
export const values = (path, metric, search, signal) =>
  ask("GET", `dashboards/values/?${query({ path, metric, search })}`, undefined, signal);
export const keys = (path) => ask("GET", `dashboards/keys/?${query({ path })}`);
