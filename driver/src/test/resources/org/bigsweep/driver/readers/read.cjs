// Prints each Arrow file of a folder as apache-arrow reads it: per column its type and its values.
const fs = require("fs");
const path = require("path");
const { tableFromIPC } = require("apache-arrow");

const folder = process.argv[2];
const text = (value) => {
  if (value === null || value === undefined) return null;
  if (typeof value === "object") return JSON.stringify(value);
  return Object.is(value, -0) ? "-0" : String(value);
};
const views = {};
for (const file of fs.readdirSync(folder).filter((name) => name.endsWith(".arrow"))) {
  const table = tableFromIPC(fs.readFileSync(path.join(folder, file)));
  views[path.basename(file, ".arrow")] = Object.fromEntries(
    table.schema.fields.map((field) => [
      field.name,
      { type: String(field.type), values: [...table.getChild(field.name)].map(text) },
    ]),
  );
}
process.stdout.write(JSON.stringify(views));
