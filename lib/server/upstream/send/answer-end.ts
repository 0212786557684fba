import "server-only";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** How much of an event's start and end is kept to recognise it; an image may fill the middle. */
const EVENT_EDGE_CHARS = 4_096;

/** Events that end a stream. */
const LAST_EVENT =
  /\[DONE\]|"finish_?[rR]eason"\s*:\s*"|"object"\s*:\s*"chat\.completion"|"type"\s*:\s*"(?:(?:response|image_generation|image_edit)\.(?:completed|failed|incomplete)|message_stop|error)"/;

/** A JSON value longer than this is not a progress report. */
const PROGRESS_MAX_CHARS = 512;
/** Far more than any real wait has; bounds the work on a hostile answer. */
const PROGRESS_MAX_VALUES = 1_000;
const PROGRESS =
  /"(?:task_)?(?:status|state)"\s*:\s*"(?:submitted|queued|pending|processing|in_progress|running|starting|generating)"/i;

/**
 * Detects the end of an answer while it arrives, so that a connection that never closes (the "tail stall" of image
 * relays) does not delay a complete image. Works on bytes, keeps a few kilobytes, and skips base64 at the speed of
 * `indexOf`.
 */
export class AnswerEnd {
  #form: "unknown" | "json" | "events" | "other" = "unknown";
  #isWhole = false;

  #depth = 0;
  #inString = false;
  #escaped = false;
  #isProgress = false;
  #values = 0;

  #sawLastEvent = false;
  /** The start of the current event or JSON value. */
  #head = "";
  #tail = "";
  #lineLength = 0;

  /** The answer is complete; at most `[DONE]`, white space or silence follows. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Nothing more is expected. A value that only reports progress is whole but not final: another follows. */
  get isFinal(): boolean {
    return this.#isWhole && !this.#isProgress;
  }

  get isEventStream(): boolean {
    return this.#form === "events";
  }

  push(chunk: Buffer): void {
    let at = 0;
    if (this.#form === "unknown") {
      at = skipBlank(chunk);
      const first = chunk[at];
      if (first === undefined) return;
      this.#form = formOf(first);
    }
    if (this.#form === "json") this.#pushJson(chunk, at);
    else if (this.#form === "events") this.#pushEvents(chunk, at);
  }

  #pushJson(chunk: Buffer, from: number): void {
    let at = from;
    let quote = -1;
    let backslash = -1;
    let valueFrom = this.#depth > 0 ? from : chunk.length;
    while (at < chunk.length) {
      if (this.#escaped) {
        this.#escaped = false;
        at += 1;
        continue;
      }
      if (this.#inString) {
        if (quote < at) quote = indexOrEnd(chunk, QUOTE, at);
        if (backslash < at) backslash = indexOrEnd(chunk, BACKSLASH, at);
        if (backslash < quote) {
          this.#escaped = true;
          at = backslash + 1;
        } else {
          if (quote < chunk.length) this.#inString = false;
          at = quote + 1;
        }
        continue;
      }
      const byte = chunk[at] ?? 0;
      const isValue = this.#depth === 0 && (byte === 0x7b || byte === 0x5b);
      if (isValue && this.#values < PROGRESS_MAX_VALUES) {
        this.#values += 1;
        this.#head = "";
        valueFrom = at;
      }
      at += 1;
      this.#structure(byte);
      if (this.#isWhole && valueFrom < at) {
        this.#keepHead(chunk, valueFrom, at);
        valueFrom = chunk.length;
        this.#isProgress = this.#head.length < PROGRESS_MAX_CHARS && PROGRESS.test(this.#head);
      }
    }
    this.#keepHead(chunk, valueFrom, chunk.length);
  }

  #keepHead(chunk: Buffer, from: number, to: number): void {
    const room = PROGRESS_MAX_CHARS - this.#head.length;
    if (room > 0) this.#head += chunk.toString("latin1", from, Math.min(to, from + room));
  }

  #structure(byte: number): void {
    if (byte === QUOTE) {
      // A quote after the end is not JSON; the answer stays whole.
      if (this.#depth > 0) this.#inString = true;
    } else if (byte === 0x7b || byte === 0x5b) {
      this.#depth += 1;
      // Wait for a second value on a new line (progress, then the result). `[DONE]` is not a value.
      if (byte === 0x7b) this.#isWhole = false;
    } else if (byte === 0x7d || byte === 0x5d) {
      this.#depth -= 1;
      if (this.#depth <= 0) {
        this.#depth = 0;
        this.#isWhole = true;
      }
    }
  }

  #pushEvents(chunk: Buffer, from: number): void {
    let at = from;
    while (at < chunk.length) {
      const newline = indexOrEnd(chunk, NEWLINE, at);
      this.#addToLine(chunk, at, newline);
      if (newline === chunk.length) break;
      if (this.#lineLength === 0) this.#endEvent();
      this.#lineLength = 0;
      at = newline + 1;
    }
    // An unfinished event means that data is still arriving: a large last event is not a stalled connection.
    this.#isWhole = this.#sawLastEvent && this.#tail === "";
    if (this.#tail.endsWith("[DONE]")) this.#isWhole = true;
  }

  #addToLine(chunk: Buffer, from: number, to: number): void {
    const end = to > from && chunk[to - 1] === RETURN ? to - 1 : to;
    if (end <= from) return;
    this.#lineLength += end - from;
    const room = EVENT_EDGE_CHARS - this.#head.length;
    if (room > 0) this.#head += chunk.toString("latin1", from, Math.min(end, from + room));
    const start = Math.max(from, end - EVENT_EDGE_CHARS);
    this.#tail = (this.#tail + chunk.toString("latin1", start, end)).slice(-EVENT_EDGE_CHARS);
  }

  #endEvent(): void {
    this.#sawLastEvent ||= LAST_EVENT.test(this.#head) || LAST_EVENT.test(this.#tail);
    this.#head = "";
    this.#tail = "";
  }
}

function indexOrEnd(chunk: Buffer, byte: number, from: number): number {
  const found = chunk.indexOf(byte, from);
  return found < 0 ? chunk.length : found;
}

/** White space and the byte order mark. */
function skipBlank(chunk: Buffer): number {
  let at = 0;
  for (; at < chunk.length; at += 1) {
    const byte = chunk[at] ?? 0;
    const isBlank = byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
    const isMark = byte === 0xef || byte === 0xbb || byte === 0xbf;
    if (!isBlank && !isMark) break;
  }
  return at;
}

/** By the first character: `{` or `[`, or the start of an event stream field (data, event, id, retry, comment). */
function formOf(byte: number): "json" | "events" | "other" {
  if (byte === 0x7b || byte === 0x5b) return "json";
  return "deir:".includes(String.fromCharCode(byte)) ? "events" : "other";
}
