import { expect, test } from "vitest";
import { tidyPath } from "./tidy-path.mjs";

test.each([
  ["/v1/chat/completions", "/v1/chat/completions"],
  ["/v1//chat/completions", "/v1/chat/completions"],
  ["//v1/chat/completions/", "/v1/chat/completions"],
  ["/v1/", "/v1"],
  ["/mcp/", "/mcp"],
  ["/api/turns/?wait=1", "/api/turns?wait=1"],
  ["/v1/models?next=//a/", "/v1/models?next=//a/"],
  // Next redirects pages itself.
  ["/settings/", "/settings/"],
  ["//evil.example/v1/", "//evil.example/v1/"],
  ["/", "/"],
])("%s becomes %s", (target, tidy) => expect(tidyPath(target)).toBe(tidy));
