import { afterEach, expect, test, vi } from "vitest";
import { id } from "@/lib/client/fold-event.fixtures";
import { inWorkspace, setTabWorkspace, workspaceHeaders } from "@/lib/client/workspace";
import type { WorkspaceId } from "@/lib/contracts/ids";

const W = id<WorkspaceId>("w");
afterEach(() => vi.unstubAllGlobals());

test("server rendering has no tab workspace", () => {
  setTabWorkspace(W);
  expect(workspaceHeaders()).toEqual({});
  expect(inWorkspace("/api/events?after=1")).toBe("/api/events?after=1");
});

test("a tab's calls name its workspace in a header, and plain addresses in the query", () => {
  vi.stubGlobal("window", {});
  setTabWorkspace(W);
  expect(workspaceHeaders()).toEqual({ "x-pentimento-workspace": W });
  expect(inWorkspace("/api/events?after=1")).toBe(`/api/events?after=1&workspace=${W}`);
  expect(inWorkspace("/api/usage.csv")).toBe(`/api/usage.csv?workspace=${W}`);
});
