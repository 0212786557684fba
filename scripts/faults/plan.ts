import type { Transport } from "../../e2e/upstream/transports";
import { chanceOf, pick } from "./random";

/** How an answer's body is made; see upstream.ts. */
export type Content =
  | { form: "envelope" | "markdown" | "link"; isBig?: boolean }
  | { form: "json"; value: unknown }
  | { form: "text"; text: string };

/** What happens to one call. */
export type Plan = {
  kind: string;
  /** The upstream drew, and charges. Errors by status are documented as free. */
  draws: boolean;
  /** A caller that reads this answer to its end has an image, or a URL that can be fetched. */
  hasImage: boolean;
  /** Unbilled and temporary: the only case in which the studio may retry on its own. */
  isRetryable: boolean;
  /** The whole answer is written, even if the connection breaks afterwards. */
  isWhole: boolean;
  status: number;
  headers: Record<string, string>;
  content: Content;
  /** Before the first byte, ms. Beyond the studio's timeout for a stall. */
  delayMs: number;
  transport: Transport | { mode: "reset_before_headers" };
  /** How many requests for the linked image fail first. */
  assetFaults: number;
};

type Kind = Partial<Omit<Plan, "kind">> & { kind: string; weight: number };

const usual = {
  draws: true,
  hasImage: true,
  isRetryable: false,
  isWhole: true,
  status: 200,
  headers: { "Content-Type": "application/json" },
  content: { form: "envelope" },
  delayMs: 0,
  transport: { mode: "normal" },
  assetFaults: 0,
} satisfies Omit<Plan, "kind">;

const broken = { hasImage: false, isWhole: false } as const;
const free = { draws: false, hasImage: false } as const;
const html = { "Content-Type": "text/html; charset=utf-8" };
const page = (title: string): Content => ({
  form: "text",
  text: `<!DOCTYPE html><html><head><title>${title}</title></head><body><center><h1>${title}</h1></center></body></html>`,
});
const error = (fields: Record<string, unknown>): Content => ({
  form: "json",
  value: { error: fields },
});
const saturated = error({
  message: "当前分组上游负载已饱和，请稍后再试",
  type: "upstream_error",
  code: "rate_limit_exceeded",
});
const words: Content = {
  form: "json",
  value: {
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 1_778_037_331,
    model: "gpt-image-2-vip",
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: "I'm sorry, but I can't help with that image." },
        finish_reason: "stop",
      },
    ],
  },
};

/** A bad day: about half of the calls succeed. */
const kinds: readonly Kind[] = [
  { kind: "image", weight: 20 },
  { kind: "image in Markdown", weight: 8, content: { form: "markdown" } },
  { kind: "image, gzip", weight: 3, transport: { mode: "gzip" } },
  {
    kind: "image, connection stays open",
    weight: 5,
    transport: { mode: "chunked_no_terminator" },
  },
  {
    kind: "image after spaces",
    weight: 4,
    transport: { mode: "keepalive_spaces", interval_ms: 120, count: 15 },
  },
  { kind: "big image", weight: 4, content: { form: "envelope", isBig: true } },
  { kind: "link", weight: 6, content: { form: "link" } },
  { kind: "link, fails at first", weight: 5, content: { form: "link" }, assetFaults: 2 },
  {
    kind: "link to nothing",
    weight: 2,
    content: { form: "link" },
    assetFaults: 99,
    hasImage: false,
  },
  { kind: "words instead of an image", weight: 4, content: words, hasImage: false },
  { kind: "page under 200", weight: 3, headers: html, content: page("Welcome"), hasImage: false },
  {
    kind: "reset before the answer",
    weight: 3,
    ...broken,
    transport: { mode: "reset_before_headers" },
  },
  { kind: "reset in the body", weight: 5, ...broken, transport: { mode: "reset_mid_body" } },
  { kind: "cut body", weight: 4, ...broken, transport: { mode: "content_length", delta: 5_000 } },
  { kind: "stall in the body", weight: 3, ...broken, transport: { mode: "stall_mid_body" } },
  { kind: "no answer at all", weight: 3, ...broken, delayMs: 600_000 },
  {
    kind: "429 saturated, Retry-After",
    weight: 3,
    ...free,
    isRetryable: true,
    status: 429,
    headers: { "Content-Type": "application/json", "Retry-After": "1" },
    content: saturated,
  },
  { kind: "429 saturated", weight: 2, ...free, isRetryable: true, status: 429, content: saturated },
  {
    kind: "429 no quota",
    weight: 2,
    ...free,
    status: 429,
    content: error({ message: "用户额度不足", code: "insufficient_user_quota" }),
  },
  {
    kind: "400 refused",
    weight: 2,
    ...free,
    status: 400,
    content: error({ message: "Rejected by the safety system", code: "moderation_blocked" }),
  },
  {
    kind: "502 page",
    weight: 3,
    ...free,
    isRetryable: true,
    status: 502,
    headers: html,
    content: page("502 Bad Gateway"),
  },
  {
    kind: "503",
    weight: 3,
    ...free,
    isRetryable: true,
    status: 503,
    content: error({ message: "Service unavailable", type: "upstream_error" }),
  },
];

/** The plan for the nth call (from 1) of an image. Depends on the arguments alone. */
export function planOf(seed: number, image: number, nth: number): Plan {
  const chance = chanceOf(seed, image, nth);
  const { weight: _, ...chosen } = pick(kinds, chance);
  const plan = { ...usual, ...chosen };
  // Some at once, most within two seconds.
  return { ...plan, delayMs: plan.delayMs || Math.max(0, chance() * 2_400 - 400) };
}

/** The prompt of one turn; the upstream recognizes the image by its number. */
export const promptOf = (image: number) => `A lighthouse in a storm, number #${image}.`;

/** The image number in a request's body, or null if too little of it arrived. */
export function imageIn(body: string): number | null {
  const match = /number #(\d+)\./.exec(body);
  return match ? Number(match[1]) : null;
}
