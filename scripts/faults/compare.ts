import { imageIn } from "./plan";
import type { LedgerRow } from "./ledger";
import type { Call } from "./upstream";

/**
 * Around a kill it cannot be known from outside whether the last bytes were read and stored. An answer that was in
 * progress then, or ended less than this long before the kill, counts neither as arrived nor as lost, ms.
 */
const beforeKillMs = 500;
/** How late a busy machine may report the end of a connection, ms. */
const afterKillMs = 5_000;

export type Evidence = {
  rows: readonly LedgerRow[];
  calls: readonly Call[];
  /** When workers were killed, on the same clock as the calls. */
  kills: readonly number[];
  /** SHA-256 of each image, by its number. */
  sha256: ReadonlyMap<number, string>;
  /** Accepted uploads that are not served byte for byte. */
  badUploads?: readonly string[];
  /** What tasks lost or did twice while their workers were killed. */
  badTasks?: readonly string[];
};

export type Verdict = {
  /** The images that broke each rule. All lists must be empty. */
  wrong: Record<keyof typeof RULES, string[]>;
  generations: number;
  states: Record<string, number>;
  calls: number;
  attempts: number;
  /** Attempts that were committed as `sent`, but the worker or the upstream died before the call arrived. */
  neverArrived: number;
  /** Answers with an image that were read to their end and so must not be lost. */
  arrived: number;
  /** Answers with an image that ended together with the death of a worker. */
  cutByKill: number;
  /** Retries after an answer that is known to be unbilled. */
  resent: number;
};

/** The rules, as the report words them. */
export const RULES = {
  stuck: "generations that never ended",
  lost: "images lost whose bytes had arrived",
  altered: "images that differ from the bytes that were sent",
  twice: "generations sent twice without consent",
  unrecorded: "calls missing in the ledger",
  unexplained: "attempts in the ledger without an explanation",
  misbilled: "generations whose billing contradicts the upstream",
  doubled: "images for which a program's retries were a second paid call",
  task: "things that bulk acts, purges and imports lost or did twice",
  upload: "accepted uploads that are not served byte for byte",
  ownFault: "generations that failed with an internal fault",
} as const;

/** Failure codes that the studio must never give here, since all faults lie outside of it. */
const ownFaults = new Set(["internal", "answer_lost", "storage_full", "picture_lost"]);

