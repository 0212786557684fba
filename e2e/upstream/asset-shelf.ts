import type { IncomingMessage } from "node:http";
import { expand, type Surroundings } from "./placeholders";
import type { RecordedFetch, ScriptedAsset } from "./script";
import { transmit } from "./transports";

/** The files that answers link to, by path with query. */
export class AssetShelf {
  readonly fetches: RecordedFetch[] = [];
  readonly #assets = new Map<string, { asset: ScriptedAsset; asked: number; variant: number }>();

  constructor(
    readonly around: Surroundings,
    readonly pace: { deadlineMs: number; scale: number },
  ) {}

  async add(asset: ScriptedAsset): Promise<void> {
    const path = Buffer.concat(await expand(asset.path, this.around)).toString();
    this.#assets.set(path, { asset, asked: 0, variant: this.#assets.size });
  }

  clear(): void {
    this.#assets.clear();
    this.fetches.length = 0;
  }

  async answer(request: IncomingMessage): Promise<void> {
    const path = request.url ?? "";
    this.fetches.push({ path, headers: request.headers });
    const found = this.#assets.get(path);
    if (!found) return this.#send(request, { status: 404, body_template: "no such file" }, 0);
    const { asset, variant } = found;
    const refused = asset.reject_if_header;
    if (refused && request.headers[refused.toLowerCase()] !== undefined) {
      return this.#send(request, { status: 400, body_template: "unwanted header" }, 0);
    }
    const turn = asset.sequence?.[Math.min(found.asked, asset.sequence.length - 1)];
    found.asked += 1;
    return this.#send(request, { ...asset, ...turn }, variant);
  }

  async #send(
    request: IncomingMessage,
    asset: Partial<ScriptedAsset>,
    variant: number,
  ): Promise<void> {
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(asset.headers ?? {})) {
      headers[name] = Buffer.concat(await expand(value, this.around)).toString();
    }
    await transmit(
      request.socket,
      {
        status: asset.status ?? 200,
        headers,
        body: await expand(asset.body_template ?? "", this.around, variant),
        transport: asset.transport ?? { mode: "normal" },
      },
      this.pace,
    );
  }
}
