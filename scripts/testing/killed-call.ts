import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { z } from "zod";

// A process that sends one call and is killed at a chosen moment while it stores the answer. Run: node
// --conditions=react-server --import tsx scripts/testing/killed-call.ts '{"baseUrl": …}'

const given = z
  .object({
    baseUrl: z.url(),
    apiKey: z.string(),
    spoolPath: z.string(),
    /** Before the new head file is written, before the rename over the old one, or in the middle of writing it. */
    point: z.enum(["write", "half", "rename"]),
  })
  .parse(JSON.parse(process.argv[2] ?? ""));

const die = () => process.kill(process.pid, "SIGKILL");
const { writeFile, rename } = fs.promises;
let heads = 0;

fs.promises.writeFile = async (...args: Parameters<typeof writeFile>) => {
  heads += 1;
  if (heads > 1 && given.point === "write") die();
  if (heads > 1 && given.point === "half") {
    const [path, text] = args;
    await writeFile(path, typeof text === "string" ? text.slice(0, 40) : "");
    die();
  }
  await writeFile(...args);
};
fs.promises.rename = async (...args: Parameters<typeof rename>) => {
  if (heads > 1 && given.point === "rename") die();
  await rename(...args);
};
syncBuiltinESMExports();

const { sendCall } = await import("@/lib/server/upstream/send/client");
const { jsonBody } = await import("@/lib/server/upstream/send/bodies");
await sendCall(
  {
    ...{ endpoint: "chat", path: "/chat/completions", timeLimitMs: 60_000 },
    ...{ size: null, is4K: false },
    body: async () => jsonBody({ model: "m" }),
  },
  given,
  { spoolPath: given.spoolPath, beforeSend: async () => undefined },
);
throw new Error("it was to be killed");
