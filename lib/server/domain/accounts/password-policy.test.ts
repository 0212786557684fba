import { expect, test } from "vitest";
import { COMMON_PASSWORDS } from "@/lib/server/domain/accounts/common-passwords";
import { refuseWeakPassword } from "@/lib/server/domain/accounts/password-policy";

const person = { name: "Marie Kowalska", email: "mkowal@atelier.example" };
const check = (password: string) => () => refuseWeakPassword(password, person);

test("the list holds only common passwords of at least the minimum length", () => {
  expect(COMMON_PASSWORDS.size).toBeGreaterThan(1_000);
  for (const password of COMMON_PASSWORDS) expect(password.length).toBeGreaterThanOrEqual(10);
});

test.each([
  "qwertyuiop",
  "Password123",
  "P@ssw0rd2024!",
  "!!Welcome2025!!",
  "1234567890",
  "9876543210",
  "abcdefghij",
  "aaaaaaaaaaaa",
  "abababababab",
  "abcabcabcabc",
  "111222111222",
  "kfzkzfzkffkz",
  "basketball",
  "qwertyuiop1",
  "asdfghjkl123",
  "marie12345",
  "kowalska2024",
  "mkowal-1990",
  "mkowal@atelier.example",
  "December2025",
])("refused: %s", (password) => {
  expect(check(password)).toThrow("weak_password");
});

test.each([
  "lighthouse keeper",
  "correct horse battery staple",
  "tr0ub4dor&3x",
  "mkowal paints the harbour at night",
  "vermilion-gesso-17",
  "一只猫在海边看日出啊",
  "G7v!pQ2z#k",
  "kfzkzfzkffkw",
])("accepted: %s", (password) => {
  expect(check(password)).not.toThrow();
});
