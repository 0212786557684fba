import { pictureIn } from "./plan";
import type { LedgerRow } from "./ledger";
import type { Call } from "./upstream";

/**
 * Around a kill nobody can tell from outside whether the last bytes were still read, and on disk. An answer that was under
 * way then, or had ended so shortly before it, counts for neither side, ms.
 */
const beforeKillMs = 500;
/** So late a busy machine may hear of a connection's end. */
const afterKillMs = 5_000;

export type Evidence = {
  rows: readonly LedgerRow[];
  calls: readonly Call[];
  /** When workers were killed, on the clock of the calls. */
  kills: readonly number[];
  /** SHA-256 of each picture, by its number. */
  sha256: ReadonlyMap<number, string>;
  /** Accepted uploads that are not served byte for byte. */
  badUploads?: readonly string[];
};

export type Verdict = {
  /** Rules that were broken, with the pictures that broke them. All must be empty. */
  wrong: Record<keyof typeof RULES, string[]>;
  generations: number;
  states: Record<string, number>;
  calls: number;
  attempts: number;
  /** `sent` was committed, and then the worker died, or the service did, before the call arrived. */
  neverArrived: number;
  /** Answers with a picture that were read to their end: what must not be lost. */
  arrived: number;
  /** Answers with a picture whose end fell together with the death of a worker. */
  cutByKill: number;
  /** Sent again, after an answer that is known to be free. */
  resent: number;
};

/** The rules, as the table words them. */
export const RULES = {
  stuck: "generations that came to no end",
  lost: "pictures lost whose bytes had arrived",
  altered: "pictures that are not the bytes that were sent",
  twice: "generations sent twice without a person",
  unrecorded: "calls that the ledger does not know",
  unexplained: "sendings in the ledger that explain themselves by nothing",
  misbilled: "generations whose billing contradicts the service",
  doubled: "pictures for which a program's retries were a second paid call",
  upload: "uploads that were accepted and are not served byte for byte",
  ownFault: "generations that failed by a fault of the studio's own",
} as const;

/** What the studio may never say of these faults, which all lie outside of it. */
const ownFaults = new Set(["internal", "answer_lost", "storage_full", "picture_lost"]);

/** Holds the studio's ledger against what the service saw. Pure. */
export function compare({ rows, calls, kills, sha256, badUploads = [] }: Evidence): Verdict {
  const wrong = Object.fromEntries(
    Object.keys(RULES).map((rule) => [rule, [] as string[]]),
  ) as Verdict["wrong"];
  const verdict: Verdict = {
    ...{ wrong, generations: rows.length, states: {}, calls: calls.length },
    ...{ attempts: 0, neverArrived: 0, arrived: 0, cutByKill: 0, resent: 0 },
  };
  const isByKill = ({ beganAt, closedAt }: Call) =>
    closedAt === null ||
    kills.some((at) => beganAt < at && closedAt > at - beforeKillMs && closedAt < at + afterKillMs);

  wrong.upload.push(...badUploads);
  const shares = shareCalls(rows, calls);
  const known = new Set<number>();
  for (const row of rows) {
    const number = pictureIn(row.prompt) ?? 0;
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

    const hasPicture = row.images.some((image) => image.sha256 === sha256.get(number));
    if (row.images.length > 0 && (row.images.length > 1 || !hasPicture)) wrong.altered.push(name);
    for (const call of own) {
      if (!call.plan?.hasPicture || !call.isReadToEnd) continue;
      verdict.arrived += 1;
      if (hasPicture) continue;
      if (isByKill(call)) verdict.cutByKill += 1;
      else wrong.lost.push(name);
    }

    // Another call is in order only after an answer that is known to be free, at most three times. That the studio has read
    // that answer, and did not guess, shows in the status that it noted: a service that dies hears no farewell.
    const again = own.slice(1);
    verdict.resent += again.length;
    const told = row.earlierAttempts.filter(({ status }) => status !== null);
    const isInOrder = again.every((_, n) => {
      const before = own[n]?.plan;
      return before?.isRetryable && told[n]?.status === before.status;
    });
    if (!isInOrder || own.length > 4) wrong.twice.push(name);

    const missing = row.attempts - own.length;
    if (missing < 0) wrong.unrecorded.push(name);
    verdict.neverArrived += Math.max(0, missing);
    // Whoever did not arrive ended in doubt, or was refused a connection and is known to have cost nothing.
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

    if (!isBilledRightly(row, own)) wrong.misbilled.push(`${name} billed ${row.billed}`);
  }
  for (const { picture } of calls) {
    if (picture !== null && !known.has(picture)) wrong.unrecorded.push(`#${picture} (no row)`);
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
  const numbers = new Set(rows.map(({ prompt }) => pictureIn(prompt) ?? 0));
  for (const number of numbers) {
    const same = rows.filter(({ prompt }) => (pictureIn(prompt) ?? 0) === number);
    const left = calls.filter(({ picture }) => picture === number);
    for (const row of same.slice(0, -1)) shares.set(row, left.splice(0, row.attempts));
    for (const row of same.slice(-1)) shares.set(row, left);
  }
  return shares;
}

/** Whether more than one row of a picture was, or may have been, billed. */
function isPaidTwice(rows: readonly LedgerRow[], number: number): boolean {
  const same = rows.filter(({ prompt }) => pictureIn(prompt) === number);
  return same.filter(({ billed }) => billed !== "no").length > 1;
}

/** The service charges for what it drew, whether or not the answer arrived, and for nothing else. */
function isBilledRightly(row: LedgerRow, own: readonly Call[]): boolean {
  const isDrawn = own.some(({ plan }) => plan?.draws);
  if (own.filter(({ plan }) => plan?.draws).length > 1) return false;
  if (row.state === "succeeded") return row.billed === "yes" && isDrawn;
  if (row.billed === "yes") return isDrawn;
  if (row.billed === "no") return !isDrawn;
  return row.billed === "unknown";
}
