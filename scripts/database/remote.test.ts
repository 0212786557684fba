import { createServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { checkDatabase } from "./remote";

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const int16 = (value: number) => Buffer.from([value >> 8, value & 255]);
const int32 = (value: number) => Buffer.concat([int16(value >> 16), int16(value & 0xffff)]);
const text = (value: string) => Buffer.from(`${value}\0`);

/** A server that speaks just enough of PostgreSQL's protocol to report a version or to refuse. */
async function fakeServer(answer: { version: string } | { refusal: string }): Promise<string> {
  const ready = message("Z", Buffer.from("I"));
  const server = createServer((socket) => {
    let isStarted = false;
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      if (!isStarted && "refusal" in answer) {
        const fields = [`SFATAL`, `C${answer.refusal}`, `Mno`].map(text);
        socket.end(message("E", Buffer.concat([...fields, Buffer.from([0])])));
      } else if (!isStarted) {
        isStarted = true;
        socket.write(Buffer.concat([message("R", int32(0)), ready]));
      } else if (chunk[0] === 0x51 && "version" in answer) {
        const value = Buffer.from(answer.version);
        const column = [
          text("server_version"),
          int32(0),
          int16(0),
          int32(25),
          int16(-1),
          int32(-1),
        ];
        socket.write(
          Buffer.concat([
            message("T", Buffer.concat([int16(1), ...column, int16(0)])),
            message("D", Buffer.concat([int16(1), int32(value.length), value])),
            message("C", text("SHOW")),
            ready,
          ]),
        );
      } else socket.end();
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return `postgresql://painter:hunter2@127.0.0.1:${port}/studio`;
}

test("version 13 and later are accepted", async () => {
  const url = await fakeServer({ version: "13.4 (Debian 13.4-1)" });
  expect(await checkDatabase(url)).toBe("13.4");
});

test("an older version is refused, and the message names it", async () => {
  const url = await fakeServer({ version: "12.22" });
  await expect(checkDatabase(url)).rejects.toThrow(
    /PostgreSQL 12\.22; the studio needs 13 or newer/,
  );
});

test.each([
  ["28P01", /refuses this user or password/],
  ["3D000", /no such database/],
  ["53300", /no more connections/],
  ["XX000", /cannot be reached \(XX000\)/],
])("refusal %s fails with one line without the password", async (code, words) => {
  const url = await fakeServer({ refusal: code });
  const error: unknown = await checkDatabase(url).catch((caught: unknown) => caught);
  expect(String(error)).toMatch(words);
  expect(String(error)).not.toMatch(/hunter2|\n/);
});

test("an unreachable server is reported with its error code", async () => {
  const url = await fakeServer({ version: "16" });
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
  await expect(checkDatabase(url)).rejects.toThrow(/cannot be reached \(ECONNREFUSED\)/);
});
