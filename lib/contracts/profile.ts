import { z } from "zod";
import { PASSWORD_MAX_CHARS } from "@/lib/contracts/limits";
import { LOCALES } from "@/lib/utils/locale";

/** Null: the browser's language. */
const language = z.enum(LOCALES).nullable();
/** Null: the system's theme. */
const theme = z.enum(["light", "dark"]).nullable();

/** Preferences that apply on every device. */
export const preferences = z.object({ language, theme });
export type Preferences = z.infer<typeof preferences>;

/** The account as its owner sees it. */
export const profile = preferences.extend({
  name: z.string(),
  email: z.string(),
  /** A requested new address that is not confirmed yet. */
  pendingEmail: z.string().nullable(),
  /** False for accounts that sign in by provider or link only. */
  hasPassword: z.boolean(),
  /** Changes with the profile picture; null if there is none. */
  avatar: z.string().nullable(),
  /** Whether a new address is confirmed by mail; otherwise it applies at once. */
  isMailSent: z.boolean(),
});
export type Profile = z.infer<typeof profile>;

export const profileUpdateBody = z.strictObject({
  name: z.string().trim().min(1).max(100).optional(),
  language: language.optional(),
  theme: theme.optional(),
});

export const avatarReply = z.object({ avatar: z.string().nullable() });

/** Empty for accounts without a password, which need a recent sign-in instead. */
const currentPassword = z.string().max(PASSWORD_MAX_CHARS);

export const emailChangeBody = z.strictObject({ email: z.email().max(254), currentPassword });
/** `mail_sent` does not reveal whether the address is available. */
export const emailChangeReply = z.object({ outcome: z.enum(["changed", "mail_sent"]) });
export type EmailChange = z.infer<typeof emailChangeReply>;

export const emailConfirmBody = z.strictObject({ token: z.string().min(1).max(200) });
export const emailConfirmReply = z.object({ email: z.string() });

/** A session on one device. */
export const sessionView = z.object({
  id: z.uuid(),
  /** The session of this request. */
  isThis: z.boolean(),
  device: z.object({
    browser: z.string().nullable(),
    system: z.string().nullable(),
    kind: z.enum(["desktop", "phone", "tablet", "other"]),
  }),
  createdAt: z.iso.datetime(),
  /** Accurate to ten minutes. */
  lastUsedAt: z.iso.datetime(),
});
export type SessionView = z.infer<typeof sessionView>;
export const sessionList = z.object({ sessions: z.array(sessionView) });

export const sessionParams = z.strictObject({ sessionId: z.uuid() });
/** `others` keeps the session of this request. */
export const sessionsEndBody = z.strictObject({ which: z.enum(["others", "all"]) });
export const sessionsEndReply = z.object({ ended: z.int() });
