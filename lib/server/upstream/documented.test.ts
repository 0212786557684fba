import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FAILURES, type FailureCode } from "@/lib/contracts/failures";
import { SEND_LIMITS } from "./send/client";
import { COLLECT_LIMITS } from "./fetch/collect-pictures";
import { FETCH_LIMITS } from "./fetch/fetch-picture";
import { loadProfiles } from "./profiles/profiles";

/** Checks the failure table and the figures of docs/upstream.md against the code. */
const page = readFileSync(new URL("../../../docs/upstream.md", import.meta.url), "utf8");

const rows = [...page.matchAll(/^\| `(\w+)` \| ([^|]+) \| (\w+) \| (\w+) \| (\w+) \|$/gm)].map(
  ([, code = "", when = "", billed, resent, action]) => ({ code, when, billed, resent, action }),
);

describe("the table of failures", () => {
  test("has exactly one row per failure code", () => {
    expect(rows.map(({ code }) => code).toSorted()).toEqual(Object.keys(FAILURES).toSorted());
  });

  test.each(rows.map((row) => [row.code, row] as const))("%s", (code, row) => {
    const { billed, resendable, action } = FAILURES[code as FailureCode];
    expect(row).toMatchObject({ billed, resent: resendable ? "yes" : "no", action });
    expect(row.when.trim()).not.toBe("");
  });
});

const MEGABYTE = 1024 * 1024;
const profiles = loadProfiles();

test.each([
  [`${SEND_LIMITS.maxBodyBytes / MEGABYTE} MiB`, "an answer's size"],
  [`${SEND_LIMITS.lateBodyIdleMs / 1_000} s`, "a late body's longest pause"],
  [`${COLLECT_LIMITS.maxBytes / MEGABYTE} MiB`, "a picture's size"],
  [`At most ${COLLECT_LIMITS.maxFetched} addresses`, "addresses per answer"],
  [`At most ${FETCH_LIMITS.maxRedirects} redirects`, "redirects"],
  [
    `${FETCH_LIMITS.totalMs / 1_000} s in all, ${FETCH_LIMITS.idleMs / 1_000} s of silence`,
    "a download",
  ],
  ...profiles.flatMap(({ id, timeLimitsMs: { standard, fourK } }) => [
    [`${standard / 1_000} s; ${fourK / 1_000} s for 4K`, `the time limit of ${id}`],
  ]),
])("docs/upstream.md says %s for %s", (figure) => {
  expect(page).toContain(figure);
});
