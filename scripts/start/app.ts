import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { Failure } from "../setup/failure";
import { root } from "../setup/root";

/** The running app: scripts/serve.mjs as a child process. */
export interface App {
  port: number;
  /** Exit code, or the signal that ended it. */
  exited: Promise<number | NodeJS.Signals>;
  /** Requests a graceful stop and waits; kills the app after `patienceMs`. */
  stop(patienceMs: number): Promise<void>;
  /** Aborts running calls in an orderly way; a second call kills the app. */
  hurry(): void;
}

function whenExited(child: ChildProcess): Promise<number | NodeJS.Signals> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(signal ?? code ?? 1));
  });
}

/**
 * Starts the app and waits until it accepts requests. It gets its own process group, so that a terminal's Ctrl-C
 * reaches it only through this process, once.
 */
export async function startApp(env: NodeJS.ProcessEnv, isDev: boolean): Promise<App> {
  // Deprecations in libraries are not actionable for the instance owner and look like faults.
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
  // A message and not a signal: a supervisor may signal the app and us, and the app could not tell the two apart.
  const requestStop = () => {
    if (child.connected) child.send({ stop: true });
  };
  let isHurried = false;
  return {
    port,
    exited,
    stop: async (patienceMs) => {
      requestStop();
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
      else requestStop();
      isHurried = true;
    },
  };
}
