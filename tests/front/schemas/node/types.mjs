// Prints TypeScript's types of a schema's documents: node types.mjs schema.json
//
// json-schema-to-typescript takes what a schema says of keys and values, but neither `if` nor `allOf`: what these tell
// apart is told by unions first, a widget by its chart, a condition by its field. What types cannot say (lengths, how many
// of a list) is left out, and so are the ways to say nothing that no front end writes: {} for null, a text too long to be
// read.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
const { compile } = createRequire(join(process.cwd(), "x.js"))("json-schema-to-typescript");

const SAID = ["$ref", "title", "description", "type", "enum", "const", "required", "additionalProperties"];
const isEmpty = (value) => value !== null && typeof value === "object" && !Object.keys(value).length;

// null: of nothing that is read.
const typed = (schema) => {
  if ((schema.minItems ?? 0) > 40 || (schema.minLength ?? 0) > 100) return null;
  if (schema.type === "string" && schema.anyOf?.some((one) => one.minLength > 100)) return null;
  if (schema.not && !Object.keys(schema.not).length) return null;
  if (schema.pattern) return { type: "string", ...patterned(schema.pattern) };
  if (schema.then?.$ref && schema.else?.$ref) return { anyOf: [schema.then, schema.else] };
  if (schema.properties && schema.anyOf) {
    return union(schema.anyOf.map((one) => typed({ ...merged(schema, one) })));
  }
  const found = Object.fromEntries(SAID.filter((key) => key in schema).map((key) => [key, schema[key]]));
  if (found.enum) found.enum = found.enum.filter((value) => !isEmpty(value));
  if (schema.properties) {
    found.properties = {};
    for (const [name, one] of Object.entries(schema.properties)) {
      if ((found.properties[name] = typed(one)) === null) return null;
    }
  }
  if (schema.items) {
    const item = typed(schema.items);
    if (item === null) return null;
    found.items = item;
    if (schema.maxItems === 2) Object.assign(found, { minItems: 2, maxItems: 2 });
  }
  if (!schema.anyOf) return found;
  const either = union(schema.anyOf.map(typed));
  return either && { ...found, ...either };
};
const union = (schemas) => {
  const found = schemas.filter((one) => one !== null);
  return found.length ? { anyOf: found } : null;
};
const patterned = (pattern) => {
  const path = /^\^(.*)\\\.\[\^\.\]\+\$$/.exec(pattern);
  if (path) return { tsType: `\`${path[1].replaceAll("\\", "")}.\${string}\`` };
  return pattern.startsWith("^p") ? { tsType: "`p${number}`" } : {};
};
const merged = (schema, one) => ({
  ...schema,
  anyOf: one.anyOf,
  required: [...new Set([...(schema.required ?? []), ...(one.required ?? [])])],
  properties: { ...schema.properties, ...one.properties },
});

const schema = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { widget, ...others } = schema.$defs;
const defs = Object.fromEntries(Object.entries(others).map(([name, one]) => [name, typed(one)]));
if (widget) {
  const charts = widget.properties.chart_type.enum;
  for (const name of charts) {
    const { chart_type, ...own } = { ...widget.properties, ...others[name].properties };
    const properties = { chart_type: { const: name }, ...own };
    defs[name] = typed({ type: "object", title: others[name].title, properties, required: ["chart_type"] });
  }
  defs.widget = { title: "A widget", anyOf: charts.map((name) => ({ $ref: `#/$defs/${name}` })) };
}
const root = schema.$ref.split("/").pop();
process.stdout.write(
  await compile({ $ref: schema.$ref, $defs: defs }, root, { additionalProperties: false, bannerComment: "", format: false }),
);
