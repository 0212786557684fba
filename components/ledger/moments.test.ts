import { expect, test } from "vitest";
import { momentsOf } from "@/components/ledger/moments";

const at = (ms: number) => new Date(1_700_000_000_000 + ms).toISOString();
const nothing = {
  queuedAt: at(0),
  sentAt: null,
  firstByteAt: null,
  receivedAt: null,
  parsedAt: null,
  finishedAt: null,
  state: "queued" as const,
  imageCount: 0,
};

test("a finished picture has six moments with the time since the previous one", () => {
  const moments = momentsOf({
    queuedAt: at(0),
    sentAt: at(200),
    firstByteAt: at(30_200),
    receivedAt: at(31_000),
    parsedAt: at(31_050),
    finishedAt: at(31_400),
    state: "succeeded",
    imageCount: 1,
  });
  expect(moments.map(({ name, ms }) => [name, ms])).toEqual([
    ["queued", null],
    ["sent", 200],
    ["firstByte", 30_000],
    ["lastByte", 800],
    ["parsed", 50],
    ["stored", 350],
  ]);
});

test("a failed call leaves out what never happened and counts its end from the last moment", () => {
  const moments = momentsOf({
    ...nothing,
    sentAt: at(100),
    finishedAt: at(60_100),
    state: "failed",
  });
  expect(moments.map(({ name, ms }) => [name, ms])).toEqual([
    ["queued", null],
    ["sent", 100],
    ["ended", 60_000],
  ]);
});

test("a picture that arrived after its cancellation counts as stored", () => {
  const moments = momentsOf({
    ...nothing,
    finishedAt: at(5),
    state: "cancelled",
    imageCount: 1,
  });
  expect(moments.at(-1)?.name).toBe("stored");
});

test("clocks that disagree never give a negative duration", () => {
  expect(momentsOf({ ...nothing, sentAt: at(-40) })[1]).toMatchObject({ name: "sent", ms: 0 });
});
