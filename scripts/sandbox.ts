import { type SandboxOptions, startSandbox } from "@/lib/sandbox/server";
import { errorFields, log } from "@/lib/server/log";

// Runs the sandbox in a process of its own: painting keeps a core busy while the app serves streams. The worker sends the
// options over the IPC channel and receives the address. The channel closes with the worker, and then this process ends.

const onError = (error: unknown) => log.error(errorFields(error), "sandbox request failed");

process.once("message", (options: SandboxOptions) => {
  void startSandbox({ ...options, onError }).then(({ baseUrl }) => process.send?.({ baseUrl }));
});
process.once("disconnect", () => process.exit(0));
// A terminal and a supervisor signal every process; the worker decides when calls under way are over.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => undefined);
