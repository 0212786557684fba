import { beforeEach, expect, test, vi } from "vitest";
import { originOf, peerOf } from "@/lib/server/request/read-peer";

const settings: { TRUSTED_PROXY: number; PENTIMENTO_URL?: string } = { TRUSTED_PROXY: 0 };
vi.mock("@/lib/server/env", () => ({ getEnv: () => settings }));
beforeEach(() => Object.assign(settings, { TRUSTED_PROXY: 0, PENTIMENTO_URL: undefined }));

const peer = (headers: Record<string, string>) => peerOf(new Headers(headers));

test.each([
  [{ host: "localhost:3000", "x-pentimento-peer": "127.0.0.1" }],
  [{ host: "127.0.0.1:3000", "x-pentimento-peer": "127.0.0.1" }],
  [{ host: "[::1]:3000", "x-pentimento-peer": "::1" }],
  [{ host: "localhost", "x-pentimento-peer": "::ffff:127.0.0.1" }],
  // Next adds this header itself where none came.
  [{ host: "localhost", "x-pentimento-peer": "127.0.0.1", "x-forwarded-for": "127.0.0.1" }],
])("a browser on this machine is direct: %o", (headers) => {
  expect(peer(headers).isDirectLoopback).toBe(true);
});

test.each([
  ["another machine", { host: "localhost", "x-pentimento-peer": "192.168.1.7" }],
  ["nobody vouched for the peer", { host: "localhost" }],
  ["DNS rebinding", { host: "evil.example:3000", "x-pentimento-peer": "127.0.0.1" }],
  [
    "a host that only begins like one",
    { host: "127.0.0.1.evil.example", "x-pentimento-peer": "127.0.0.1" },
  ],
  [
    "a reverse proxy on this machine",
    { host: "localhost", "x-pentimento-peer": "127.0.0.1", "x-pentimento-forwarded": "1" },
  ],
  [
    "a proxy that our server did not mark",
    { host: "localhost", "x-pentimento-peer": "127.0.0.1", "x-forwarded-for": "203.0.113.9" },
  ],
  [
    "a proxy with another header",
    { host: "localhost", "x-pentimento-peer": "127.0.0.1", forwarded: "for=203.0.113.9" },
  ],
  [
    "a proxy's real-ip",
    { host: "localhost", "x-pentimento-peer": "127.0.0.1", "x-real-ip": "127.0.0.1" },
  ],
])("not direct: %s", (_, headers) => {
  expect(peer({ ...headers }).isDirectLoopback).toBe(false);
});

test("a public address implies a proxy, whatever headers it sends", () => {
  settings.PENTIMENTO_URL = "https://studio.example.org";
  expect(peer({ host: "127.0.0.1:3000", "x-pentimento-peer": "127.0.0.1" }).isDirectLoopback).toBe(
    false,
  );
});

test("without a trusted proxy, x-forwarded-for is ignored", () => {
  expect(peer({ "x-pentimento-peer": "198.51.100.1", "x-forwarded-for": "10.0.0.1" }).address).toBe(
    "198.51.100.1",
  );
});

test.each([
  [1, "10.9.9.9, 203.0.113.9", "203.0.113.9"],
  [2, "6.6.6.6, 203.0.113.9, 10.0.0.2", "203.0.113.9"],
  [2, "203.0.113.9", "203.0.113.9"],
  [1, "nonsense", "127.0.0.1"],
  [1, "[2001:db8::1]:443", "2001:db8::1"],
])(
  "with %i trusted proxies the client's address is counted from the right: %s",
  (trusted, list, expected) => {
    settings.TRUSTED_PROXY = trusted;
    expect(peer({ "x-pentimento-peer": "127.0.0.1", "x-forwarded-for": list }).address).toBe(
      expected,
    );
  },
);

test("the origin is the public address if set, else a trusted proxy's headers, else the host header", () => {
  const headers = new Headers({
    host: "127.0.0.1:3000",
    "x-forwarded-proto": "https",
    "x-forwarded-host": "studio.example",
  });
  expect(originOf(headers)).toEqual({ protocol: "http", host: "127.0.0.1:3000" });
  settings.TRUSTED_PROXY = 1;
  expect(originOf(headers)).toEqual({ protocol: "https", host: "studio.example" });
  settings.PENTIMENTO_URL = "https://studio.example.org";
  expect(originOf(headers)).toEqual({ protocol: "https", host: "studio.example.org" });
});
