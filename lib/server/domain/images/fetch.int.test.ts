import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Actor } from "@/lib/server/auth/actor";
import { closeDatabase } from "@/lib/server/db";
import { fetchImage } from "@/lib/server/domain/images/fetch";
import { makeActor } from "@/scripts/testing/studio";

/** Runs before other imports: the environment is read once. */
const upstream = await vi.hoisted(async () => {
  const { startScriptedUpstream } = await import("@/e2e/upstream/server");
  const upstream = await startScriptedUpstream();
  process.env["UPSTREAM_BASE_URL"] = upstream.baseUrl;
  return upstream;
});

let ada: Actor;

beforeAll(async () => {
  ada = await makeActor();
});
afterAll(async () => {
  await upstream.close();
  await closeDatabase();
});

test("a reference is fetched from the upstream's own origin, and from no other private address", async () => {
  const { origin } = new URL(upstream.baseUrl);
  upstream.script([
    { json: {}, assets: [{ path: "/files/harbour.png", body_template: "{{PNG_BYTES}}" }] },
  ]);
  // The scripted upstream serves the file only after this call.
  await fetch(`${upstream.baseUrl}/chat/completions`, { method: "POST", body: "{}" });

  const image = await fetchImage(ada, `${origin}/files/harbour.png`);
  expect(image).toMatchObject({ origin: "fetched", width: 64, height: 64 });
  const [fetched] = upstream.fetches();
  expect(fetched?.headers).not.toHaveProperty("authorization");

  const elsewhere = [
    `http://127.0.0.1:${upstream.canaryPort}/harbour.png`,
    "/files/harbour.png",
    `${origin.replace("//", "//ada@")}/files/harbour.png`,
  ];
  for (const address of elsewhere) {
    await expect(fetchImage(ada, address)).rejects.toMatchObject({ code: "unsafe_url" });
  }
  expect(upstream.canaryHits()).toBe(0);
});
