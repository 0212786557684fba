import { expect, test, vi } from "vitest";
import { AppError } from "@/lib/server/errors";
import { refuseCrossSite } from "@/lib/server/http/cross-site";

vi.mock("@/lib/server/env", () => ({ getEnv: () => ({ TRUSTED_PROXY: 0, LOG_LEVEL: "silent" }) }));

const send = (method: string, headers: Record<string, string>) => () =>
  refuseCrossSite(
    new Request("http://studio.lan:3000/api/turns", {
      method,
      headers: { host: "studio.lan:3000", ...headers },
    }),
  );
type Sent = Record<string, string>;
const refusal = new AppError("cross_origin");

test.each<Sent>([
  { "sec-fetch-site": "cross-site" },
  { "sec-fetch-site": "same-site", origin: "http://other.studio.lan" },
  { "sec-fetch-site": "none" },
  { origin: "https://evil.example" },
  { origin: "http://studio.lan:3001" },
  { origin: "null" },
])("a cross-site change is refused: %o", (headers) => {
  for (const method of ["POST", "PATCH", "DELETE"]) expect(send(method, headers)).toThrow(refusal);
});

test.each<Sent>([
  { "sec-fetch-site": "same-origin" },
  { origin: "http://studio.lan:3000" },
  // A proxy that terminates TLS and keeps the host.
  { origin: "https://studio.lan:3000" },
  {},
])("our own pages and non-browsers are allowed: %o", (headers) => {
  expect(send("POST", { ...headers })).not.toThrow();
});

test("cross-site reads are allowed", () => {
  expect(send("GET", { "sec-fetch-site": "cross-site" })).not.toThrow();
});
