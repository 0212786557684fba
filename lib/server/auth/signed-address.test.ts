import { randomUUID } from "node:crypto";
import { beforeAll, expect, test, vi } from "vitest";
import { readSignedAddress, signImageAddress } from "./signed-address";

const now = new Date("2026-03-01T12:00:00Z");
const at = (seconds: number) => ({ now: () => new Date(now.getTime() + seconds * 1000) });
const id = randomUUID();
const shareId = randomUUID();

beforeAll(() => {
  vi.stubEnv("DATABASE_URL", "postgresql://nobody@localhost/none");
  vi.stubEnv("PENTIMENTO_SECRET", "a secret of thirty-two characters");
});

test("reads an address that it signed, under any origin", () => {
  const path = signImageAddress(shareId, id, 512, { clock: at(0) });
  const issuedAt = at(0).now();
  const read = {
    shareId,
    imageId: id,
    variant: 512,
    issuedAt,
    expiresAt: at(86_400).now(),
    isExpired: false,
  };
  expect(readSignedAddress(path, at(0))).toEqual(read);
  expect(readSignedAddress(`https://studio.example.org${path}`, at(86_399))).toEqual(read);
});

test("an expired address still names its image", () => {
  const path = signImageAddress(shareId, id, "original", { ttlS: 60, clock: at(0) });
  expect(readSignedAddress(path, at(59))?.isExpired).toBe(false);
  expect(readSignedAddress(path, at(60))).toMatchObject({ imageId: id, isExpired: true });
});

test.each([
  ["another picture", (path: string) => path.replace(id, randomUUID())],
  ["another share", (path: string) => path.replace(shareId, randomUUID())],
  ["a later issue", (path: string) => path.replace(/t=(\d+)/, (_, t) => `t=${Number(t) + 1}`)],
  ["another size", (path: string) => path.replace("/original", "/256")],
  ["a longer life", (path: string) => path.replace(/e=(\d+)/, (_, e) => `e=${Number(e) + 1}`)],
  ["no expiry", (path: string) => path.replace(/e=\d+&/, "")],
  ["no signature", (path: string) => path.replace(/&s=.*/, "")],
  ["half a signature", (path: string) => path.slice(0, -10)],
  ["another signature", (path: string) => path.replace(/s=.*/, `s=${"A".repeat(43)}`)],
  ["a size that is none", (path: string) => path.replace("/original", "/9999")],
  ["another path", (path: string) => path.replace("/s/i/", "/i/")],
])("%s is rejected", (_, change) => {
  const path = signImageAddress(shareId, id, "original", { clock: at(0) });
  expect(readSignedAddress(path, at(0))).not.toBeNull();
  expect(readSignedAddress(change(path), at(0))).toBeNull();
});

test.each([
  "",
  "nonsense",
  "data:image/png;base64,AAAA",
  "http://",
  "/s/i/1/1/original?t=1&e=1&s=1",
])("%j is not a signed address", (text) => expect(readSignedAddress(text)).toBeNull());