/** Compares the studio's ledger with the calls that the upstream saw. Pure. */
export function compare({
  rows,
  calls,
  kills,
  sha256,
  badUploads = [],
  badTasks = [],
}: Evidence): Verdict {
  const wrong = Object.fromEntries(
    Object.keys(RULES).map((rule) => [rule, [] as string[]]),
  ) as Verdict["wrong"];
  const verdict: Verdict = {
    ...{ wrong, generations: rows.length, states: {}, calls: calls.length },
    ...{ attempts: 0, neverArrived: 0, arrived: 0, cutByKill: 0, resent: 0 },
  };
  const isCutByKill = ({ beganAt, closedAt }: Call) =>
    closedAt === null ||
    kills.some((at) => beganAt < at && closedAt > at - beforeKillMs && closedAt < at + afterKillMs);

  wrong.upload.push(...badUploads);
  wrong.task.push(...badTasks);
  const shares = shareCalls(rows, calls);
  const known = new Set<number>();
  for (const row of rows) {
    const number = imageIn(row.prompt) ?? 0;
    const own = shares.get(row) ?? [];
    const name = `#${number} (${row.state}${row.failureCode ? ` ${row.failureCode}` : ""}; ${own
      .map(({ plan }) => plan?.kind ?? "cut request")
      .join(", ")})`;
    if (known.has(number) && isPaidTwice(rows, number)) wrong.doubled.push(name);
    known.add(number);
    verdict.states[row.state] = (verdict.states[row.state] ?? 0) + 1;
    verdict.attempts += row.attempts;
    if (!["succeeded", "failed", "unknown"].includes(row.state)) wrong.stuck.push(name);
    if (row.failureCode !== null && ownFaults.has(row.failureCode)) wrong.ownFault.push(name);

    const hasImage = row.images.some((image) => image.sha256 === sha256.get(number));
    if (row.images.length > 0 && (row.images.length > 1 || !hasImage)) wrong.altered.push(name);
    for (const call of own) {
      if (!call.plan?.hasImage || !call.isReadToEnd) continue;
      verdict.arrived += 1;
      if (hasImage) continue;
      if (isCutByKill(call)) verdict.cutByKill += 1;
      else wrong.lost.push(name);
    }

    // A retry is allowed only after an answer known to be unbilled, at most three times. The recorded status proves
    // that the studio read that answer; the upstream's view alone cannot, because a dying upstream does not see the
    // close.
    const retries = own.slice(1);
    verdict.resent += retries.length;
    const answered = row.earlierAttempts.filter(({ status }) => status !== null);
    const isAllowed = retries.every((_, n) => {
      const before = own[n]?.plan;
      return before?.isRetryable && answered[n]?.status === before.status;
    });
    if (!isAllowed || own.length > 4) wrong.twice.push(name);

    const missing = row.attempts - own.length;
    if (missing < 0) wrong.unrecorded.push(name);
    verdict.neverArrived += Math.max(0, missing);
    // An attempt that never arrived ended in doubt, or was refused a connection and is known to be free.
    const doubtful = [row.failureCode, ...row.earlierAttempts.map(({ code }) => code)].filter(
      (code) =>
        code === "unknown_outcome" ||
        code === "connection_reset" ||
        code === "upstream_unreachable",
    );
    const recorded =
      row.earlierAttempts.filter(({ sentAt }) => sentAt !== null).length +
      Number(row.sentAt !== null);
    if (missing > doubtful.length || recorded !== row.attempts) wrong.unexplained.push(name);

    if (!isBilledCorrectly(row, own)) wrong.misbilled.push(`${name} billed ${row.billed}`);
  }
  for (const { image } of calls) {
    if (image !== null && !known.has(image)) wrong.unrecorded.push(`#${image} (no row)`);
  }
  return verdict;
}

/**
 * The calls of each row. A program's retry gets a row of its own where the first one ended unbilled: then the earlier row has
 * the earlier calls.
 */
function shareCalls(
  rows: readonly LedgerRow[],
  calls: readonly Call[],
): Map<LedgerRow, readonly Call[]> {
  const shares = new Map<LedgerRow, readonly Call[]>();
  const numbers = new Set(rows.map(({ prompt }) => imageIn(prompt) ?? 0));
  for (const number of numbers) {
    const same = rows.filter(({ prompt }) => (imageIn(prompt) ?? 0) === number);
    const left = calls.filter(({ image }) => image === number);
    for (const row of same.slice(0, -1)) shares.set(row, left.splice(0, row.attempts));
    for (const row of same.slice(-1)) shares.set(row, left);
  }
  return shares;
}

/** Whether more than one row of an image was, or may have been, billed. */
function isPaidTwice(rows: readonly LedgerRow[], number: number): boolean {
  const same = rows.filter(({ prompt }) => imageIn(prompt) === number);
  return same.filter(({ billed }) => billed !== "no").length > 1;
}

/** The upstream charges for what it drew, whether or not the answer arrived, and for nothing else. */
function isBilledCorrectly(row: LedgerRow, own: readonly Call[]): boolean {
  const isDrawn = own.some(({ plan }) => plan?.draws);
  if (own.filter(({ plan }) => plan?.draws).length > 1) return false;
  if (row.state === "succeeded") return row.billed === "yes" && isDrawn;
  if (row.billed === "yes") return isDrawn;
  if (row.billed === "no") return !isDrawn;
  return row.billed === "unknown";
}
