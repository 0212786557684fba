import { expect, test } from "vitest";
import { compare, type Evidence } from "./compare";
import type { LedgerRow } from "./ledger";
import { type Plan, planOf, promptOf } from "./plan";
import type { Call } from "./upstream";

const plan: Plan = {
  kind: "image",
  draws: true,
  hasImage: true,
  isRetryable: false,
  isWhole: true,
  status: 200,
  headers: {},
  content: { form: "envelope" },
  delayMs: 0,
  transport: { mode: "normal" },
  assetFaults: 0,
};
const busy: Plan = {
  ...{ ...plan, kind: "503", status: 503 },
  ...{ draws: false, hasImage: false, isRetryable: true },
};
const reset: Plan = { ...plan, kind: "reset", hasImage: false, isWhole: false };

const call = (change: Partial<Call> = {}): Call => ({
  image: 1,
  nth: 1,
  plan,
  beganAt: 8_000,
  closedAt: 10_000,
  isReadToEnd: true,
  ...change,
});
const row = (change: Partial<LedgerRow> = {}): LedgerRow => ({
  prompt: promptOf(1),
  state: "succeeded",
  failureCode: null,
  billed: "yes",
  attempts: 1,
  earlierAttempts: [],
  upstreamStatus: 200,
  sentAt: new Date(0),
  images: [{ id: "one", sha256: "bytes" }],
  ...change,
});
const unknown: Partial<LedgerRow> = {
  state: "unknown",
  failureCode: "unknown_outcome",
  billed: "unknown",
  images: [],
};
const earlier = { sentAt: "2026-11-22T00:00:00.000Z", code: "upstream_error", status: 503 };

/** The rules that this evidence breaks. */
function brokenBy(evidence: Partial<Evidence>): string[] {
  const { wrong } = compare({
    rows: [row()],
    calls: [call()],
    kills: [],
    sha256: new Map([[1, "bytes"]]),
    ...evidence,
  });
  return Object.entries(wrong).flatMap(([rule, who]) => (who.length > 0 ? [rule] : []));
}

test("an image that arrived breaks no rule", () => {
  expect(brokenBy({})).toEqual([]);
});

test("an image that arrived and is missing counts as lost", () => {
  expect(brokenBy({ rows: [row(unknown)] })).toEqual(["lost"]);
  // The worker died at that moment: the outcome cannot be known.
  expect(brokenBy({ rows: [row(unknown)], kills: [9_900] })).toEqual([]);
  // It died before the call began, or long after it had ended.
  expect(brokenBy({ rows: [row(unknown)], kills: [7_000] })).toEqual(["lost"]);
  expect(brokenBy({ rows: [row(unknown)], kills: [11_000] })).toEqual(["lost"]);
  expect(brokenBy({ rows: [row(unknown)], calls: [call({ isReadToEnd: false })] })).toEqual([]);
});

test("bytes other than those sent count as altered", () => {
  const rows = [row({ images: [{ id: "one", sha256: "others" }] })];
  expect(brokenBy({ rows })).toEqual(["lost", "altered"]);
});

test("a retry is allowed only after an unbilled answer, and at most three times", () => {
  const twice = { rows: [row({ attempts: 2, earlierAttempts: [earlier] })] };
  const second = call({ nth: 2 });
  expect(brokenBy({ ...twice, calls: [call({ plan: busy }), second] })).toEqual([]);
  expect(brokenBy({ ...twice, calls: [call({ plan: reset }), second] })).toEqual([
    "twice",
    "misbilled",
  ]);
  // The refusal was never read, so the studio could not know that it was retryable.
  const blind = row({ attempts: 2, earlierAttempts: [{ ...earlier, status: null }] });
  expect(brokenBy({ rows: [blind], calls: [call({ plan: busy }), second] })).toEqual(["twice"]);
  // The upstream died before it saw that its answer had been read.
  const unheard = call({ plan: busy, isReadToEnd: false });
  expect(brokenBy({ ...twice, calls: [unheard, second] })).toEqual([]);
  const five = Array.from({ length: 5 }, (_, n) => call({ nth: n + 1, plan: busy }));
  const rows = [
    row({
      ...unknown,
      state: "failed",
      failureCode: "upstream_error",
      billed: "no",
      attempts: 5,
      earlierAttempts: Array.from({ length: 4 }, () => earlier),
    }),
  ];
  expect(brokenBy({ rows, calls: five })).toEqual(["twice"]);
});

test("ledger and upstream must count the same calls", () => {
  expect(brokenBy({ rows: [row({ attempts: 0, sentAt: null })] })).toEqual(["unrecorded"]);
  expect(brokenBy({ calls: [call(), call({ image: 2 })] })).toEqual(["unrecorded"]);
  // Died between the commit and the first byte: that is what `unknown` is for …
  expect(brokenBy({ rows: [row(unknown)], calls: [] })).toEqual([]);
  // … and no other state or code is accepted.
  const refused = row({ ...unknown, state: "failed", failureCode: "model_refused" });
  expect(brokenBy({ rows: [refused], calls: [] })).toEqual(["unexplained"]);
  expect(brokenBy({ rows: [row({ earlierAttempts: [earlier] })] })).toEqual(["unexplained"]);
});

test("the ledger's billing must match what the upstream charged", () => {
  expect(brokenBy({ rows: [row({ billed: "no" })] })).toEqual(["misbilled"]);
  const failed = { ...unknown, state: "failed", failureCode: "no_image" };
  const calls = [call({ plan: reset })];
  expect(brokenBy({ rows: [row({ ...failed, billed: "no" })], calls })).toEqual(["misbilled"]);
  expect(brokenBy({ rows: [row({ ...failed, billed: "unknown" })], calls })).toEqual([]);
  expect(
    brokenBy({ rows: [row({ ...failed, billed: "yes" })], calls: [call({ plan: busy })] }),
  ).toEqual(["misbilled"]);
});

test("every generation must end, and none by an internal fault", () => {
  const rows = [row({ ...unknown, state: "sent", failureCode: null, billed: null })];
  expect(brokenBy({ rows, calls: [call({ plan: reset })] })).toEqual(["stuck", "misbilled"]);
  const own = row({ ...unknown, state: "failed", failureCode: "internal" });
  expect(brokenBy({ rows: [own], calls: [call({ plan: reset })] })).toEqual(["ownFault"]);
});

test("the same seed repeats the faults, another seed gives others", () => {
  const kinds = (seed: number) =>
    Array.from({ length: 40 }, (_, n) => planOf(seed, n + 1, 1)).map(({ kind }) => kind);
  expect(kinds(7)).toEqual(kinds(7));
  expect(kinds(7)).not.toEqual(kinds(8));
});

test("a program's retry that is drawn and billed again breaks a rule", () => {
  const calls = [call(), call({ nth: 2 })];
  expect(brokenBy({ rows: [row(), row()], calls })).toEqual(["doubled"]);
});

test("a program's retry after an unbilled end is a new call", () => {
  const rejected: Plan = { ...busy, isRetryable: false };
  const failed = row({ state: "failed", failureCode: "rate_limited", billed: "no", images: [] });
  const calls = [call({ plan: rejected }), call({ nth: 2 })];
  expect(brokenBy({ rows: [failed, row()], calls })).toEqual([]);
});

test("an upload that is not served as it was accepted breaks a rule", () => {
  expect(brokenBy({ badUploads: ["upload 1"] })).toEqual(["upload"]);
});

test("a task that lost or doubled something breaks a rule", () => {
  expect(brokenBy({ badTasks: ["tag: 5, not 6"] })).toEqual(["task"]);
});
