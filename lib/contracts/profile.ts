import { z } from "zod";
import { PASSWORD_MAX_CHARS } from "@/lib/contracts/limits";
import { LOCALES } from "@/lib/utils/locale";

/** Null: what the browser says. */
const language = z.enum(LOCALES).nullable();
/** Null: what the system says. */
const theme = z.enum(["light", "dark"]).nullable();

/** What one has chosen, wherever one signs in. */
export const preferences = z.object({ language, theme });
export type Preferences = z.infer<typeof preferences>;

/** One's own account, as its owner sees it. */
export const profile = preferences.extend({
  name: z.string(),
  email: z.string(),
  /** A new address that was asked for and waits for the click in its mail. */
  pendingEmail: z.string().nullable(),
  /** False for somebody who signs in by a provider or by links alone. */
  hasPassword: z.boolean(),
  /** Changes with the picture; null: there is none. */
  avatar: z.string().nullable(),
  /** Whether a new address is confirmed by mail; else it counts at once. */
  isMailSent: z.boolean(),
});
export type Profile = z.infer<typeof profile>;

export const profileUpdateBody = z.strictObject({
  name: z.string().trim().min(1).max(100).optional(),
  language: language.optional(),
  theme: theme.optional(),
});

export const avatarReply = z.object({ avatar: z.string().nullable() });

/** Empty where the account has none: then a recent sign-in counts in its place. */
const currentPassword = z.string().max(PASSWORD_MAX_CHARS);

export const emailChangeBody = z.strictObject({ email: z.email().max(254), currentPassword });
/** `mail_sent` says nothing of whether the address can be had: that is for its owner's mailbox. */
export const emailChangeReply = z.object({ outcome: z.enum(["changed", "mail_sent"]) });
export type EmailChange = z.infer<typeof emailChangeReply>;

export const emailConfirmBody = z.strictObject({ token: z.string().min(1).max(200) });
export const emailConfirmReply = z.object({ email: z.string() });

/** One sign-in on one device. */
export const sessionView = z.object({
  id: z.uuid(),
  /** The one that asks. */
  isThis: z.boolean(),
  device: z.object({
    browser: z.string().nullable(),
    system: z.string().nullable(),
    kind: z.enum(["desktop", "phone", "tablet", "other"]),
  }),
  createdAt: z.iso.datetime(),
  /** To within ten minutes. */
  lastUsedAt: z.iso.datetime(),
});
export type SessionView = z.infer<typeof sessionView>;
export const sessionList = z.object({ sessions: z.array(sessionView) });

export const sessionParams = z.strictObject({ sessionId: z.uuid() });
/** `others` leaves the session that asks. */
export const sessionsEndBody = z.strictObject({ which: z.enum(["others", "all"]) });
export const sessionsEndReply = z.object({ ended: z.int() });
