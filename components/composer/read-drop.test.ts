import { expect, test } from "vitest";
import { readDrop } from "@/components/composer/read-drop";

const ORIGIN = "https://studio.example";
const ID = "01a20348-f6eb-715b-baff-71a024a1dd02";
const file = new File(["x"], "sketch.png", { type: "image/png" });

function holding(uriList: string, files: File[] = []) {
  return { files, getData: (type: string) => (type === "text/uri-list" ? uriList : "") };
}

test("a picture of the studio is itself, not a new upload", () => {
  const dropped = readDrop(holding(`${ORIGIN}/api/images/${ID}/512`, [file]), ORIGIN);
  expect(dropped).toEqual({ kind: "picture", imageId: ID });
});

test("the same path elsewhere is a file, or an address", () => {
  const url = `https://other.example/api/images/${ID}/512`;
  expect(readDrop(holding(url, [file]), ORIGIN)).toEqual({ kind: "files", files: [file] });
  expect(readDrop(holding(`# a comment\r\n${url}`), ORIGIN)).toEqual({ kind: "address", url });
});

test("other links of the studio, plain http and nonsense bring nothing", () => {
  for (const text of [`${ORIGIN}/t/${ID}`, "http://example.org/a.png", "nonsense", ""]) {
    expect(readDrop(holding(text), ORIGIN)).toEqual({ kind: "nothing" });
  }
});
