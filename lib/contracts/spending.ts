import { z } from "zod";
import { userId } from "@/lib/contracts/ids";

/** The longest time that is summed up at once, in days. */
export const SPENDING_DAYS_MAX = 366;

const day = z.iso.date().refine((text) => /^[12]\d{3}-/.test(text));

/** Days in UTC, both included; a generation belongs to the day on which it was asked for. Left out: this month up to today. */
export const spendingQuery = z.strictObject({ from: day.optional(), to: day.optional() });

/** Sums over generations that went to a real service; the sandbox never counts. Micro-dollars. */
const sums = z.object({
  /** Generations that were asked for. */
  calls: z.int(),
  /** Of those, how many came with a picture. */
  pictures: z.int(),
  /** What was certainly billed. */
  billedMicroUsd: z.int(),
  /** The prices of those of which only the provider's invoice can tell. */
  perhapsMicroUsd: z.int(),
  /** The prices of those under way: reserved. */
  reservedMicroUsd: z.int(),
});
export type SpendingSums = z.infer<typeof sums>;

export const spending = z.object({
  from: day,
  to: day,
  /** Whether everybody's is in it, or one's own alone. */
  isEverybodys: z.boolean(),
  total: sums,
  /** What of it members' own keys paid: it counts against no budget. */
  paidByMembers: sums,
  /** Only days and models with something in them, oldest day first. */
  days: z.array(sums.extend({ day, model: z.string() })),
  /** Most spent first. */
  models: z.array(sums.extend({ model: z.string() })),
  members: z.array(sums.extend({ userId, name: z.string() })),
});
export type Spending = z.infer<typeof spending>;
