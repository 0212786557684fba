import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { inRoot } from "@/scripts/setup/root";
import { Canary } from "../fixtures/canary";
import { PictureHost } from "../fixtures/picture-host";
import { expect, test } from "../fixtures/test";
import { Wire } from "../fixtures/wire";

// Every spec ends with the canary's check (fixtures/test.ts): no reply, page, event or log line may contain the
// upstream key. These tests cover what the others do not touch, and that the canary detects the key.

test("the canary detects the key whole, split in two, and in base64", () => {
  const canary = new Canary();
  const { key } = canary;
  canary.look("nothing", "nothing of the kind");
  expect(canary.sightings).toEqual([]);

  canary.look("plain", `Bearer ${key}`);
  canary.look("a piece", key.slice(0, 30));
  for (const shift of ["", "a", "ab"]) {
    canary.look(`base64 ${shift.length}`, Buffer.from(shift + key).toString("base64"));
  }
  const chunk = canary.listen("cut");
  chunk(Buffer.from(`x${key.slice(0, 7)}`));
  chunk(Buffer.from(`${key.slice(7, 30)}x`));
  expect(canary.sightings).toHaveLength(6);
});

test("the proxy inspects every response, whatever encoding the client requests", async () => {
  const canary = new Canary();
  const [wire, host] = await Promise.all([Wire.open(canary), PictureHost.open()]);
  try {
    wire.forwardTo(Number(host.authority.split(":")[1]));
    host.publish("/clean.png", Buffer.from("nothing of the kind"));
    host.publish("/leak.png", Buffer.from(`tEXt note ${canary.key}`));
    for (const path of ["/clean.png", "/leak.png"]) {
      const answer = await fetch(wire.url + path, { headers: { "accept-encoding": "gzip, br" } });
      expect((await answer.text()).length).toBeGreaterThan(0);
    }
    expect(canary.sightings).toEqual(["GET /leak.png"]);
  } finally {
    await Promise.all([wire.close(), host.close()]);
  }
});

test("a key that the upstream repeats in its error is not passed on", async ({ page, studio }) => {
  const { api, upstream } = studio;
  upstream.script([
    {
      status: 401,
      json: {
        error: { message: "Incorrect API key provided: {{API_KEY}}.", code: "invalid_api_key" },
      },
    },
    { json: { choices: [{ message: { content: "Your key is {{API_KEY}}, thank you." } }] } },
  ]);
  const refused = await api.createTurn({ prompt: "Repeats the key as an error" });
  await expect.poll(() => api.stateOf(refused)).toBe("failed");
  const answeredInWords = await api.createTurn({ prompt: "Repeats the key in words" });
  await expect.poll(() => api.stateOf(answeredInWords)).toBe("failed");
  expect(upstream.calls().every((call) => call.isAuthorized)).toBe(true);

  for (const { threadId } of [refused, answeredInWords]) {
    await page.goto(`/t/${threadId}`);
    const note = page.getByRole("status").filter({ hasText: /billed/i });
    await expect(note).toBeVisible();
    studio.canary.look(`page of ${threadId}`, await page.content());
  }
  await expect(page.getByText("thank you.")).toBeVisible();
});

test("no file of the build contains the key", async ({ studio }) => {
  const folder = inRoot(".next/static");
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) {
    const bytes = await readFile(path.join(file.parentPath, file.name));
    studio.canary.look(file.name, bytes);
  }
});
