import type { Chance } from "../faults/random";

/** A UUID of version 7 for this instant, as Prisma makes them, so that ids of seeded rows have the usual order. */
export function uuidAt(at: Date, chance: Chance): string {
  const time = at.getTime().toString(16).padStart(12, "0");
  const digits = (count: number) =>
    Array.from({ length: count }, () => Math.floor(chance() * 16).toString(16)).join("");
  const variant = (8 + Math.floor(chance() * 4)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${digits(3)}-${variant}${digits(3)}-${digits(12)}`;
}
