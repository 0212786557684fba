import { expect, test } from "vitest";
import { isClientCurrent } from "./client";

test("the committed database client fits the schema and Prisma's version", async () => {
  expect(await isClientCurrent()).toBe(true);
});
