import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { inRoot } from "../setup/root";

/** Every test named in docs/security.md must exist. */

const FOLDERS = ["lib", "scripts", "components", "e2e/specs"];

function testNames(): Set<string> {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(inRoot(folder), { recursive: true, encoding: "utf8" }).map((file) =>
      file.replaceAll("\\", "/"),
    ),
  );
  return new Set(
    files.flatMap((file) => {
      const name = /([^/]+?)(?:\.mock)?(?:\.int|\.wire)?\.(?:test|spec)\.tsx?$/.exec(file)?.[1];
      if (name === undefined) return [];
      return file.startsWith("matrix/") ? [`matrix/${name}`] : [name];
    }),
  );
}

/** Last cells of the table rows that name tests. */
function proofCells(): string[] {
  const lines = readFileSync(inRoot("docs/security.md"), "utf8").split("\n");
  let isProof = false;
  return lines.flatMap((line) => {
    if (/^\| .*\| (proof|test) \|$/.test(line)) isProof = true;
    else if (!line.startsWith("|")) isProof = false;
    else if (isProof && !line.startsWith("|--")) return [line.split("|").at(-2) ?? ""];
    return [];
  });
}

test("every test named in docs/security.md exists", () => {
  const known = testNames();
  const named = proofCells().flatMap((cell) =>
    [...cell.matchAll(/`([a-z][\w./-]*)`/g)].map(([, name = ""]) => name),
  );
  expect(named.length).toBeGreaterThan(60);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});
