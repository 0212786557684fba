import { beforeAll, expect, test } from "vitest";
import { makeToken } from "@/lib/server/auth/access-tokens";
import { db } from "@/lib/server/db";
import { STREAMS_MAX } from "@/lib/contracts/limits";
import { studioVariable } from "@/scripts/testing/server";
import { addMember, makeTeam } from "@/scripts/testing/team";
import { turnBody } from "@/scripts/testing/turn-body";

/** Needs a studio of its own, reached over HTTP. */

const url = process.env[studioVariable] ?? "";
let workspaceId: string;
const tokens: string[] = [];

beforeAll(async () => {
  const team = await makeTeam();
  workspaceId = team.id;
  for (const name of ["Ada", "Ben", "Cy", "Dee", "Eve"]) {
    const { userId } = await addMember(team.id, "member", name);
    const { token, tokenHash, ending } = makeToken();
    const scopes = ["read", "generate"] as const;
    await db.accessToken.create({
      data: { userId, workspaceId, name: "t", scopes: [...scopes], tokenHash, ending },
    });
    tokens.push(token);
  }
});

const bearer = (token = "") => ({ authorization: `Bearer ${token}` });

async function send(token: string): Promise<number> {
  const response = await fetch(`${url}/api/turns`, {
    method: "POST",
    headers: { "content-type": "application/json", ...bearer(token) },
    body: JSON.stringify(turnBody()),
  });
  await response.arrayBuffer();
  return response.status;
}

test("five hundred concurrent turns by five people are all accepted while pages are served", async () => {
  const sent = Promise.all(
    tokens.flatMap((token) => Array.from({ length: 100 }, () => send(token))),
  );
  const burst = { isOver: false };
  void sent.finally(() => (burst.isOver = true));
  const seen: number[] = [];
  while (!burst.isOver) {
    const response = await fetch(`${url}/api/threads`, { headers: bearer(tokens[0]) });
    await response.arrayBuffer();
    seen.push(response.status);
  }
  expect(new Set(await sent)).toEqual(new Set([202]));
  expect(new Set(seen)).toEqual(new Set([200]));
  expect(await db.turn.count({ where: { workspaceId } })).toBe(500);
}, 300_000);

test("a person's streams are capped with a clear refusal, and closing one frees a slot", async () => {
  const leaving: AbortController[] = [];
  const open = (token: string | undefined) => {
    const leave = new AbortController();
    leaving.push(leave);
    return fetch(`${url}/api/events`, { headers: bearer(token), signal: leave.signal });
  };
  for (let n = 0; n < STREAMS_MAX; n += 1) expect((await open(tokens[0])).status).toBe(200);
  const refused = await open(tokens[0]);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({
    code: "too_many_streams",
    details: { max: STREAMS_MAX },
  });
  expect((await open(tokens[1])).status).toBe(200);
  leaving[0]?.abort();
  await expect.poll(async () => (await open(tokens[0])).status, { timeout: 30_000 }).toBe(200);
  for (const leave of leaving) leave.abort();
}, 120_000);
