// What `describe` says, as the pickers need it. A metric is chosen as a field is: "metric_evaluations.value" and its id.

import { spoken } from "./words.js";

export class Fields {
  constructor(described) {
    this.described = described;
    this.every = [];
    for (const field of described.fields) {
      if (field.type !== "dynamic") this.every.push({ ...field, name: field.path, label: field.label ?? named(field.path) });
      for (const metric of field.metrics ?? []) {
        this.every.push({ ...field, ...metric, path: field.path, metrics: null, label: metric.name ?? `Metric ${metric.metric}`,
          name: `${field.path}#${metric.metric}`, groupable: false });
      }
    }
  }

  get charts() { return this.described.charts; }
  get stats() { return this.described.stats; }
  get periods() { return this.described.periods; }

  /** The field of a name, of a path under a JSON column, or of a path with its metric. */
  find(path, metric) {
    const name = metric === undefined || metric === null ? path : `${path}#${metric}`;
    return this.every.find((one) => one.name === name) ?? this.every.find((one) => isAny(one) && path?.startsWith(stem(one)));
  }

  /** What a field is called: by its declaration, its metric's name, or its path. */
  label(path, metric) {
    const found = path ? this.find(path, metric) : null;
    return !path ? "" : !found || isAny(found) ? spoken(path) : found.label;
  }

  /** Options for a select, in groups: the record's own, its relations', the metrics. */
  options(keep) {
    const groups = new Map();
    for (const one of this.every.filter(keep)) {
      const group = one.metric ? "Metrics" : one.path.includes(".") ? spoken(one.path.split(".")[0]) : "Call";
      groups.set(group, [...(groups.get(group) ?? []), [one.name, one.label]]);
    }
    return [...groups].map(([label, options]) => ({ label, options }));
  }
}

const named = (path) => path.endsWith(".*") ? "A key…" : spoken(path);

/** Whether a field stands for all keys of a JSON column, and the path before the key. */
export const isAny = (field) => field.path.endsWith(".*");
export const stem = (field) => field.path.slice(0, -1);
