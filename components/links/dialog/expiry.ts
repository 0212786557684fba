import { SHARE_DAYS_DEFAULT } from "@/lib/contracts/share-choices";

const DAY_MS = 86_400_000;

/** The lives that the dialog offers, in days. */
const DAYS = [1, 7, 30, 90, 365] as const;

/** A number of days, `never`, the end of a chosen day ("on 2026-12-30"), or the moment that a link has ("at 2026-…"). */
export type Expiry = `${number}` | "never" | `on ${string}` | `at ${string}`;

/** The offered lives that a workspace allows, and its limit itself. */
export function daysOffered(maxDays: number | null): number[] {
  const allowed = DAYS.filter((days) => maxDays === null || days <= maxDays);
  return maxDays === null || DAYS.some((days) => days === maxDays)
    ? allowed
    : [...allowed, maxDays];
}

export function defaultExpiry(maxDays: number | null): Expiry {
  return `${Math.min(SHARE_DAYS_DEFAULT, maxDays ?? SHARE_DAYS_DEFAULT)}`;
}

/** The moment when a link ends; null for never. A day ends with its last second in the reader's zone. */
export function endOf(expiry: Expiry, now: number): string | null {
  if (expiry === "never") return null;
  if (expiry.startsWith("at ")) return expiry.slice(3);
  if (expiry.startsWith("on ")) return new Date(`${expiry.slice(3)}T23:59:59`).toISOString();
  return new Date(now + Number(expiry) * DAY_MS).toISOString();
}

/** A day for a date field, in the browser's zone. */
export function dayOf(time: number): string {
  const date = new Date(time);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
