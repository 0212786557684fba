import { z } from "zod";

/** A whole day in UTC, or an instant; of years that the database can hold. */
export const dayOrInstant = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })])
  .refine((text) => /^[12]\d{3}-/.test(text));
