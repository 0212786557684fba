import { z } from "zod";
import { budgetInForce } from "@/lib/contracts/budgets";
import { userId, workspaceId } from "@/lib/contracts/ids";
import { keyInUse } from "@/lib/contracts/keys";
import { PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS } from "@/lib/contracts/limits";
import { ROLES } from "@/lib/contracts/permissions";
import { preferences } from "@/lib/contracts/profile";
import { turnSettings } from "@/lib/contracts/settings";
import { SHAPES, TIERS } from "@/lib/contracts/shapes";

const newPassword = z.string().min(PASSWORD_MIN_CHARS).max(PASSWORD_MAX_CHARS);

export const setupState = z.object({ isNeeded: z.boolean(), isCodeNeeded: z.boolean() });
export type SetupState = z.infer<typeof setupState>;

export const setupBody = z.strictObject({
  name: z.string().trim().min(1).max(100),
  email: z.email().max(254),
  password: newPassword,
  /** The code printed in the terminal; required unless the visitor is on the same machine. */
  code: z.string().max(40).optional(),
});

/** A new account created by invite. */
export const inviteSignUpBody = z.strictObject({
  token: z.string().min(1).max(200),
  name: z.string().trim().min(1).max(100),
  /** If the invite is bound to an address, that address. */
  email: z.email().max(254),
  password: newPassword,
});

export const passwordBody = z.strictObject({
  currentPassword: z.string().max(PASSWORD_MAX_CHARS),
  newPassword,
});

export const modelOffer = z.object({
  id: z.string(),
  label: z.string(),
  shapes: z.array(z.enum(SHAPES)),
  /** Exact pixels by tier and shape, "WxH"; null if the model does not lock sizes. */
  sizes: z.record(z.enum(TIERS), z.record(z.enum(SHAPES), z.string())).nullable(),
  /** The tier whose pixels are requested when only a shape is set; null if the shape is requested in words. */
  defaultTier: z.enum(TIERS).nullable(),
  /** Whether its turns accept a temperature (chat only). */
  takesTemperature: z.boolean(),
  priceMicroUsd: z.int(),
  referencesMax: z.int(),
  /** Median duration of this instance's own pictures, in milliseconds; null before the first ones. */
  usualMs: z.int().nullable(),
});
export type ModelOffer = z.infer<typeof modelOffer>;

const joinedWorkspace = z.object({
  id: workspaceId,
  name: z.string(),
  kind: z.enum(["personal", "team"]),
  /** The caller's role in it. */
  role: z.enum(ROLES),
});
export type JoinedWorkspace = z.infer<typeof joinedWorkspace>;

/** The state that a signed-in tab needs before it can render. */
export const studioState = z.object({
  user: z.object({
    id: userId,
    name: z.string(),
    email: z.string(),
    /** The user who set up the instance. */
    isInstanceOwner: z.boolean(),
    /** Changes with the profile picture; null if there is none. */
    avatar: z.string().nullable(),
    ...preferences.shape,
  }),
  workspace: joinedWorkspace.extend({
    /** Visibility of a new thread unless its creator chooses another. */
    defaultVisibility: z.enum(["private", "workspace"]),
  }),
  /** The caller's workspaces: the personal one first, then by date of joining. */
  workspaces: z.array(joinedWorkspace),
  isSandbox: z.boolean(),
  /** The key that pays for the caller's turns here. */
  key: keyInUse,
  /** The limits that apply to the caller's turns with that key, the caller's own first; empty if there are none. */
  budgets: z.array(budgetInForce),
  /** Names of those who can raise them, owners first; only when a budget is nearly used up. */
  budgetManagers: z.array(z.string()),
  models: z.array(modelOffer),
  /** The caller's last settings, used for new threads. */
  lastSettings: turnSettings,
  /** Billed this calendar month (UTC) in this workspace, without the sandbox. */
  spentThisMonthMicroUsd: z.int(),
  eventSeq: z.string(),
});
export type StudioState = z.infer<typeof studioState>;
