import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Actor } from "@/lib/server/auth/actor";
import { closeDatabase } from "@/lib/server/db";
import { fetchImage } from "@/lib/server/domain/images/fetch";
import { makeActor } from "@/scripts/testing/studio";

/** Before anything else is loaded: settings are read once. */
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

test("a reference may lie where the pictures of answers do: on the upstream's own origin, and nowhere else on the network", async () => {
  const { origin } = new URL(upstream.baseUrl);
  upstream.script([
    { json: {}, assets: [{ path: "/files/harbour.png", body_template: "{{PNG_BYTES}}" }] },
  ]);
  // The file is on the shelf once its answer has been asked for.
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
