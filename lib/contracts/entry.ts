import { z } from "zod";
import { userId } from "@/lib/contracts/ids";
import { PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS } from "@/lib/contracts/limits";

const newPassword = z.string().min(PASSWORD_MIN_CHARS).max(PASSWORD_MAX_CHARS);
const personName = z.string().trim().min(1).max(100);
const email = z.email().max(254);
/** The token in a link's fragment. Invalid and used tokens get the same error. */
const linkToken = z.string().max(200);

export const linkRequestBody = z.strictObject({ email });

export const signUpBody = z.strictObject({ name: personName, email, password: newPassword });

export const signUpFinishBody = z.strictObject({
  token: linkToken,
  name: personName,
  password: newPassword,
});

export const passwordResetBody = z.strictObject({ token: linkToken, password: newPassword });

export const resetLinkParams = z.strictObject({ userId });

/** Shown once; `path` is relative to the instance's address. */
export const resetLink = z.object({ path: z.string(), expiresAt: z.iso.datetime() });
