// Reads {"tree", "values"} one a line on standard input and writes {"value"} or {"error"} for each.
import { createInterface } from "node:readline";

import { compile } from "../../../instruments/static/instruments/expressions.js";

// JSON has no NaN, infinity or -0, and would hide them.
const spell = (key, value) =>
  typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0)) ? `not a JSON number: ${value}` : value;

for await (const line of createInterface({ input: process.stdin })) {
  const { tree, values } = JSON.parse(line);
  let result;
  try {
    result = { value: compile(tree)(values) };
  } catch (error) {
    result = { error: String(error) };
  }
  process.stdout.write(`${JSON.stringify(result, spell)}\n`);
}
