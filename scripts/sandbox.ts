import { type SandboxOptions, startSandbox } from "@/lib/server/sandbox/server";

// The sandbox in a process of its own: painting keeps a core busy, and the app has streams to serve meanwhile.
// The worker starts it, says over the channel how it should be, and hears where it listens. When the worker is
// gone, however it went, the channel closes and so does this.

process.once("message", (options: SandboxOptions) => {
  void startSandbox(options).then(({ baseUrl }) => process.send?.({ baseUrl }));
});
process.once("disconnect", () => process.exit(0));
// The terminal's Ctrl-C reaches every process; calls under way are the worker's to finish.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => undefined);
