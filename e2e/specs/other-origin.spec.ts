import { readFile } from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import type { Page } from "playwright/test";
import { inRoot } from "@/scripts/setup/root";
import { picture } from "../fixtures/answers";
import { makeToken } from "../fixtures/openai-compat";
import { expect, test } from "../fixtures/test";

// A browser app from another origin, with fetch and with OpenAI's own package.

const APP = `<!doctype html><meta charset="utf-8"><title>Another app</title>
<script type="importmap">{ "imports": { "openai": "/openai/index.mjs" } }</script>
<img id="shown" crossorigin="anonymous" alt="">`;

/** Serves the app and the published package. On 127.0.0.1 like the studio, so that cookies would be sent. */
async function startApp(): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = http.createServer((request, response) => {
    const pathname = new URL(request.url ?? "/", "http://app").pathname;
    if (!pathname.startsWith("/openai/")) {
      response.setHeader("content-type", "text/html").end(APP);
      return;
    }
    response.setHeader("content-type", "text/javascript");
    readFile(inRoot(path.posix.join("node_modules", pathname))).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const app = test.extend<{ visitor: Page }>({
  visitor: async ({ page }, use) => {
    const { url, stop } = await startApp();
    await page.goto(url);
    await use(page);
    await page.close();
    await stop();
  },
});

const model = "gpt-image-2-vip";

app(
  "fetch generates, shows and edits pictures, and reads errors and headers",
  async ({ studio, visitor, consoleErrors }) => {
    consoleErrors.expect(/status of 40[14]/);
    studio.upstream.script([await picture(140, 320, 180), await picture(30, 320, 180)]);
    const token = await makeToken(studio.api, ["generate"]);
    const seen = await visitor.evaluate(
      async ({ url, token: bearer, model: name }) => {
        const headers = { authorization: `Bearer ${bearer}` };
        const made = await fetch(`${url}/v1/images/generations`, {
          method: "POST",
          headers: { ...headers, "content-type": "application/json", "x-my-own": "1" },
          body: JSON.stringify({ model: name, prompt: "A boat", response_format: "url" }),
        });
        const address: string = (await made.json()).data[0].url;
        const shown = document.querySelector<HTMLImageElement>("#shown");
        if (shown === null) throw new Error("the page has no image element");
        shown.src = address;
        await shown.decode();
        // Pixels can be read only if the picture allows the page's origin.
        const canvas = document.createElement("canvas");
        canvas.getContext("2d")?.drawImage(shown, 0, 0);
        const canBeRead = canvas.toDataURL().startsWith("data:image/png");
        const form = new FormData();
        form.set("model", name);
        form.set("prompt", "Make it night");
        form.set("image", await (await fetch(address)).blob(), "boat.png");
        const edited = await fetch(`${url}/v1/images/edits`, {
          method: "POST",
          headers,
          body: form,
        });
        const refused = await fetch(`${url}/v1/images/generations`, {
          method: "POST",
          headers: { authorization: "Bearer pnt_wrong", "content-type": "application/json" },
          body: "{}",
        });
        const doubledPath = await fetch(`${url}/v1//v1/chat/completions/`, {
          method: "POST",
          headers,
        });
        return {
          width: shown.naturalWidth,
          canBeRead,
          edited: [edited.status, (await edited.json()).data.length],
          turn: made.headers.get("x-pentimento-turn"),
          requestId: made.headers.get("x-request-id"),
          refused: [refused.status, (await refused.json()).error.code],
          doubledPath: [doubledPath.status, (await doubledPath.json()).error.message],
        };
      },
      { url: studio.url, token, model },
    );
    expect(seen).toMatchObject({
      width: 320,
      canBeRead: true,
      edited: [200, 1],
      turn: expect.stringMatching(/^[0-9a-f-]{36}$/),
      requestId: expect.stringMatching(/./),
      refused: [401, "not_signed_in"],
      doubledPath: [404, expect.stringContaining(`this is ${studio.url}/v1/chat/completions`)],
    });
    expect(studio.upstream.calls().map(({ pictures }) => pictures)).toEqual([0, 1]);
  },
);

app(
  "OpenAI's package in the browser generates, edits, streams and lists models",
  async ({ studio, visitor, consoleErrors }) => {
    consoleErrors.expect(/status of 404/);
    const token = await makeToken(studio.api, ["generate"]);
    const seen = await visitor.evaluate(
      async ({ url, token: apiKey, model: name }) => {
        // The page's import map resolves to the published package.
        const { default: OpenAI, toFile } = await import("openai");
        const ai = new OpenAI({
          apiKey,
          baseURL: `${url}/v1`,
          dangerouslyAllowBrowser: true,
          maxRetries: 0,
        });
        const made = await ai.images.generate({ model: name, prompt: "A quay" });
        const address = made.data?.[0]?.url ?? "";
        const image = await toFile(await fetch(address), "quay.png", { type: "image/png" });
        const edited = await ai.images.edit({ model: name, prompt: "At night", image });
        const stream = await ai.chat.completions.create({
          model: name,
          messages: [{ role: "user", content: "A pier" }],
          stream: true,
        });
        let text = "";
        for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
        const models = await ai.models.list();
        return {
          edited: edited.data?.length,
          text,
          models: models.data.map(({ id }) => id),
          error: await ai.images
            .generate({ model: "none", prompt: "A" })
            .then(String, (error: { status: number; code: string }) => [error.status, error.code]),
        };
      },
      { url: studio.url, token, model },
    );
    expect(seen.edited).toBe(1);
    expect(seen.text).toContain(`${studio.url}/s/i/`);
    expect(seen.models).toContain(model);
    expect(seen.error).toEqual([404, "model_not_found"]);
  },
);

app(
  "the API and MCP accept a token from another origin, but no session",
  async ({ studio, visitor, consoleErrors }) => {
    const token = await makeToken(studio.api, ["read", "generate"]);
    consoleErrors.expect(/CORS policy|net::ERR_FAILED/);
    const before = studio.upstream.calls().length;
    const seen = await visitor.evaluate(
      async ({ url, token: bearer }) => {
        const json = { "content-type": "application/json" };
        const headers = { ...json, authorization: `Bearer ${bearer}` };
        const body = (words: string) =>
          JSON.stringify({ prompt: words, idempotencyKey: crypto.randomUUID() });
        const post = (more: RequestInit) =>
          fetch(`${url}/api/turns?wait=60`, { method: "POST", ...more });
        const statusOf = (reply: Promise<Response>) =>
          reply.then(
            (response) => response.status,
            () => "unreadable",
          );
        const made = await (await post({ headers, body: body("A buoy") })).json();
        const image = await fetch(url + made.images[0].original, { headers });
        const mcp = await fetch(`${url}/mcp`, {
          method: "POST",
          headers: { ...headers, "mcp-protocol-version": "2025-06-18" },
          body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" }),
        });
        const withCookies: RequestInit = { credentials: "include" };
        return {
          isUnderWay: made.isUnderWay,
          image: (await image.blob()).type,
          tools: (await mcp.json()).result.tools.length,
          session: [
            await statusOf(fetch(`${url}/api/studio`, withCookies)),
            await statusOf(post({ ...withCookies, headers: json, body: body("Theft") })),
            await statusOf(post({ ...withCookies, body: body("Theft, simply") })),
            await statusOf(
              fetch(`${url}/api/studio`, {
                ...withCookies,
                headers: { "x-pentimento-workspace": "x" },
              }),
            ),
          ],
          // With and without credentials, what a token opens is readable and what a session opens is not.
          anonymous: await statusOf(fetch(`${url}/api/studio`)),
        };
      },
      { url: studio.url, token },
    );
    expect(seen).toMatchObject({
      isUnderWay: false,
      image: "image/png",
      session: ["unreadable", "unreadable", "unreadable", "unreadable"],
      anonymous: "unreadable",
    });
    expect(seen.tools).toBeGreaterThan(3);
    // The session's cross-origin requests made no upstream call.
    expect(studio.upstream.calls().length - before).toBe(1);
  },
);
