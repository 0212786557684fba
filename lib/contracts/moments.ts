import { z } from "zod";

/** A day in UTC or an instant, within the database's range. */
export const dayOrInstant = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })])
  .refine((text) => /^[12]\d{3}-/.test(text));
