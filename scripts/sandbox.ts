import { type SandboxOptions, startSandbox } from "@/lib/sandbox/server";
import { errorFields, log } from "@/lib/server/log";

// Runs the sandbox upstream in its own process, because painting would block the app's event loop. The worker sends the
// options over the IPC channel and receives the address. The process ends when the channel closes with the worker.

const onError = (error: unknown) => log.error(errorFields(error), "sandbox request failed");

process.once("message", (options: SandboxOptions) => {
  void startSandbox({ ...options, onError }).then(({ baseUrl }) => process.send?.({ baseUrl }));
});
process.once("disconnect", () => process.exit(0));
// A terminal and a supervisor signal every process; the worker decides when running calls are done.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => undefined);
