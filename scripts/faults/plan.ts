import type { Transport } from "../../e2e/upstream/transports";
import { chanceOf, pick } from "./random";

/** How the body of an answer is made; see upstream.ts. */
export type Content =
  | { form: "envelope" | "markdown" | "link"; isBig?: boolean }
  | { form: "json"; value: unknown }
  | { form: "text"; text: string };

/** What one call meets. */
export type Plan = {
  kind: string;
  /** The service drew, and charges. Errors by status are documented as free. */
  draws: boolean;
  /** Whoever reads this answer to its end has a picture, or the address of one that can be had. */
  hasPicture: boolean;
  /** Unbilled and worth another try: the one case in which the studio may send again by itself. */
  isRetryable: boolean;
  /** All of the answer is written, whatever becomes of the connection. */
  isWhole: boolean;
  status: number;
  headers: Record<string, string>;
  content: Content;
  /** Before the first byte, ms. Beyond the studio's patience where it is a stall. */
  delayMs: number;
  transport: Transport | { mode: "reset_before_headers" };
  /** So many requests for the linked picture fail first. */
  assetFaults: number;
};

type Kind = Partial<Omit<Plan, "kind">> & { kind: string; weight: number };

const usual = {
  draws: true,
  hasPicture: true,
  isRetryable: false,
  isWhole: true,
  status: 200,
  headers: { "Content-Type": "application/json" },
  content: { form: "envelope" },
  delayMs: 0,
  transport: { mode: "normal" },
  assetFaults: 0,
} satisfies Omit<Plan, "kind">;

const broken = { hasPicture: false, isWhole: false } as const;
const free = { draws: false, hasPicture: false } as const;
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

/** The weather of a bad day: about half of the calls go well. */
const kinds: readonly Kind[] = [
  { kind: "picture", weight: 20 },
  { kind: "picture in Markdown", weight: 8, content: { form: "markdown" } },
  { kind: "picture, gzip", weight: 3, transport: { mode: "gzip" } },
  {
    kind: "picture, connection stays open",
    weight: 5,
    transport: { mode: "chunked_no_terminator" },
  },
  {
    kind: "picture after spaces",
    weight: 4,
    transport: { mode: "keepalive_spaces", interval_ms: 120, count: 15 },
  },
  { kind: "big picture", weight: 4, content: { form: "envelope", isBig: true } },
  { kind: "link", weight: 6, content: { form: "link" } },
  { kind: "link, fails at first", weight: 5, content: { form: "link" }, assetFaults: 2 },
  {
    kind: "link to nothing",
    weight: 2,
    content: { form: "link" },
    assetFaults: 99,
    hasPicture: false,
  },
  { kind: "words instead of a picture", weight: 4, content: words, hasPicture: false },
  { kind: "page under 200", weight: 3, headers: html, content: page("Welcome"), hasPicture: false },
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

/** What the nth call (from 1) of the picture with this number meets. The seed decides, and nothing else. */
export function planOf(seed: number, picture: number, nth: number): Plan {
  const chance = chanceOf(seed, picture, nth);
  const { weight: _, ...chosen } = pick(kinds, chance);
  const plan = { ...usual, ...chosen };
  // Some at once, most within two seconds.
  return { ...plan, delayMs: plan.delayMs || Math.max(0, chance() * 2_400 - 400) };
}

/** The instruction of one turn, by which its calls are known upstream. */
export const promptOf = (picture: number) => `A lighthouse in a storm, number #${picture}.`;

/** The number in a request's body, or null where too little of it came. */
export function pictureIn(body: string): number | null {
  const match = /number #(\d+)\./.exec(body);
  return match ? Number(match[1]) : null;
}
