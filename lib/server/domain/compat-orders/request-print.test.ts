import { expect, test } from "vitest";
import { differingFields, fingerprintOf, printOfForm, printOfJson } from "./request-print";

const same = (one: unknown, other: unknown) =>
  fingerprintOf("/v1/x", printOfJson(one)) === fingerprintOf("/v1/x", printOfJson(other));

test.each([
  [{ model: "m", n: 2 }, { n: 2, model: "m" }, true],
  [{ a: { b: 1, c: [1, 2] } }, { a: { c: [1, 2], b: 1 } }, true],
  [{ prompt: "a", size: null }, { prompt: "a" }, true],
  [{ prompt: "a", stream: true, response_format: "url" }, { prompt: "a", user: "x" }, true],
  [{ prompt: "a", n: 1 }, { prompt: "a", n: 2 }, false],
  [{ prompt: "a", n: 1 }, { prompt: "a", n: "1" }, false],
  [{ a: ["bc"] }, { a: ["b", "c"] }, false],
  [{ a: [[], "x"] }, { a: [["x"]] }, false],
])("%j and %j have the same fingerprint: %j", (one, other, isSame) => {
  expect(same(one, other)).toBe(isSame);
});

test("the path affects the fingerprint", () => {
  const print = printOfJson({ prompt: "a" });
  expect(fingerprintOf("/v1/a", print)).not.toBe(fingerprintOf("/v1/b", print));
});

/** A form as the server parses it, with a random boundary. */
async function parsedForm(fields: [string, string | Blob][]): Promise<FormData> {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  const request = new Response(form);
  return new Response(await request.bytes(), { headers: request.headers }).formData();
}

test("a form's fingerprints depend on its files but not on the boundary", async () => {
  const fields = (last: number): [string, string | Blob][] => [
    ["prompt", "Make it night"],
    ["image", new Blob([new Uint8Array([1, 2, 3])])],
    ["image", new Blob([new Uint8Array([4, 5, last])])],
  ];
  const [one, again, other] = await Promise.all(
    [6, 6, 7].map(async (last) => printOfForm(await parsedForm(fields(last)))),
  );
  expect(one).toEqual(again);
  expect(differingFields(one ?? {}, other ?? {})).toEqual(["image"]);
});
