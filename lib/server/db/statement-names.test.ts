import { expect, test } from "vitest";
import { PLANNED_BY_VALUES, StatementNames } from "./statement-names";

const comeThrice = (names: StatementNames, sql: string) =>
  [1, 2, 3].map(() => names.of(sql)).at(-1);

test("a repeated statement gets a name of its own and keeps it", () => {
  const names = new StatementNames();
  expect([names.of("SELECT 1"), names.of("SELECT 1")]).toEqual([undefined, undefined]);
  const name = names.of("SELECT 1");
  expect(name).toBeTypeOf("string");
  expect(comeThrice(names, "SELECT 2")).not.toBe(name);
  expect(names.of("SELECT 1")).toBe(name);
});

test("the number of names is limited, since each costs memory on every connection", () => {
  const names = new StatementNames();
  const given = Array.from({ length: 500 }, (_, n) => comeThrice(names, `SELECT ${n}`));
  const named = given.filter((name) => name !== undefined);
  expect(named.length).toBeLessThanOrEqual(120);
  expect(new Set(named).size).toBe(named.length);
  expect(names.of("SELECT 0")).toBe(given[0]);
});

test("statements that occur once are forgotten", () => {
  const names = new StatementNames();
  names.of("SELECT now()");
  for (let n = 0; n < 2_000; n += 1) names.of(`SELECT ${n}`);
  expect(names.of("SELECT now()")).toBeUndefined();
  expect(names.of("SELECT now()")).toBeUndefined();
});

test("a statement that is planned by its values never gets a name", () => {
  const names = new StatementNames();
  expect(comeThrice(names, `${PLANNED_BY_VALUES}SELECT 1`)).toBeUndefined();
  expect(comeThrice(names, "SELECT 1")).toBeTypeOf("string");
});
