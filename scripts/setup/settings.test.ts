import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readSettings } from "@/lib/server/env";
import { Failure } from "./failure";
import { checkProfiles } from "./settings";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "settings-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("without a profiles file the check passes", () => {
  expect(() => checkProfiles(readSettings({}))).not.toThrow();
});

test.each([
  ["nothing.json", undefined, /cannot be read: ENOENT/],
  ["broken.json", '{\n "models": [\n oops ]\n}', /cannot be read: .*JSON/],
  ["wrong.json", '{"models": [{"id": ""}]}', /are wrong at models\.0\.id: /],
])(
  "invalid profiles in %s fail with one line before anything starts",
  async (name, content, words) => {
    const file = path.join(folder, name);
    if (content !== undefined) await writeFile(file, content);
    const check = () => checkProfiles(readSettings({ UPSTREAM_PROFILES: file }));
    expect(check).toThrow(Failure);
    expect(check).toThrow(words);
    expect(check).toThrow(/^[^\n]+ Correct the file, or what UPSTREAM_PROFILES says\.$/);
  },
);
