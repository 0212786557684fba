import { randomBytes, randomUUID } from "node:crypto";
import type { ProblemCode } from "@/lib/contracts/problems";
import { withClient } from "@/scripts/database/connection";
import { Api, type Raw } from "../fixtures/api";
import { turnBody } from "@/scripts/testing/turn-body";
import type { Studio } from "../fixtures/studio";
import { expect, test } from "../fixtures/test";
import { bombPng, jpeg, png } from "../upstream/pictures";

// Invalid requests to the API: each reply is a problem that says what is wrong, and nothing changed.

type Case = {
  name: string;
  code: ProblemCode;
  status: number;
  field?: string;
  send: (studio: Studio) => Promise<Raw>;
};

const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>';

const turn = (change: object) => (studio: Studio) =>
  studio.api.sendJson("POST", "/api/turns", { ...turnBody(), ...change });
const upload =
  (make: () => Promise<Buffer> | Buffer, name = "picture.png") =>
  async ({ api }: Studio) =>
    api.send("POST", `/api/images?name=${name}`, {
      headers: { "content-type": "application/octet-stream" },
      body: new Uint8Array(await make()),
    });
const fetchFrom = (url: string) => (studio: Studio) =>
  studio.api.sendJson("POST", "/api/images/fetch", { url });

const CASES: Case[] = [
  { name: "an empty prompt", code: "empty_prompt", status: 422, send: turn({ prompt: "  \n " }) },
  {
    name: "a prompt of 32,001 characters",
    code: "prompt_too_long",
    status: 422,
    field: "prompt",
    send: turn({ prompt: "x".repeat(32_001) }),
  },
  {
    name: "17 references",
    code: "too_many_references",
    status: 422,
    field: "referenceIds",
    send: turn({ referenceIds: Array.from({ length: 17 }, () => randomUUID()) }),
  },
  {
    name: "eleven variations",
    code: "invalid_field",
    status: 422,
    field: "settings.variations",
    send: turn({ settings: { ...turnBody().settings, variations: 11 } }),
  },
  {
    name: "an unknown model",
    code: "unknown_model",
    status: 422,
    send: turn({ settings: { ...turnBody().settings, model: "gpt-4o" } }),
  },
  {
    name: "an undeclared key",
    code: "invalid_field",
    status: 422,
    field: "isFree",
    send: turn({ isFree: true }),
  },
  {
    name: "a missing reference",
    code: "not_found",
    status: 404,
    send: turn({ referenceIds: [randomUUID()] }),
  },
  {
    name: "a turn in a missing thread",
    code: "not_found",
    status: 404,
    send: turn({ threadId: randomUUID() }),
  },
  {
    name: "a body that is not JSON",
    code: "invalid_body",
    status: 400,
    send: ({ api }) =>
      api.send("POST", "/api/turns", {
        headers: { "content-type": "application/json" },
        body: "{prompt: a cat}",
      }),
  },
  {
    name: "JSON without its content type",
    code: "invalid_body",
    status: 400,
    send: ({ api }) =>
      api.send("POST", "/api/turns", {
        headers: { "content-type": "text/plain" },
        body: JSON.stringify(turnBody()),
      }),
  },
  {
    name: "a file of 60 MB",
    code: "payload_too_large",
    status: 413,
    send: upload(async () => Buffer.concat([await png(), Buffer.alloc(60_000_000)])),
  },
  {
    name: "a text file called .png",
    code: "unsupported_media",
    status: 415,
    send: upload(() => Buffer.from("I am a picture, honestly.")),
  },
  {
    name: "an SVG",
    code: "unsupported_media",
    status: 415,
    send: upload(() => Buffer.from(SVG), "drawing.svg"),
  },
  {
    name: "random bytes",
    code: "unsupported_media",
    status: 415,
    send: upload(() => randomBytes(4_096)),
  },
  {
    name: "a decompression bomb",
    code: "image_too_large",
    status: 422,
    send: upload(() => bombPng()),
  },
  {
    name: "a truncated JPEG",
    code: "corrupt_image",
    status: 422,
    send: upload(async () => {
      const whole = await jpeg();
      return whole.subarray(0, Math.floor(whole.length * 0.6));
    }),
  },
  {
    name: "an address that is not https",
    code: "unsafe_url",
    status: 422,
    field: "url",
    send: fetchFrom("http://example.org/cat.png"),
  },
  {
    name: "an address in a private network",
    code: "unsafe_url",
    status: 422,
    field: "url",
    send: fetchFrom("https://10.0.0.5/cat.png"),
  },
  {
    name: "an address of this machine",
    code: "unsafe_url",
    status: 422,
    field: "url",
    send: ({ api, upstream }) =>
      api.sendJson("POST", "/api/images/fetch", {
        url: `http://127.0.0.1:${upstream.canaryPort}/cat.png`,
      }),
  },
  {
    name: "text instead of an address",
    code: "unsafe_url",
    status: 422,
    field: "url",
    send: fetchFrom("a cat"),
  },
  {
    name: "an id that cannot exist",
    code: "not_found",
    status: 404,
    send: ({ api }) => api.send("GET", "/api/threads/42"),
  },
  {
    name: "an unknown thread",
    code: "not_found",
    status: 404,
    send: ({ api }) => api.send("DELETE", `/api/threads/${randomUUID()}`),
  },
  {
    name: "an unknown generation",
    code: "not_found",
    status: 404,
    send: ({ api }) => api.sendJson("POST", `/api/generations/${randomUUID()}/cancel`, {}),
  },
  {
    name: "an unknown picture",
    code: "not_found",
    status: 404,
    send: ({ api }) => api.send("GET", `/api/images/${randomUUID()}/original`),
  },
  {
    name: "a request without a session",
    code: "not_signed_in",
    status: 401,
    send: ({ api }) => api.send("GET", "/api/threads", { headers: { cookie: "" } }),
  },
  {
    name: "a request from another site",
    code: "cross_origin",
    status: 403,
    send: ({ api }) =>
      api.send("POST", "/api/turns", {
        headers: { "content-type": "application/json", origin: "https://evil.example" },
        body: JSON.stringify(turnBody()),
      }),
  },
];

