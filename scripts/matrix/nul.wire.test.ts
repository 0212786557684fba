import { beforeAll, expect, test } from "vitest";
import { callerFor, jsonOperations } from "./bodies";
import { sendRequest } from "./request";
import { rows } from "./rows";
import { digest, LOCAL, makeWorld, type World } from "./world";

/** U+0000, the one character that PostgreSQL text cannot store, in every string of every body and in searches. */

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});

test.each(jsonOperations)("$name refuses U+0000 in every string", async ({ name, row }) => {
  const call = await row.make(world, "own", callerFor(row));
  const body = (call.body ?? {}) as Record<string, unknown>;
  const headers = await world.headersOf(callerFor(row));
  const texts = Object.keys(body).filter((key) => typeof body[key] === "string");
  const before = await digest();
  for (const key of texts) {
    const given = { ...body, [key]: `${String(body[key])}\0` };
    const { status, text } = await sendRequest(name, { ...call, body: given }, headers);
    expect({ key, status, text }).toMatchObject({ key, status: 422 });
    expect(JSON.parse(text)).toMatchObject({ code: "invalid_field", field: key });
  }
  expect(await digest()).toBe(before);
});

test("searches refuse U+0000", async () => {
  const headers = await world.headersOf("owner");
  const queries = [
    ["threads.list", "query"],
    ["audit.list", "actor"],
    ["workspaces.remove", "name"],
  ] as const;
  for (const [name, key] of queries) {
    const call = await rows[name].make(world, "own", "owner");
    const { text } = await sendRequest(name, { ...call, query: { [key]: "a\0" } }, headers);
    expect(JSON.parse(text)).toMatchObject({ status: 422, code: "invalid_field", field: key });
  }
});

test("the OpenAI-compatible API refuses a prompt with U+0000", async () => {
  const who = await world.headersOf("token:generate");
  const response = await fetch(`${LOCAL.origin}/v1/chat/completions`, {
    method: "POST",
    headers: { ...LOCAL, ...who, "content-type": "application/json" },
    body: JSON.stringify({
      model: "gpt-image-2-vip",
      messages: [{ role: "user", content: "a boat\0" }],
    }),
  });
  expect({ status: response.status, body: await response.json() }).toMatchObject({
    body: { error: { code: "invalid_field" } },
  });
});
