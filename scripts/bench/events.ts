import { type ClientRequest, get, type IncomingMessage } from "node:http";
import { type EventPayload, eventPayload } from "@/lib/contracts/events";
import { within } from "./patience";

const patienceMs = 120_000;

export interface EventFrame {
  payload: EventPayload;
  /** Arrival of the bytes (`performance.now()`), before parsing. */
  at: number;
}

/** Holds the event stream open as a browser does. */
export class EventReader {
  readonly #frames: EventFrame[] = [];
  #request: ClientRequest | undefined;
  #rest = "";
  #onFrame: () => void = () => undefined;

  /** Connects to the stream at `url`; resolves once the server has replied. */
  static async open(url: string, cookie: string): Promise<EventReader> {
    const reader = new EventReader();
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      reader.#request = get(url, { headers: { cookie, accept: "text/event-stream" } }, resolve);
      reader.#request.once("error", reject);
    });
    if (response.statusCode !== 200) throw new Error(`the event stream: ${response.statusCode}`);
    response.setEncoding("utf8");
    response.on("data", (text: string) => reader.#read(text, performance.now()));
    response.on("error", () => undefined); // `close()` cuts it
    return reader;
  }

  /** The next unread frame that satisfies `isWanted`; earlier frames are dropped. */
  async next(isWanted: (payload: EventPayload) => boolean): Promise<EventFrame> {
    const found = new Promise<EventFrame>((resolve) => {
      this.#onFrame = () => {
        for (let frame = this.#frames.shift(); frame; frame = this.#frames.shift()) {
          if (!isWanted(frame.payload)) continue;
          // Reset at once: later frames belong to the caller's next question.
          this.#onFrame = () => undefined;
          return resolve(frame);
        }
      };
      this.#onFrame();
    });
    return within(found, patienceMs, "an event");
  }

  close(): void {
    this.#request?.destroy();
  }

  #read(text: string, at: number): void {
    const blocks = (this.#rest + text).split("\n\n");
    this.#rest = blocks.pop() ?? "";
    for (const block of blocks) {
      if (!/^event: change$/m.test(block)) continue; // the retry line, a heartbeat
      const data = /^data: (.*)$/m.exec(block)?.[1] ?? "";
      this.#frames.push({ payload: eventPayload.parse(JSON.parse(data)), at });
    }
    this.#onFrame();
  }
}
