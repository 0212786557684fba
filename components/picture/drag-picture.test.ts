import { beforeEach, expect, test, vi } from "vitest";
import { fillTransfer } from "@/components/picture/drag-picture";
import { readTransfer } from "@/components/composer/read-transfer";
import type { ImageId } from "@/lib/contracts/ids";

const imageId = "018f4e3c-0000-7000-8000-000000000001" as ImageId;
const origin = "https://studio.test";
const address = `${origin}/api/images/${imageId}/original`;

beforeEach(() => {
  vi.stubGlobal("location", { origin });
});

function carried(fileName: string | null) {
  const data = new Map<string, string>();
  const detail = fileName === null ? undefined : { image: { media: "image/png" }, fileName };
  fillTransfer({ setData: (type, text) => void data.set(type, text) }, imageId, detail);
  return data;
}

test("the desktop gets the original under its name, which has no colon", () => {
  expect(carried("ten: past.png").get("DownloadURL")).toBe(`image/png:ten- past.png:${address}`);
});

test("without details there is an address and no file", () => {
  expect([...carried(null).keys()]).toEqual(["text/uri-list", "text/html"]);
});

test("a composer reads it as a picture of this instance", () => {
  const data = carried("lighthouse.png");
  const holder = { getData: (type: string) => data.get(type) ?? "", files: [] };
  expect(readTransfer(holder, { via: "drop", origin })).toEqual([{ kind: "own", imageId }]);
});
