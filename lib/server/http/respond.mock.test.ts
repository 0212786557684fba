import { beforeEach, expect, test, vi } from "vitest";
import { AppError } from "@/lib/server/errors";
import type * as LogModule from "@/lib/server/log";
import { respond } from "@/lib/server/http/respond";

const lines: { level: string; route: string; status: number; code?: string }[] = [];
vi.mock("@/lib/server/env", () => ({ getEnv: () => ({ LOG_LEVEL: "debug" }) }));
vi.mock("@/lib/server/log", async (load) => {
  const real = await load<typeof LogModule>();
  return { ...real, log: real.makeLog({ write: (line) => void lines.push(JSON.parse(line)) }) };
});
beforeEach(() => void (lines.length = 0));

const request = new Request("http://localhost/api/x", { method: "POST" });
const well = async () => Response.json({ ok: true });
const badly = async () => {
  throw new AppError("not_found");
};

test("a request writes one log line", async () => {
  await respond("threads.update", request, well);
  await respond("threads.update", request, badly);
  expect(lines).toMatchObject([
    { level: "info", route: "threads.update", status: 200 },
    { level: "info", route: "threads.update", status: 404, code: "not_found" },
  ]);
});

test("a heartbeat logs at debug level, unless it was refused", async () => {
  await respond("threads.presence", request, well);
  await respond("threads.presence", request, badly);
  expect(lines.map(({ level }) => level)).toEqual(["debug", "info"]);
});
