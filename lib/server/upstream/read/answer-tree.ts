import "server-only";
import pLimit from "p-limit";
import type { AnswerNode, AnswerPart, AnswerPath } from "@/lib/contracts/answers";
import { rootOf, valuesAt } from "./answer-path";
import { isObject, parseBody } from "./json-values";
import { type ExtractedAnswer, extractBase64, TooMuchTextError } from "./extract-base64";
import { redactText } from "./redact";
import { isPictureHead, splitDataUrl } from "./scan-data";
import { readHead } from "../send/spool";

const MAX_NODES = 300;
const MAX_ENTRIES = 50;
const MAX_DEPTH = 8;
/** Text limits for a nested value and for the root. */
const SHORT_CHARS = 240;
const LONG_CHARS = 2_000;

/** Each read holds some megabytes. */
const reading = pLimit(1);

/**
 * Describes a part of a spooled answer as a tree for display: bounded in values and characters, base64 summarized,
 * secrets redacted. Null if the answer is not kept, is too long to be read as text, or has nothing at `at`.
 * @param from the first entry to show of a long list
 */
export function describeAnswer(
  spoolPath: string,
  at: AnswerPath,
  from: number,
  secrets: readonly string[],
): Promise<AnswerPart | null> {
  return reading(async () => {
    const head = await readHead(spoolPath);
    const answer = head && (await extractKept(spoolPath));
    if (!head || !answer) return null;
    const parsed = parseBody(answer.text);
    const found = valuesAt(rootOf(parsed, answer.text), at);
    if (found.length === 0) return null;
    return {
      form: parsed.form,
      status: head.status,
      contentType: head.contentType && redactText(head.contentType, secrets),
      byteCount: answer.size,
      at,
      from,
      node: new TreeBuilder(answer, secrets).describe(found[0], from),
    };
  });
}

async function extractKept(spoolPath: string): Promise<ExtractedAnswer | null> {
  try {
    return await extractBase64(spoolPath);
  } catch (error) {
    const isGone = (error as NodeJS.ErrnoException).code === "ENOENT";
    if (isGone || error instanceof TooMuchTextError) return null;
    throw error;
  }
}

class TreeBuilder {
  #left = MAX_NODES;

  constructor(
    readonly answer: ExtractedAnswer,
    readonly secrets: readonly string[],
  ) {}

  describe(value: unknown, from: number): AnswerNode {
    return this.#node(value, 0, from);
  }

  #node(value: unknown, depth: number, from = 0): AnswerNode {
    this.#left -= 1;
    if (typeof value === "string") return this.#text(value, depth === 0 ? LONG_CHARS : SHORT_CHARS);
    if (Array.isArray(value)) {
      const entries = value.map((item, index): [number, unknown] => [index, item]);
      return { kind: "list", size: value.length, entries: this.#entries(entries, depth, from) };
    }
    if (isObject(value)) {
      const entries = Object.entries(value);
      return { kind: "object", size: entries.length, entries: this.#entries(entries, depth, from) };
    }
    return { kind: "plain", text: String(value) };
  }

  #entries(entries: readonly [string | number, unknown][], depth: number, from: number) {
    const shown: { key: string | number; node: AnswerNode }[] = [];
    if (depth >= MAX_DEPTH) return shown;
    for (const [key, value] of entries.slice(from, from + MAX_ENTRIES)) {
      if (this.#left <= 0) break;
      shown.push({
        key: typeof key === "string" ? this.#words(key, SHORT_CHARS) : key,
        node: this.#node(value, depth + 1),
      });
    }
    return shown;
  }

  #text(value: string, maxChars: number): AnswerNode {
    const trimmed = value.trim();
    const chars = this.#charsOf(value);
    const node = { kind: "text", text: "", chars, media: null, byteCount: null } as const;
    const data = /^data:/i.test(trimmed) ? splitDataUrl(trimmed) : null;
    if (data) {
      const byteCount = data.isBase64 ? this.#bytesOf(data.payload) : data.payload.length;
      const media = this.#mediaOf(data.payload) ?? (data.media || null);
      return { ...node, looks: "data-url", media, byteCount };
    }
    if (this.#isBase64(trimmed)) {
      const byteCount = this.#bytesOf(trimmed);
      return { ...node, looks: "base64", media: this.#mediaOf(trimmed), byteCount };
    }
    const isAddress = /^(?:https?:\/\/|\/\/?[^\s/])\S*$/i.test(trimmed);
    const text = this.#words(value, maxChars);
    return { ...node, text, looks: isAddress ? "address" : "words" };
  }

  #words(text: string, maxChars: number): string {
    const clean = redactText(this.answer.marks.strip(text), this.secrets);
    return clean.length <= maxChars ? clean : `${clean.slice(0, maxChars - 1)}…`;
  }

  #isBase64(text: string): boolean {
    if (this.answer.marks.at(text, 0)) return true;
    return text.length >= 64 && /^[A-Za-z0-9+/_=\s-]+$/.test(text) && !/\s\S{1,40}\s/.test(text);
  }

  /** Characters, including extracted base64 runs. */
  #charsOf(text: string): number {
    let chars = text.length;
    for (let at = text.indexOf("\uE000"); at >= 0; at = text.indexOf("\uE000", at + 1)) {
      const mark = this.answer.marks.at(text, at);
      const run = mark && this.answer.runs[mark.index];
      if (mark && run) chars += run.end - run.start - mark.length;
    }
    return chars;
  }

  #bytesOf(base64: string): number {
    return Math.floor((this.#charsOf(base64) * 3) / 4);
  }

  #mediaOf(base64: string): string | null {
    const mark = this.answer.marks.at(base64, 0);
    const start = mark ? (this.answer.runs[mark.index]?.head ?? "") : base64.slice(0, 24);
    if (!isPictureHead(start)) return null;
    if (start.startsWith("iVBOR")) return "image/png";
    if (start.startsWith("UklGR")) return "image/webp";
    return start.startsWith("R0lGOD") ? "image/gif" : "image/jpeg";
  }
}
