import { expect, test } from "vitest";
import { asLoneAddress, readPaste } from "@/components/composer/read-paste";

const file = new File(["x"], "sketch.png", { type: "image/png" });

function clipboard(texts: Record<string, string>, files: File[] = []) {
  return { files, getData: (type: string) => texts[type] ?? "" };
}

test("a picture is taken, also when it comes with its file's name or its markup", () => {
  const taken = { kind: "files", files: [file] };
  expect(readPaste(clipboard({}, [file]))).toEqual(taken);
  expect(readPaste(clipboard({ "text/plain": "sketch.png" }, [file]))).toEqual(taken);
  expect(readPaste(clipboard({ "text/html": "<img>" }, [file]))).toEqual(taken);
});

test("words that a spreadsheet also drew stay words", () => {
  const copied = clipboard({ "text/plain": "A1", "text/html": "<td>A1</td>" }, [file]);
  expect(readPaste(copied)).toEqual({ kind: "text" });
});

test("a lone https address of a picture is one, a sentence with one is not", () => {
  const url = "https://example.org/a.png";
  expect(readPaste(clipboard({ "text/plain": ` ${url} ` }))).toEqual({ kind: "address", url });
  expect(asLoneAddress(`see ${url}`)).toBeNull();
  expect(asLoneAddress("http://example.org/a.png")).toBeNull();
  expect(asLoneAddress("https://example.org/page")).toBeNull();
  expect(asLoneAddress("https://example.org/a.png?width=9")).toBe(
    "https://example.org/a.png?width=9",
  );
});
