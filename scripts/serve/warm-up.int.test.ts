import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { warmUp } from "./warm-up.mjs";

/** Warms up a server and returns the paths that it was asked for. */
async function pathsOf(host: string, answer: RequestListener): Promise<(string | undefined)[]> {
  const paths: (string | undefined)[] = [];
  const server = createServer((req, res) => {
    paths.push(req.url);
    answer(req, res);
  }).listen(0, host);
  await once(server, "listening");
  await warmUp(server.address() as AddressInfo);
  server.close();
  return paths;
}

const both = ["/sign-in", "/"];

test("requests the form and the start page, one after the other", async () => {
  expect(await pathsOf("127.0.0.1", (_req, res) => res.end("page"))).toEqual(both);
});

test("reaches a server that listens on every address", async () => {
  expect(await pathsOf("0.0.0.0", (_req, res) => res.end())).toEqual(both);
});

test("a page that fails or hangs up does not keep the next from being requested", async () => {
  expect(await pathsOf("127.0.0.1", (_req, res) => res.writeHead(500).end())).toEqual(both);
  expect(await pathsOf("127.0.0.1", (req) => req.socket.destroy())).toEqual(both);
});
