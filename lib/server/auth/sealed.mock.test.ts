import { beforeEach, expect, test, vi } from "vitest";
import { CannotUnseal, seal, type SealedFor, unseal } from "./sealed";

const secret = vi.hoisted(() => ({ value: "a secret of at least thirty-two characters" }));
vi.mock("@/lib/server/auth/secret", () => ({ authSecret: () => secret.value }));

const KEY = "sk-canary-Zq7w-of-a-workspace";
const place: SealedFor = { kind: "upstream-key", rowId: "row-1", owner: "workspace:w-1" };

beforeEach(() => {
  secret.value = "a secret of at least thirty-two characters";
});

test("a sealed secret opens again, and sealing twice gives different bytes", () => {
  const sealed = seal(KEY, place);
  expect(unseal(sealed, place)).toBe(KEY);
  expect(unseal(seal("ключ 密钥", place), place)).toBe("ключ 密钥");
  expect(Buffer.from(seal(KEY, place)).equals(Buffer.from(sealed))).toBe(false);
  expect(Buffer.from(sealed).includes(KEY.slice(0, 6))).toBe(false);
});

test("changing any byte fails: version, nonce, tag or text", () => {
  const sealed = seal(KEY, place);
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Uint8Array.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => unseal(changed, place), `byte ${at}`).toThrow(CannotUnseal);
  }
  for (const length of [0, 1, 12, 29, sealed.length - 1]) {
    expect(() => unseal(sealed.subarray(0, length), place)).toThrow(CannotUnseal);
  }
});

test.each([
  ["another row", { ...place, rowId: "row-2" }],
  ["another workspace", { ...place, owner: "workspace:w-2" }],
  ["a member", { ...place, owner: "member:w-1" }],
  ["parts pushed together", { ...place, rowId: 'row-1","workspace:w-1' }],
])("a sealed secret does not open for %s", (_, elsewhere) => {
  expect(() => unseal(seal(KEY, place), elsewhere)).toThrow(CannotUnseal);
});

test("another secret cannot open it, and the error reveals nothing", () => {
  const sealed = seal(KEY, place);
  secret.value = "another secret of thirty-two characters";
  expect(() => unseal(sealed, place)).toThrow(CannotUnseal);
  try {
    unseal(sealed, place);
  } catch (error) {
    expect(String(error)).toBe("CannotUnseal");
  }
});
