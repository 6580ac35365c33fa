// Writes queries.jsonl: random queries, each with the SQL that react-querybuilder itself makes of it.
//
//     npm install --no-save @react-querybuilder/core@8.24.1
//     node tests/front/react_querybuilder/make.mjs > tests/front/react_querybuilder/queries.jsonl
//
// Where the two do not mean the same there is nothing to compare: null (three-valued there), bounds the wrong way
// round (swapped there), wildcards in texts, and groups without rules outside of an `and`.
import { createRequire } from "node:module";
import { join } from "node:path";
const { formatQuery } = createRequire(join(process.cwd(), "x.js"))("@react-querybuilder/core");

const COUNT = 2000;
const FIELDS = [
  { name: "n", label: "n", inputType: "number" },
  { name: "m", label: "m", inputType: "number" },
  { name: "s", label: "s", inputType: "text" },
  { name: "b", label: "b", valueEditorType: "checkbox" },
];
const TEXTS = ["a", "A", "ab", "b,a", "it's", "5", "x y", "é"];

// mulberry32, so that the file is the same each time.
let state = 20251103;
const random = () => {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};
const pick = (from) => from[Math.floor(random() * from.length)];
const some = (draw, most) => Array.from({ length: 1 + Math.floor(random() * most) }, draw);

const joined = (items) => items.map((item) => String(item).replaceAll(",", "\\,")).join(",");
const listed = (items) => (pick([true, false]) ? items : joined(items));
const number = () => pick([-1, 0, 1, 2, 3, 4, 2.5]);
const typed = (value) => (pick([true, false]) ? value : String(value));

const rule = () => {
  const field = pick(["n", "m", "s", "s", "b"]);
  if (field === "b") return { field, operator: pick(["=", "!="]), value: pick([true, false]) };
  if (pick([0, 1, 2, 3, 4, 5, 6, 7]) === 0) return { field, operator: pick(["null", "notNull"]), value: "" };
  if (field === "s") {
    const one = ["=", "!=", "contains", "beginsWith", "endsWith", "doesNotContain", "doesNotBeginWith", "doesNotEndWith"];
    const operator = pick([...one, "in", "notIn"]);
    const value = operator === "in" || operator === "notIn" ? listed(some(() => pick(TEXTS), 3)) : pick(TEXTS);
    return { field, operator, value };
  }
  const operator = pick(["=", "!=", "<", ">", "<=", ">=", "in", "notIn", "between", "notBetween"]);
  if (operator === "in" || operator === "notIn") return { field, operator, value: listed(some(number, 3)) };
  if (operator.toLowerCase().endsWith("between"))
    return { field, operator, value: listed([number(), number()].sort((a, b) => a - b)) };
  return { field, operator, value: typed(number()) };
};

const group = (depth, independent) => {
  const part = () => (depth > 0 && pick([0, 1, 2]) === 0 ? group(depth - 1, independent) : rule());
  const rules = some(part, 3);
  const not = pick([0, 1, 2, 3]) === 0 ? { not: true } : {};
  if (independent) return { rules: rules.flatMap((one, i) => (i ? [pick(["and", "or"]), one] : [one])), ...not };
  const combinator = pick(["and", "or"]);
  if (combinator === "and" && pick([0, 1, 2, 3, 4, 5, 6, 7]) === 0) rules.push({ combinator, rules: [] });
  return { combinator, rules, ...not };
};

for (let i = 0; i < COUNT; i++) {
  const query = group(2, i % 2 === 1);
  const sql = formatQuery(query, { format: "sql", fields: FIELDS, parseNumbers: "strict-limited" });
  console.log(JSON.stringify({ query, sql }));
}
