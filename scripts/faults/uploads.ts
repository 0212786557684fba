import { createHash } from "node:crypto";
import http from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { imageView } from "@/lib/contracts/images";
import type { Api } from "../../e2e/fixtures/api";
import { png } from "../../e2e/upstream/pictures";
import { chanceOf } from "./random";

const CHUNKS = 24;

/** An accepted upload. */
export type AcceptedUpload = { id: string; sha256: string };

/** Uploads over a slow connection, some of which break off. Resolves with the accepted ones. */
export async function uploadSlowly(
  api: Api,
  seed: number,
  count: number,
): Promise<AcceptedUpload[]> {
  const accepted: AcceptedUpload[] = [];
  const one = async (n: number) => {
    const chance = chanceOf(seed, n, "upload");
    await wait(chance() * 20_000);
    const bytes = await png(256, 256, 1_000 + n);
    const breaksOffAt = chance() < 0.3 ? Math.floor(chance() * CHUNKS) : null;
    const id = await send(api, `slow ${n}.png`, bytes, 20 + chance() * 180, breaksOffAt);
    if (id !== null) accepted.push({ id, sha256: digestOf(bytes) });
  };
  await Promise.all(Array.from({ length: count }, (_, n) => one(n)));
  return accepted;
}

/** Accepted uploads that are not served byte for byte. */
export async function findBadUploads(
  api: Api,
  accepted: readonly AcceptedUpload[],
): Promise<string[]> {
  const bad: string[] = [];
  for (const { id, sha256 } of accepted) {
    const { status, bytes } = await api.send("GET", `/api/images/${id}/original`);
    if (status !== 200 || digestOf(bytes) !== sha256) bad.push(`upload ${id} (${status})`);
  }
  return bad;
}

const digestOf = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

/** Sends the bytes in chunks with pauses. Returns the image id, or null if the upload broke off or was refused. */
function send(
  { url, session }: Api,
  name: string,
  bytes: Buffer,
  pauseMs: number,
  breaksOffAt: number | null,
): Promise<string | null> {
  return new Promise((resolve) => {
    const request = http.request(`${url}/api/images?name=${encodeURIComponent(name)}`, {
      method: "POST",
      headers: {
        cookie: `${session.name}=${session.value}`,
        "content-type": "application/octet-stream",
        "content-length": bytes.length,
      },
    });
    request.on("error", () => resolve(null));
    request.on("response", (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (piece: string) => (text += piece));
      response.on("error", () => resolve(null));
      response.on("end", () => {
        const parsed = imageView.safeParse(response.statusCode === 201 ? JSON.parse(text) : null);
        resolve(parsed.success ? parsed.data.id : null);
      });
    });
    const write = async () => {
      const size = Math.ceil(bytes.length / CHUNKS);
      for (let n = 0; n < CHUNKS && !request.destroyed; n += 1) {
        if (n === breaksOffAt) return void request.destroy();
        request.write(bytes.subarray(n * size, (n + 1) * size));
        await wait(pauseMs);
      }
      request.end();
    };
    void write();
  });
}
