import { setTimeout as wait } from "node:timers/promises";
import { makeToken } from "../../e2e/fixtures/openai-compat";
import type { Api } from "../../e2e/fixtures/api";
import { promptOf } from "./plan";
import { chanceOf } from "./random";

const SHARE = 0.15;
const FIRST_PATIENCE_MS = 300;
const LONGEST_PATIENCE_MS = 60_000;

/** Whether a program requests this image instead of a browser. */
export function isByProgram(seed: number, image: number): boolean {
  return chanceOf(seed, image, "program")() < SHARE;
}

/**
 * A program on the OpenAI-compatible API that hangs up too early and repeats its request as OpenAI's client does: the same
 * body with a retry count. Its patience doubles until an answer comes, whatever it says.
 */
export class ImpatientProgram {
  readonly #url: string;
  readonly #token: string;

  private constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  static async create(api: Api): Promise<ImpatientProgram> {
    return new ImpatientProgram(api.url, await makeToken(api, ["generate"], "Impatient"));
  }

  /** Resolves when an answer came. Every retry must join the first request. */
  async ask(image: number): Promise<void> {
    const body = JSON.stringify({ model: "gpt-image-2-vip", prompt: promptOf(image) });
    let patience = FIRST_PATIENCE_MS;
    for (let retry = 0; ; retry += 1) {
      const isAnswered = await this.#send(body, retry, patience);
      if (isAnswered) return;
      if (patience >= LONGEST_PATIENCE_MS) throw new Error(`#${image} was never answered`);
      patience = Math.min(LONGEST_PATIENCE_MS, patience * 2);
      await wait(100);
    }
  }

  async #send(body: string, retry: number, patience: number): Promise<boolean> {
    try {
      const response = await fetch(`${this.#url}/v1/images/generations`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${this.#token}`,
          "content-type": "application/json",
          "x-stainless-retry-count": String(retry),
        },
        body,
        signal: AbortSignal.timeout(patience),
      });
      await response.arrayBuffer();
      // The database may be away; nothing was accepted then.
      return response.status !== 500 && response.status !== 503;
    } catch {
      return false;
    }
  }
}
