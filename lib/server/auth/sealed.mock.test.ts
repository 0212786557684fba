import { beforeEach, expect, test, vi } from "vitest";
import { CannotUnseal, seal, type SealedFor, unseal } from "./sealed";

const secret = vi.hoisted(() => ({ value: "a secret of at least thirty-two characters" }));
vi.mock("@/lib/server/auth/secret", () => ({ authSecret: () => secret.value }));

const KEY = "sk-canary-Zq7w-of-a-workspace";
const binding: SealedFor = { kind: "upstream-key", rowId: "row-1", owner: "workspace:w-1" };

beforeEach(() => {
  secret.value = "a secret of at least thirty-two characters";
});

test("a sealed secret opens again, and sealing twice gives different bytes", () => {
  const sealed = seal(KEY, binding);
  expect(unseal(sealed, binding)).toBe(KEY);
  expect(unseal(seal("ключ 密钥", binding), binding)).toBe("ключ 密钥");
  expect(Buffer.from(seal(KEY, binding)).equals(Buffer.from(sealed))).toBe(false);
  expect(Buffer.from(sealed).includes(KEY.slice(0, 6))).toBe(false);
});

test("changing any byte fails: version, nonce, tag or text", () => {
  const sealed = seal(KEY, binding);
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Uint8Array.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => unseal(changed, binding), `byte ${at}`).toThrow(CannotUnseal);
  }
  for (const length of [0, 1, 12, 29, sealed.length - 1]) {
    expect(() => unseal(sealed.subarray(0, length), binding)).toThrow(CannotUnseal);
  }
});

test.each([
  ["another row", { ...binding, rowId: "row-2" }],
  ["another workspace", { ...binding, owner: "workspace:w-2" }],
  ["a member", { ...binding, owner: "member:w-1" }],
  ["parts pushed together", { ...binding, rowId: 'row-1","workspace:w-1' }],
])("a sealed secret does not open for %s", (_, other) => {
  expect(() => unseal(seal(KEY, binding), other)).toThrow(CannotUnseal);
});

test("another secret cannot open it, and the error reveals nothing", () => {
  const sealed = seal(KEY, binding);
  secret.value = "another secret of thirty-two characters";
  expect(() => unseal(sealed, binding)).toThrow(CannotUnseal);
  try {
    unseal(sealed, binding);
  } catch (error) {
    expect(String(error)).toBe("CannotUnseal");
  }
});
