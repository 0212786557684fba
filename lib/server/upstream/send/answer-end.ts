import "server-only";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** How much of an event's start and end is kept to recognise it: a picture may lie in between. */
const EVENT_EDGE_CHARS = 4_096;

/** Events after which a stream has said all it has to say. */
const LAST_EVENT =
  /\[DONE\]|"finish_?[rR]eason"\s*:\s*"|"object"\s*:\s*"chat\.completion"|"type"\s*:\s*"(?:(?:response|image_generation|image_edit)\.(?:completed|failed|incomplete)|message_stop|error)"/;

/** How much of a JSON value is looked at to tell whether it only says that the picture is being drawn. */
const PROGRESS_MAX_CHARS = 512;
/** Far more than any wait has; they bound the work on a hostile answer. */
const PROGRESS_MAX_VALUES = 1_000;
const PROGRESS =
  /"(?:task_)?(?:status|state)"\s*:\s*"(?:submitted|queued|pending|processing|in_progress|running|starting|generating)"/i;

/**
 * Watches an answer as it arrives and tells when it is whole, so that a connection which never closes
 * (the "tail stall" of image relays) does not keep a picture that is already here.
 * Works on bytes, keeps no more than a few kilobytes, and skips over base64 at the speed of `indexOf`.
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
  /** The start of the present event, or of the present JSON value. */
  #head = "";
  #tail = "";
  #lineLength = 0;

  /** Everything that an answer needs is here; what may follow is `[DONE]`, spaces, or silence. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Nothing more is to be waited for. A value that only speaks of progress is whole, too, and announces another. */
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
      // A quote after the end is no longer JSON: leave what is whole alone.
      if (this.#depth > 0) this.#inString = true;
    } else if (byte === 0x7b || byte === 0x5b) {
      this.#depth += 1;
      // A second value on a new line (progress, then the result) is awaited as well; `[DONE]` is not a value.
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
    // What has begun since is still under way: a large last event must not be taken for a connection that stays open.
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

/** By its first character: `{` or `[`, or the start of an event stream's field (data, event, id, retry, comment). */
function formOf(byte: number): "json" | "events" | "other" {
  if (byte === 0x7b || byte === 0x5b) return "json";
  return "deir:".includes(String.fromCharCode(byte)) ? "events" : "other";
}
