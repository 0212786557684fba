import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { expect, test } from "vitest";
import { UnsafeUrlError, createAddressPolicy, isPublicAddress } from "./address-policy";

const policy = createAddressPolicy({
  upstreamBaseUrl: "http://192.168.1.20:3000/v1",
  extraHosts: ["minio.lan:9000", "cdn.lan"],
});

test.each(["8.8.8.8", "93.184.216.34", "2606:4700:4700::1111"])("%s is public", (address) =>
  expect(isPublicAddress(address)).toBe(true),
);

test.each([
  "10.0.0.5",
  "127.0.0.1",
  "127.1",
  "0.0.0.0",
  "100.64.0.1",
  "169.254.169.254",
  "172.16.0.1",
  "192.168.0.1",
  "192.0.2.1",
  "198.18.0.1",
  "224.0.0.1",
  "240.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "fe80::1",
  "fd00::1",
  "fec0::1",
  "ff02::1",
  "::ffff:10.0.0.1",
  "::ffff:7f00:1",
  "64:ff9b::a00:1",
  "2002:0a00:0001::",
  "2001:db8::1",
  "2001::1",
  "::7f00:1",
  "not an address",
])("%s is not public", (address) => expect(isPublicAddress(address)).toBe(false));

test.each([
  "https://images.example.com/a.png",
  "https://8.8.8.8/a.png",
  "http://192.168.1.20:3000/files/a.png",
  "/files/a.png",
  "http://minio.lan:9000/a.png",
  "https://cdn.lan/a.png",
])("%s is allowed", (url) => expect(policy.check(url)).toBeInstanceOf(URL));

test.each([
  "http://images.example.com/a.png",
  "https://images.example.com:8443/a.png",
  "https://user@images.example.com/a.png",
  "https://192.168.1.20/a.png",
  "http://192.168.1.20:3001/a.png",
  "http://192.168.1.21:3000/a.png",
  "https://0x7f.1/a.png",
  "https://[::ffff:127.0.0.1]/a.png",
  "https://2130706433/a.png",
  "https://minio.lan:9001/a.png",
  "ftp://cdn.lan/a.png",
  "file:///etc/passwd",
  "javascript:alert(1)",
  "https://",
])("%s is refused", (url) => expect(() => policy.check(url)).toThrow(UnsafeUrlError));

test("one private address among several refuses the connection", async () => {
  const dialled: string[] = [];
  const mixed = createAddressPolicy({
    upstreamBaseUrl: "https://relay.example/v1",
    extraHosts: [],
    lookup: () => Promise.resolve(["93.184.216.34", "10.0.0.1"]),
    dial(address, port) {
      dialled.push(address);
      return { address, port };
    },
  });
  const url = mixed.check("https://images.example.com/a.png");
  await expect(mixed.connect(url, 100, AbortSignal.timeout(1_000))).rejects.toThrow(UnsafeUrlError);
  expect(dialled).toEqual([]);
});

test.each([
  ["https://images.example.com/a.png", 443],
  ["http://cdn.lan/a.png", 80],
  ["http://minio.lan:9000/a.png", 9000],
])("%s is fetched from port %d", async (address, expected) => {
  const ports: number[] = [];
  const watched = createAddressPolicy({
    upstreamBaseUrl: "https://relay.example/v1",
    extraHosts: ["minio.lan:9000", "cdn.lan"],
    lookup: () => Promise.resolve(["93.184.216.34"]),
    dial(_address, port) {
      ports.push(port);
      throw new Error("dialled");
    },
  });
  const connection = watched.connect(watched.check(address), 100, new AbortController().signal);
  await expect(connection).rejects.toThrow("dialled");
  expect(ports).toEqual([expected]);
});

test.each([
  // A TLS record starts with its type: 22 is a handshake (RFC 8446, 5.1).
  ["https:", "a TLS handshake", 22],
  ["http:", "the client's own bytes", "G".charCodeAt(0)],
])("a connection to an %s address starts with %s", async (protocol, _start, expected) => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const local = createAddressPolicy({
    upstreamBaseUrl: `${protocol}//127.0.0.1:${port}/`,
    extraHosts: [],
  });
  const accepted = once(server, "connection");
  const connection = local
    .connect(local.check("/a.png"), 30_000, new AbortController().signal)
    .then((socket) => socket.end("GET /a.png HTTP/1.1\r\n\r\n"))
    .catch(() => "the handshake was cut off");
  const [socket] = (await accepted) as [Socket];
  const [bytes] = (await once(socket, "data")) as [Buffer];
  socket.destroy();
  await connection;
  server.close();
  expect(bytes[0]).toBe(expected);
});