/** Everything that an invalid request could have changed. */
async function inventory({ api, upstream }: Studio) {
  const { threads } = await api.call("threads.list", { query: {} });
  const { images } = await api.call("images.list", { query: {} });
  return {
    threads: threads.map(({ id, title, lastActivityAt }) => [id, title, lastActivityAt]),
    images: images.map(({ id }) => id),
    calls: upstream.calls().length,
    canaryHits: upstream.canaryHits(),
  };
}

for (const { name, code, status, field, send } of CASES) {
  test(`${name} is answered with ${code} and changes nothing`, async ({ studio }) => {
    const before = await inventory(studio);
    const problem = Api.problemOf(await send(studio));
    expect(problem).toMatchObject({ code, status, ...(field === undefined ? {} : { field }) });
    expect(problem.requestId).toBeTruthy();
    expect(await inventory(studio)).toEqual(before);
  });
}

test("another user's things answer like missing ones", async ({ studio }) => {
  const { api } = studio;
  const mine = await api.createTurn({ prompt: "A cat that will be given away" });
  await expect.poll(() => api.stateOf(mine)).toBe("succeeded");
  const { path } = await api.page(mine.threadId);
  const generation = path[0]?.generations[0];
  const image = generation?.images[0];
  await moveToForeignWorkspace(studio.databaseUrl, mine.threadId);

  const replies = [
    await api.send("GET", `/api/threads/${mine.threadId}`),
    await api.send("GET", `/api/threads/${mine.threadId}/tree`),
    await api.sendJson("PATCH", `/api/threads/${mine.threadId}`, { title: "Mine" }),
    await api.send("DELETE", `/api/threads/${mine.threadId}`),
    await api.send("GET", `/api/turns/${mine.id}/request`),
    await api.sendJson("POST", `/api/generations/${generation?.id}/retry`, { mayPayAgain: true }),
    await api.send("GET", `/api/images/${image?.id}`),
    await api.send("GET", `/api/images/${image?.id}/original`),
    await api.sendJson("POST", "/api/turns", turnBody({ threadId: mine.threadId })),
    await turn({ baseImageId: image?.id })(studio),
    await turn({ referenceIds: [image?.id] })(studio),
  ];
  for (const raw of replies) expect(Api.problemOf(raw).code).toBe("not_found");
  expect(studio.upstream.calls()).toHaveLength(1);
});

/** Moves a thread into a workspace that the owner is not a member of. */
async function moveToForeignWorkspace(databaseUrl: string, threadId: string): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    const workspaceId = randomUUID();
    await client.query(
      `INSERT INTO "Workspace" (id, name, kind) VALUES ($1, 'Elsewhere', 'personal')`,
      [workspaceId],
    );
    for (const table of ["Turn", "Generation", "Image"]) {
      await client.query(`UPDATE "${table}" SET "workspaceId" = $1 WHERE "threadId" = $2`, [
        workspaceId,
        threadId,
      ]);
    }
    await client.query(`UPDATE "Thread" SET "workspaceId" = $1 WHERE id = $2`, [
      workspaceId,
      threadId,
    ]);
  });
}

test("five identical requests at once create one turn and one call", async ({ studio }) => {
  const { api, upstream } = studio;
  const body = turnBody({ prompt: "Pressed five times" });
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => api.call("turns.create", { body })),
  );
  expect(new Set(answers.map(({ turn: { id } }) => id)).size).toBe(1);
  const [first] = answers;
  await expect.poll(() => api.stateOf(first!.turn)).toBe("succeeded");
  expect(upstream.calls()).toHaveLength(1);

  const other = await api.sendJson("POST", "/api/turns", { ...body, prompt: "Other words" });
  expect(Api.problemOf(other).code).toBe("invalid_idempotency");
  expect(upstream.calls()).toHaveLength(1);
});
