import { WebSocket } from "ws";
import { within } from "./patience";

const patienceMs = 30_000;

/** The setting that lets `collectGarbage` in: the inspector on loopback, on a port that the system picks. */
export const inspectable = { NODE_OPTIONS: "--inspect=127.0.0.1:0" };

/**
 * Makes a Node process that was started `inspectable` give up its garbage, all of it. V8 puts that off while memory is
 * plenty, and then resident memory tells more of the machine than of the program.
 *
 * @param printed what the process has printed; the inspector's address is in it
 */
export async function collectGarbage(printed: string): Promise<void> {
  const address = /Debugger listening on (ws:\S+)/.exec(printed)?.[1];
  if (address === undefined) throw new Error("the process has no inspector");
  const socket = new WebSocket(address);
  const collected = new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () =>
      socket.send(JSON.stringify({ id: 1, method: "HeapProfiler.collectGarbage" })),
    );
    socket.addEventListener("message", () => resolve());
    socket.addEventListener("error", () => reject(new Error("the inspector does not answer")));
  });
  try {
    await within(collected, patienceMs, "a collection of garbage");
  } finally {
    socket.close();
  }
}
