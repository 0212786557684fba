import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { studioState, type StudioState } from "@/lib/contracts/account";
import type { EventPayload } from "@/lib/contracts/events";
import type { GenerationView } from "@/lib/contracts/generations";
import { type ImageView, imageView } from "@/lib/contracts/images";
import type { ThreadId } from "@/lib/contracts/ids";
import { operations } from "@/lib/contracts/operations";
import { WORKSPACE_COOKIE, WORKSPACE_HEADER } from "@/lib/contracts/workspace-choice";
import { EVENTS_PATH } from "@/lib/contracts/paths";
import { turnBody } from "@/scripts/testing/turn-body";
import type { TurnView } from "@/lib/contracts/turns";
import { EventReader } from "./events";

type CreateTurnOptions = {
  variations?: number;
  /** By default a new thread. */
  threadId?: ThreadId | null;
};

/** The instance owner as an HTTP client, signed in like a browser. */
export class StudioClient {
  private constructor(
    readonly url: string,
    /** `name=value`, for the Cookie header. */
    readonly cookie: string,
    private readonly workspaceId?: string,
  ) {}

  /** The same session in another workspace. */
  in(workspaceId: string): StudioClient {
    return new StudioClient(this.url, this.cookie, workspaceId);
  }

  /** Creates the owner of a fresh instance, which signs in. */
  static async firstVisit(url: string): Promise<StudioClient> {
    const owner = {
      name: "Bench",
      email: "bench@example.org",
      password: randomUUID(),
    };
    const response = await fetch(`${url}/api/setup`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(owner),
    });
    if (!response.ok) throw new Error(`the first visit: ${await response.text()}`);
    const cookie = response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    return new StudioClient(url, cookie);
  }

  state(): Promise<StudioState> {
    return this.#json("/api/studio", studioState);
  }

  /** The event stream from now on. */
  async events(): Promise<EventReader> {
    const { eventSeq } = await this.state();
    return EventReader.open(`${this.url}${EVENTS_PATH}?after=${eventSeq}`, this.cookie);
  }

  /** Creates a turn. `tookMs` ends with the reply's last byte, before it is parsed. */
  async createTurn({ variations = 1, threadId = null }: CreateTurnOptions = {}): Promise<{
    turn: TurnView;
    tookMs: number;
  }> {
    const draft = turnBody({ threadId });
    const body = JSON.stringify({ ...draft, settings: { ...draft.settings, variations } });
    const started = performance.now();
    const text = await this.#request("/api/turns", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    const tookMs = performance.now() - started;
    const { turn } = operations["turns.create"].reply.parse(JSON.parse(text.toString("utf8")));
    return { turn, tookMs };
  }

  async upload(bytes: Buffer, name: string): Promise<ImageView> {
    const text = await this.#request(`/api/images?name=${encodeURIComponent(name)}`, {
      method: "POST",
      headers: { "content-type": "application/octet-stream" },
      body: new Uint8Array(bytes),
    });
    return imageView.parse(JSON.parse(text.toString("utf8")));
  }

  /** The complete body of a reply. */
  get(path: string): Promise<Buffer> {
    return this.#request(path, {});
  }

  /** The parsed reply to a JSON body. */
  async post(path: string, body: object): Promise<unknown> {
    const bytes = await this.#request(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return JSON.parse(bytes.toString("utf8"));
  }

  async #json<T extends z.ZodType>(path: string, schema: T): Promise<z.output<T>> {
    return schema.parse(JSON.parse((await this.get(path)).toString("utf8")));
  }

  async #request(path: string, init: RequestInit): Promise<Buffer> {
    const response = await fetch(this.url + path, {
      ...init,
      headers: {
        ...init.headers,
        cookie: this.cookie,
        ...(this.workspaceId !== undefined && {
          [WORKSPACE_HEADER]: this.workspaceId,
          cookie: `${this.cookie}; ${WORKSPACE_COOKIE}=${this.workspaceId}`,
        }),
      },
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    if (!response.ok) throw new Error(`${path}: ${response.status} ${bytes.toString("utf8")}`);
    return bytes;
  }
}

/** The generation of an event that reports its end; otherwise null. */
export function endedGeneration(payload: EventPayload): GenerationView | null {
  if (payload.kind !== "generation.changed") return null;
  const { generation } = payload;
  return generation.finishedAt === null ? null : generation;
}
