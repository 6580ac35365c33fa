// Prints of each document 1 where its schema accepts it, 0 where not: node judge.mjs schemas.json documents.jsonl
//
// A line of the documents is the name of a schema and the document; all are judged by one process.
import { createReadStream, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { createRequire } from "node:module";
import { join } from "node:path";
const Ajv = createRequire(join(process.cwd(), "x.js"))("ajv/dist/2020").default;

const [schemas, documents] = process.argv.slice(2);
const ajv = new Ajv({ strictTypes: false });
const judges = Object.fromEntries(
  Object.entries(JSON.parse(readFileSync(schemas, "utf8"))).map(([name, schema]) => [name, ajv.compile(schema)]),
);
let said = "";
for await (const line of createInterface({ input: createReadStream(documents) })) {
  const [name, document] = JSON.parse(line);
  said += judges[name](document) ? "1" : "0";
}
process.stdout.write(said);
