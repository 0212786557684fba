import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { isPermitted, type Permission, PERMISSIONS, ROLES } from "@/lib/contracts/permissions";

const text = readFileSync(path.join(import.meta.dirname, "../../docs/security.md"), "utf8");
const section = text.split(/^## /m).find((part) => part.startsWith("Who may do what")) ?? "";
const cellsOf = (line: string) =>
  line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());

test("docs/security.md prints the permission table of the code", () => {
  const [head, , ...rows] = section
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map(cellsOf);
  expect(head).toEqual(["permission", ...ROLES]);
  const printed = rows.map(([name = "", ...cells]) => [/^`(\w+)`/.exec(name)?.[1], cells]);
  const names = Object.keys(PERMISSIONS) as Permission[];
  const inCode = names.map((name) => [
    name,
    ROLES.map((role) => (isPermitted(role, name) ? "yes" : "")),
  ]);
  expect(printed).toEqual(inCode);
});
