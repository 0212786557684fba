import { z } from "zod";
import { userId } from "@/lib/contracts/ids";

/** Longest period of one query, in days. */
export const SPENDING_DAYS_MAX = 366;

const day = z.iso.date().refine((text) => /^[12]\d{3}-/.test(text));

/** Days in UTC, both inclusive; a generation counts on the day it was requested. Default: this month up to today. */
export const spendingQuery = z.strictObject({ from: day.optional(), to: day.optional() });

/** Sums over generations of real upstreams, without the sandbox, in micro-dollars. */
const sums = z.object({
  /** Requested generations. */
  calls: z.int(),
  /** Of those, with an image. */
  pictures: z.int(),
  /** Certainly billed. */
  billedMicroUsd: z.int(),
  /** Possibly billed; only the provider's invoice can tell. */
  perhapsMicroUsd: z.int(),
  /** Reserved for generations in progress. */
  reservedMicroUsd: z.int(),
});
export type SpendingSums = z.infer<typeof sums>;

export const spending = z.object({
  from: day,
  to: day,
  /** Whether it covers everyone or only the caller. */
  isEverybodys: z.boolean(),
  total: sums,
  /** Paid by members' own keys: counts against no budget. */
  paidByMembers: sums,
  /** Days and models with any amount, oldest day first. */
  days: z.array(sums.extend({ day, model: z.string() })),
  /** Highest first. */
  models: z.array(sums.extend({ model: z.string() })),
  members: z.array(sums.extend({ userId, name: z.string() })),
});
export type Spending = z.infer<typeof spending>;
