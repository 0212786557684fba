import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { operations } from "@/lib/contracts/operations";
import { inRoot } from "../setup/root";
import { renderRoutes } from "./render";

test("the route table is up to date (update it with `npm run routes`)", () => {
  const file = readFileSync(inRoot("lib/contracts/routes.ts"), "utf8");
  expect(file).toBe(renderRoutes(operations));
});

test("no two operations share a method and a path", () => {
  const places = Object.values(operations).map(({ method, path }) => `${method} ${path}`);
  expect(new Set(places).size).toBe(places.length);
});
