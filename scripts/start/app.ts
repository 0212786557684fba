import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { Failure } from "../setup/failure";
import { root } from "../setup/root";

/** The running app: scripts/serve.mjs as a process of its own. */
export interface App {
  port: number;
  /** Exit code, or the signal that ended it. */
  exited: Promise<number | NodeJS.Signals>;
  /** Asks it to finish and waits; kills it when it takes longer than `patienceMs`. */
  stop(patienceMs: number): Promise<void>;
  /** Does not let it finish: it gives up its calls in an orderly way, and asked again it is killed. */
  hurry(): void;
}

function whenExited(child: ChildProcess): Promise<number | NodeJS.Signals> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(signal ?? code ?? 1));
  });
}

/**
 * Starts the app and waits until it takes requests.
 * It is in a process group of its own: a terminal's Ctrl-C reaches it through us alone, once.
 */
export async function startApp(env: NodeJS.ProcessEnv, isDev: boolean): Promise<App> {
  // Whoever runs the studio can do nothing about what its libraries use, and would take it for a fault.
  const args = isDev
    ? ["scripts/serve.mjs", "--dev"]
    : ["--disable-warning=DeprecationWarning", "scripts/serve.mjs"];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env,
    detached: true,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const exited = whenExited(child);
  const ready = new Promise<number>((resolve) =>
    child.once("message", (message: { port: number }) => resolve(message.port)),
  );
  const port = await Promise.race([
    ready,
    exited.then((how) => {
      throw new Failure(`The app did not start (${how}); the reason is above.`);
    }),
  ]);
  // As messages: a supervisor may send the app the same signal as us, and the app could not tell two from one.
  const tell = () => {
    if (child.connected) child.send({ stop: true });
  };
  let isHurried = false;
  return {
    port,
    exited,
    stop: async (patienceMs) => {
      tell();
      const limit = new AbortController();
      await Promise.race([
        exited,
        wait(patienceMs, undefined, { signal: limit.signal }).then(
          () => child.kill("SIGKILL"),
          () => undefined,
        ),
      ]);
      limit.abort();
      await exited;
    },
    hurry: () => {
      if (isHurried) child.kill("SIGKILL");
      else tell();
      isHurried = true;
    },
  };
}
