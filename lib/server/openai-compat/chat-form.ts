import "server-only";
import type { CompatImage, Outcome } from "@/lib/server/domain/compat-orders/outcome";
import type { SignAddress } from "@/lib/server/domain/shares/addresses";
import { CompatFailureError } from "@/lib/server/openai-compat/compat-error";
import type { Pieces, Write } from "@/lib/server/openai-compat/long-answer";
import { addressOf, base64Of } from "@/lib/server/openai-compat/picture-text";

export type ChatForm = {
  id: string;
  model: string;
  /** Seconds since the epoch. */
  created: number;
  origin: string;
  sign: SignAddress;
  /** Images as data URLs instead of addresses. */
  isInline: boolean;
  /** For a stream: whether to send usage, which OpenAI sends as a separate chunk. */
  withUsage: boolean;
};

/** Clients' schemas expect a fingerprint; ours is constant. */
export const SYSTEM_FINGERPRINT = "fp_pentimento";

/** Always 0: tokens are counted upstream, and images are paid by the piece. */
export const USAGE = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };

/** A chat completion: one choice per variation that has images, each image as Markdown. */
export function asCompletion(form: ChatForm): Write {
  return async function* (outcome) {
    const choices = choicesOf(outcome, form);
    const { id, created, model } = form;
    const head = JSON.stringify({
      id,
      object: "chat.completion",
      created,
      model,
      system_fingerprint: SYSTEM_FINGERPRINT,
    });
    yield `${head.slice(0, -1)},"choices":[`;
    for (const [index, content] of choices.entries()) {
      yield `${index > 0 ? "," : ""}{"index":${index},"message":{"role":"assistant","content":"`;
      yield* content;
      yield `","refusal":null},"logprobs":null,"finish_reason":"stop"}`;
    }
    yield `],"usage":${JSON.stringify(USAGE)}}`;
  };
}

/** The completion as chunks: each choice whole in one, then its finish chunk. */
export function asChunks(form: ChatForm): Write {
  return async function* (outcome) {
    const choices = choicesOf(outcome, form);
    const { id, created, model } = form;
    const head = JSON.stringify({
      id,
      object: "chat.completion.chunk",
      created,
      model,
      system_fingerprint: SYSTEM_FINGERPRINT,
    });
    const start = `data: ${head.slice(0, -1)},"choices":[`;
    for (const [index, content] of choices.entries()) {
      yield `${start}{"index":${index},"delta":{"role":"assistant","content":"`;
      yield* content;
      yield `"},"logprobs":null,"finish_reason":null}]}\n\n`;
    }
    const ends = choices.map((_, index) =>
      JSON.stringify({ index, delta: {}, logprobs: null, finish_reason: "stop" }),
    );
    yield `${start}${ends.join()}]}\n\n`;
    if (form.withUsage) yield `${start}],"usage":${JSON.stringify(USAGE)}}\n\n`;
  };
}

/**
 * The content of each choice, escaped for a JSON string. Where the model only answered with text, that text is the
 * content, as it would be upstream. Throws `CompatFailureError` if there is neither.
 */
function choicesOf({ answers, failure }: Outcome, form: ChatForm): Pieces[] {
  if (answers.length > 0) return answers.map((pictures) => contentOf(pictures, form));
  if (failure?.code === "no_image" && failure.words !== null) return [inJson(failure.words)];
  throw new CompatFailureError(failure ?? { code: "answer_lost", billed: "unknown", words: null });
}

async function* contentOf(pictures: readonly CompatImage[], form: ChatForm): Pieces {
  for (const [index, picture] of pictures.entries()) {
    // Brackets would end the Markdown alt text early.
    yield* inJson(`${index > 0 ? "\n\n" : ""}![${picture.alt.replace(/[[\]\\]/g, " ")}](`);
    if (form.isInline) {
      yield `data:${picture.media};base64,`;
      yield* base64Of(picture);
    } else yield* addressOf(picture, form);
    yield ")";
  }
}

async function* inJson(text: string): Pieces {
  yield JSON.stringify(text).slice(1, -1);
}
