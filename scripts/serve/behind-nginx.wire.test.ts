import { get, type IncomingMessage } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { shareData } from "@/lib/contracts/share-view";
import type { Actor } from "@/lib/server/auth/actor";
import { revokeShare } from "@/lib/server/domain/shares/commands";
import { brandId } from "@/lib/server/domain/brand";
import { startApp, type TestApp } from "../testing/app";
import { findFreePort, findNginx, startNginx } from "../testing/nginx";
import { cookieOf, makeSharedThread, shareDeps } from "../testing/shares";
import { makeActor } from "../testing/studio";

/**
 * A link through the nginx of docs/operations.md, as an anonymous browser sees it. Skipped where nginx is not
 * installed (Debian: `apt-get install nginx-light`).
 */

const nginx = await findNginx();
const WITHOUT = nginx === null ? " (skipped: nginx is not installed)" : "";

describe.skipIf(nginx === null)(`behind nginx${WITHOUT}`, () => {
  let maya: Actor;
  let app: TestApp;
  let proxy: { stop(): Promise<void> };
  let origin: string;
  let link: { id: string; url: string };

  beforeAll(async () => {
    const port = await findFreePort();
    origin = `http://127.0.0.1:${port}`;
    // The file's own instance, on its database and folder.
    app = await startApp({
      databaseUrl: process.env.DATABASE_URL ?? "",
      dataDir: process.env.DATA_DIR ?? "",
      env: { PENTIMENTO_ROLE: "web", PENTIMENTO_SHARE_URL: origin, TRUSTED_PROXY: "1" },
    });
    proxy = await startNginx(nginx ?? "", { port, studio: app.url });
    maya = await makeActor("Maya");
    const { first } = await makeSharedThread(maya);
    link = await share({ target: { kind: "thread", id: first.thread.id }, preset: "review" });
  });
  afterAll(async () => {
    await proxy?.stop();
    await app?.stop();
  });

  async function share(body: object) {
    const response = await fetch(`${app.url}/api/shares`, {
      method: "POST",
      headers: { "content-type": "application/json", cookie: await cookieOf(maya) },
      body: JSON.stringify({ ...body, downloads: "originals" }),
    });
    const made = (await response.json()) as { url: string; share: { id: string } };
    if (!response.ok) throw new Error(JSON.stringify(made));
    return { id: made.share.id, url: made.url };
  }

  test("PENTIMENTO_SHARE_URL begins the address of a link", () => {
    expect(link.url).toMatch(new RegExp(`^${origin}/s/[\\w-]{32}$`));
  });

  test("the page, all that it names, and every image of its data load for an anonymous browser", async () => {
    const page = await fetch(link.url);
    expect(page.status).toBe(200);
    const html = await page.text();
    const named = [...html.matchAll(/\b(?:src|href|content)="([^"]+)"/g)]
      .map(([, address = ""]) => address.replaceAll("&amp;", "&"))
      .concat(
        [...html.matchAll(/\bsrcset="([^"]+)"/gi)].flatMap(([, set = ""]) =>
          set.split(",").map((part) => part.trim().split(" ")[0] ?? ""),
        ),
      )
      .filter((address) => /^(\/|https?:)/.test(address));
    const addresses = [...new Set(named.map((address) => new URL(address, origin).href))];
    expect(addresses.some((address) => address.includes("/images/"))).toBe(true);
    expect(addresses.some((address) => address.endsWith("/card"))).toBe(true);

    const data = shareData.parse(await (await fetch(`${link.url}/data`)).json());
    expect(data.images).toHaveLength(2);
    const images = [...data.images, ...data.others].flatMap(({ id }) =>
      ["256", "512", "1440", "original"].map((size) => `${link.url}/images/${id}/${size}`),
    );
    for (const address of [...addresses, ...images, `${link.url}/download`]) {
      expect(address).toMatch(new RegExp(`^${origin}/(s|_next/static)/`));
      const answer = await fetch(address);
      const { byteLength } = await answer.arrayBuffer();
      expect({ address, status: answer.status, isEmpty: byteLength === 0 }).toEqual({
        address,
        status: 200,
        isEmpty: false,
      });
    }
  });

  test("only /s/ and /_next/static/ pass, however a path is written", async () => {
    // As they stand: fetch() would resolve the dots.
    const request = async (path: string) => {
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        get({ host: "127.0.0.1", port: new URL(origin).port, path }, resolve).once("error", reject);
      });
      response.resume();
      return { status: response.statusCode ?? 0, location: response.headers.location };
    };
    const own = [
      "/",
      "/healthz",
      "/readyz",
      "/sign-in",
      "/api/studio",
      "/v1/models",
      "/mcp",
      "/docs",
    ];
    const spelled = ["healthz", "api/studio"].flatMap((end) => [
      `/s/../${end}`,
      `/s/%2e%2e/${end}`,
      `/s/..%2f${end}`,
      `/s/x/../../${end}`,
      `/_next/static/../../${end}`,
      `/s/..\\${end}`,
      `/s/x\\..\\..\\..\\${end.replace("/", "\\")}`,
      `/s/..%5c${end}`,
      `/s//../${end}`,
      `//${end}`,
      `/S/../${end}`,
    ]);
    for (const path of [
      ...own,
      ...spelled,
      "/_next/image?url=%2Ficon.svg&w=64&q=75",
      "/icon.svg",
    ]) {
      const first = await request(path);
      // The studio redirects a path with backslashes to a plain one, which nginx refuses.
      const { status } = first.location === undefined ? first : await request(first.location);
      expect({ path, isRefused: status === 404 || status === 400 }).toEqual({
        path,
        isRefused: true,
      });
    }
    // The studio itself has them.
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
  });

  test("the stream of a live link is not held back", async () => {
    const { first } = await makeSharedThread(maya);
    const live = await share({ target: { kind: "thread", id: first.thread.id } });
    const response = await fetch(`${live.url}/events`);
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let seen = "";
    const until = async (part: string) => {
      while (!seen.includes(part)) {
        const chunk = await reader?.read();
        if (chunk === undefined || chunk.done) throw new Error(`ended without ${part}: ${seen}`);
        seen += chunk.value;
      }
    };
    // Each arrives while the answer is still open.
    await until("event: change");
    await revokeShare(maya, brandId(live.id), shareDeps);
    await until("event: over");
    expect((await fetch(`${live.url}/data`)).status).toBe(404);
  });

  test("a comment as long as the studio accepts passes", async () => {
    const data = shareData.parse(await (await fetch(`${link.url}/data`)).json());
    const response = await fetch(`${link.url}/comments`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ imageId: data.images[0]?.id, body: "图".repeat(2_000), name: "Gus" }),
    });
    expect({ status: response.status, text: await response.text() }).toMatchObject({ status: 200 });
  });
});
