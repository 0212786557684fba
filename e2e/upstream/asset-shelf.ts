import type { IncomingMessage } from "node:http";
import { expand, type PlaceholderValues } from "./placeholders";
import type { RecordedFetch, ScriptedAsset } from "./script";
import { transmit } from "./transports";

type ShelfEntry = {
  asset: ScriptedAsset;
  around: PlaceholderValues;
  requestCount: number;
  variant: number;
};

/** The files that answers link to, by host and path with query. */
export class AssetShelf {
  readonly fetches: RecordedFetch[] = [];
  readonly #assets = new Map<string, ShelfEntry>();

  constructor(readonly pace: { deadlineMs: number; scale: number }) {}

  /** Adds a file at the address that an answer with these placeholders links to. */
  async add(asset: ScriptedAsset, around: PlaceholderValues): Promise<void> {
    const path = Buffer.concat(await expand(asset.path, around)).toString();
    const { host } = new URL(around.assetOrigin);
    this.#assets.set(host + path, { asset, around, requestCount: 0, variant: this.#assets.size });
  }

  clear(): void {
    this.#assets.clear();
    this.fetches.length = 0;
  }

  async answer(request: IncomingMessage): Promise<void> {
    const path = request.url ?? "";
    this.fetches.push({ path, headers: request.headers });
    const found = this.#assets.get((request.headers.host ?? "") + path);
    if (!found) return this.#refuse(request, 404, "no such file");
    const { asset, around, variant } = found;
    const refused = asset.reject_if_header;
    if (refused && request.headers[refused.toLowerCase()] !== undefined) {
      return this.#refuse(request, 400, "unwanted header");
    }
    const turn = asset.sequence?.[Math.min(found.requestCount, asset.sequence.length - 1)];
    found.requestCount += 1;
    const { status = 200, body_template: body = "", ...rest } = { ...asset, ...turn };
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(rest.headers ?? {})) {
      headers[name] = Buffer.concat(await expand(value, around)).toString();
    }
    const answer = { status, headers, body: await expand(body, around, variant) };
    const transport = rest.transport ?? { mode: "normal" as const };
    return transmit(request.socket, { ...answer, transport }, this.pace);
  }

  #refuse(request: IncomingMessage, status: number, words: string): Promise<void> {
    const answer = { status, headers: {}, body: [Buffer.from(words)] };
    return transmit(request.socket, { ...answer, transport: { mode: "normal" } }, this.pace);
  }
}
