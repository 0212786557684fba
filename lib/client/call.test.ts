import { beforeEach, expect, test, vi } from "vitest";
import { call } from "@/lib/client/call";
import type { ThreadId } from "@/lib/contracts/ids";

const fetched = vi.fn<typeof fetch>();

beforeEach(() => {
  vi.stubGlobal("fetch", fetched);
  fetched.mockReset();
  fetched.mockImplementation(async () => Response.json({}));
});

const requestedUrl = () => fetched.mock.calls[0]?.[0];

test("parameters fill the path, encoded", async () => {
  await call("threads.page", { params: { threadId: "a/b c" as ThreadId } });
  expect(requestedUrl()).toBe("/api/threads/a%2Fb%20c");
});

test("a query parameter without a value is omitted", async () => {
  await call("threads.list", { query: { view: "active", query: undefined } });
  expect(requestedUrl()).toBe("/api/threads?view=active");
  fetched.mockClear();
  await call("threads.list", { query: {} });
  expect(requestedUrl()).toBe("/api/threads");
});

test("a refusal rejects with the problem's code, and a broken reply with internal", async () => {
  const problem = { code: "not_found", title: "", status: 404, type: "", requestId: "" };
  fetched.mockResolvedValueOnce(Response.json(problem, { status: 404 }));
  await expect(call("threads.list")).rejects.toMatchObject({ code: "not_found", problem });
  fetched.mockResolvedValueOnce(new Response("<html>", { status: 502 }));
  await expect(call("threads.list")).rejects.toMatchObject({ code: "internal", problem: null });
});

test("a request that never reaches the server rejects with offline; an aborted one with the abort", async () => {
  fetched.mockRejectedValueOnce(new TypeError("network"));
  await expect(call("threads.list")).rejects.toMatchObject({ code: "offline" });
  const leaving = new AbortController();
  leaving.abort(new Error("left the page"));
  fetched.mockRejectedValueOnce(leaving.signal.reason);
  await expect(call("threads.list", { signal: leaving.signal })).rejects.toThrow("left the page");
});
