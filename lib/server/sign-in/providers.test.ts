import { expect, test } from "vitest";
import { githubAddress, profileOfClaims } from "@/lib/server/sign-in/providers";

test.each([
  [true, true],
  ["true", true],
  [false, false],
  ["false", false],
  [undefined, false],
  [1, false],
])("email_verified %o counts as %o", (email_verified, isEmailVerified) => {
  const profile = profileOfClaims({ sub: "7", email: "ada@example.org", email_verified });
  expect(profile).toEqual({ id: "7", name: null, email: "ada@example.org", isEmailVerified });
});

test("GitHub's primary address is used, with its verified flag", () => {
  const addresses = [
    { email: "public@example.org", primary: false, verified: true },
    { email: "ada@example.org", primary: true, verified: false },
  ];
  expect(githubAddress(JSON.stringify(addresses))).toEqual({
    email: "ada@example.org",
    isEmailVerified: false,
  });
});

test.each(["", "{}", "[]", '[{"email": 1}]'])("a response of %s contains no address", (json) => {
  expect(githubAddress(json)).toEqual({ email: null, isEmailVerified: false });
});
