import { setTimeout as wait } from "node:timers/promises";
import { makeToken } from "../../e2e/fixtures/openai-compat";
import type { Api } from "../../e2e/fixtures/api";
import { promptOf } from "./plan";
import { chanceOf } from "./random";

const SHARE = 0.15;
const FIRST_PATIENCE_MS = 300;
const LONGEST_PATIENCE_MS = 60_000;
const PAUSE_MS = 500;
const GIVE_UP_AFTER_MS = 180_000;

/** Whether a program requests this image instead of a browser. */
export function isByProgram(seed: number, image: number): boolean {
  return chanceOf(seed, image, "program")() < SHARE;
}

type Outcome = "answered" | "unavailable" | "timed out";

/**
 * A program on the OpenAI-compatible API that hangs up too early and repeats its request as OpenAI's client does: the same
 * body with a retry count. Each timeout doubles its patience until an answer comes, whatever it says.
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
    const deadline = Date.now() + GIVE_UP_AFTER_MS;
    let patience = FIRST_PATIENCE_MS;
    for (let retry = 0; Date.now() < deadline; retry += 1) {
      const outcome = await this.#send(body, retry, patience);
      if (outcome === "answered") return;
      if (outcome === "timed out") patience = Math.min(LONGEST_PATIENCE_MS, patience * 2);
      else await wait(PAUSE_MS);
    }
    throw new Error(`#${image} was never answered`);
  }

  async #send(body: string, retry: number, patience: number): Promise<Outcome> {
    const signal = AbortSignal.timeout(patience);
    try {
      const response = await fetch(`${this.#url}/v1/images/generations`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${this.#token}`,
          "content-type": "application/json",
          "x-stainless-retry-count": String(retry),
        },
        body,
        signal,
      });
      await response.arrayBuffer();
      // While the database is away, the request is refused and nothing is accepted.
      return response.status === 500 || response.status === 503 ? "unavailable" : "answered";
    } catch {
      return signal.aborted ? "timed out" : "unavailable";
    }
  }
}
