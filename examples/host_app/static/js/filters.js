// A filter made by hand: groups of conditions, as `describe` allows them.

import { button, el, select } from "./dom.js";
import { isAny, stem } from "./fields.js";
import { firstValue, keyInput, operand, removeButton } from "./operand.js";
import { OPERATORS, TIMES } from "./words.js";

const GROUPS = [["and", "all of these"], ["or", "any of these"], ["not", "not all of these"]];
const CHOOSER = /^(.+)\.value$/;

/**
 * A builder for `filters` (null is none). `onChange(filters)` gets JSON that is ready to send; conditions that are not
 * finished are left out of it. What the builder cannot show is kept as it is.
 */
export function filterBuilder(fields, filters, onChange) {
  const root = grouped(filters);
  const node = el("div", { class: "builder" });
  const changed = () => onChange(sent(root));
  const render = () => node.replaceChildren(group(root, null));
  const redo = () => { render(); changed(); };
  const plain = fields.every.filter((one) => one.operators.length && !isAny(one) && !one.metric);
  const first = plain.find((one) => one.type === "boolean") ?? plain[0];

  function group(found, parent) {
    const parts = found.conditions.map((one, place) => {
      const remove = () => { found.conditions.splice(place, 1); redo(); };
      if (one.conditions && GROUPS.some(([name]) => name === one.operator)) return group(one, remove);
      const condition = readable(one, fields);
      return condition ? row(condition, (made) => { found.conditions[place] = made; }, remove) : kept(one, remove);
    });
    const add = button("Add condition", { sign: "plus", kind: "quiet", on: () => {
      const [op] = first.operators;
      found.conditions.push(written({ field: first, key: "", op, value: firstValue(first.type, op) }));
      redo();
    } });
    const nest = button("Add group", { sign: "plus", kind: "quiet", on: () => { found.conditions.push({ operator: "or", conditions: [] }); redo(); } });
    const head = found.conditions.length > 1 || parent ? el("div", { class: "group-head" },
      select(GROUPS, found.operator, (chosen) => { found.operator = chosen; changed(); }, { "aria-label": "How the conditions are joined" }),
      parent ? removeButton("Remove this group", parent) : null) : null;
    return el("div", { class: "group", role: "group", "aria-label": "Conditions" }, head, parts, el("div", { class: "adds" }, add, nest));
  }

  function row(condition, store, remove) {
    const { field } = condition;
    const update = (change, isNew) => {
      Object.assign(condition, change);
      store(written(condition));
      if (isNew) redo(); else changed();
    };
    const what = select(fields.options((one) => one.operators.length), field.name, (name) => {
      const chosen = fields.every.find((one) => one.name === name), [op] = chosen.operators;
      update({ field: chosen, key: "", op, value: firstValue(chosen.type, op) }, true);
    }, { "aria-label": "Field" });
    const says = (op) => (field.type === "datetime" && TIMES[op]) || OPERATORS[op] || op;
    const how = select(field.operators.map((op) => [op, says(op)]), condition.op, (op) => {
      const same = shape(op) === shape(condition.op);
      update({ op, value: same ? condition.value : firstValue(field.type, op) }, true);
    }, { "aria-label": "Operator" });
    const path = isAny(field) ? stem(field) + condition.key : field.path;
    const value = operand({ type: field.type, op: condition.op, value: condition.value, choices: field.values,
      path: field.values && field.type !== "string" ? null : path, metric: field.metric }, (found) => update({ value: found }, false));
    return el("div", { class: "condition" }, what,
      isAny(field) ? keyInput(stem(field).slice(0, -1), condition.key, (key) => update({ key }, false)) : null,
      how, value, removeButton("Remove this condition", remove));
  }

  render();
  return node;
}

/** What has no row of its own: it is shown, kept, and may be taken away. */
const kept = (one, remove) => el("div", { class: "condition" }, el("code", {}, JSON.stringify(one)), removeButton("Remove this condition", remove));

const shape = (op) => ["isnull", "between"].includes(op) ? op : ["in", "nin"].includes(op) ? "list" : "one";

/** A copy with a group at the top. */
function grouped(filters) {
  const copy = structuredClone(typeof filters === "string" ? JSON.parse(filters || "null") : filters ?? null);
  if (!copy) return { operator: "and", conditions: [] };
  return copy.conditions && GROUPS.some(([name]) => name === copy.operator) ? copy : { operator: "and", conditions: [copy] };
}

/** A condition as `{field, key, op, value}`, or null where the builder has no row for it. */
function readable(one, fields) {
  if (one.operator === "same_row" && one.conditions?.length === 2) {
    const [chooser, value] = one.conditions;
    const field = value.field && chooser.op === "eq" ? fields.find(value.field, chooser.value) : null;
    return field?.metric && field.operators.includes(value.op) ? { field, key: "", op: value.op, value: value.value } : null;
  }
  if (!one.field || one.part) return null;
  const field = fields.find(one.field);
  if (!field || !field.operators.includes(one.op)) return null;
  return { field, key: isAny(field) ? one.field.slice(stem(field).length) : "", op: one.op, value: one.value };
}

/** The JSON of a row; a metric's value is said together with its metric, of the same related row. */
function written({ field, key, op, value }) {
  const path = isAny(field) ? stem(field) + key : field.path;
  const condition = { field: path, op, value };
  if (!field.metric) return condition;
  const [, relation] = CHOOSER.exec(field.path);
  return { operator: "same_row", conditions: [{ field: `${relation}.metric.id`, op: "eq", value: field.metric }, condition] };
}

/** What is ready to be sent: without unfinished conditions and empty groups; null where nothing is left. */
function sent(found) {
  if (found.operator === "same_row") return found.conditions.every((one) => sent(one)) ? found : null;
  if (!found.conditions) {
    const unfinished = found.value === "" || Array.isArray(found.value) && !found.value.length || found.field?.endsWith(".");
    return unfinished ? null : found;
  }
  if (!GROUPS.some(([name]) => name === found.operator)) return found;
  const conditions = found.conditions.map(sent).filter(Boolean);
  if (!conditions.length) return null;
  return conditions.length === 1 && found.operator !== "not" ? conditions[0] : { operator: found.operator, conditions };
}
