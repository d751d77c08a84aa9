// The shared vectors in JavaScript: `node --test tests/core/expressions/` from the root of the project.
// Trees are made by the Python checker, there is only one; PYTHON names the interpreter that has the project installed.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { compile } from "../../../instruments/static/instruments/expressions.js";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const lines = execFileSync(process.env.PYTHON ?? "python3", [here("vector_files.py")], { encoding: "utf-8" });

for (const line of lines.trim().split("\n")) {
  const { id, tree, values, expect } = JSON.parse(line);
  test(id, () => {
    const result = compile(tree)(values);
    assert.deepEqual(result, expect);
    assert.ok(!Object.is(result, -0));
  });
}

test("an inherited property is no answer", () => {
  const name = { op: "name", type: "text", span: [0, 1], name: "constructor" };
  assert.equal(compile(name)({}), null);
});

test("an unknown operation is refused when it is compiled", () => {
  assert.throws(() => compile({ op: "constructor", type: "number", span: [0, 1], args: [] }), /No operation/);
});

test("the module is small and makes no code from text", () => {
  const source = readFileSync(here("../../../instruments/static/instruments/expressions.js"));
  assert.ok(gzipSync(source).length < 3072);
  assert.doesNotMatch(source.toString(), /\beval\b|\bnew Function\b/);
});
