import { WebSocket } from "ws";
import { within } from "./patience";

const patienceMs = 30_000;

/** Opens the inspector on a free loopback port, for `collectGarbage`. */
export const inspectable = { NODE_OPTIONS: "--inspect=127.0.0.1:0" };

/**
 * Forces a full garbage collection in a Node process that was started `inspectable`. V8 delays it while memory is
 * plentiful, and then resident memory says little about the program.
 * @param printed the process's output, which contains the inspector's address
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
