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
  /** The code that the terminal printed; asked for unless the visitor is on the machine itself. */
  code: z.string().max(40).optional(),
});

/** Somebody who comes by an invite and has no account yet. */
export const inviteSignUpBody = z.strictObject({
  token: z.string().min(1).max(200),
  name: z.string().trim().min(1).max(100),
  /** Where the invite is bound to an address, that one. */
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
  /** Exact pixels by tier and shape, "WxH"; null where the model does not lock sizes. */
  sizes: z.record(z.enum(TIERS), z.record(z.enum(SHAPES), z.string())).nullable(),
  /** The tier whose pixels a shape alone is asked for with; null where it is asked for in words. */
  defaultTier: z.enum(TIERS).nullable(),
  /** Whether a turn of it carries a temperature: chat alone knows one. */
  takesTemperature: z.boolean(),
  priceMicroUsd: z.int(),
  referencesMax: z.int(),
  /** The median of this studio's own pictures, in milliseconds; null before the first ones. */
  usualMs: z.int().nullable(),
});
export type ModelOffer = z.infer<typeof modelOffer>;

const workspacePlace = z.object({
  id: workspaceId,
  name: z.string(),
  kind: z.enum(["personal", "team"]),
  /** What one is there. */
  role: z.enum(ROLES),
});
export type WorkspacePlace = z.infer<typeof workspacePlace>;

/** What a signed-in tab needs before it can show anything. */
export const studioState = z.object({
  user: z.object({
    id: userId,
    name: z.string(),
    email: z.string(),
    /** The person of the first visit, who runs the installation. */
    isInstanceOwner: z.boolean(),
    /** Changes with the person's picture; null: there is none. */
    avatar: z.string().nullable(),
    ...preferences.shape,
  }),
  workspace: workspacePlace.extend({
    /** What a new thread is unless its creator says otherwise. */
    defaultVisibility: z.enum(["private", "workspace"]),
  }),
  /** Every workspace that one is a member of: one's own first, then as one came to them. */
  workspaces: z.array(workspacePlace),
  isSandbox: z.boolean(),
  /** Which key pays for what one sends here. */
  key: keyInUse,
  /** The limits that hold for what one sends here with that key, one's own first; empty where there are none. */
  budgets: z.array(budgetInForce),
  /** Who can raise them: names, owners first; only where a budget comes to its end. */
  budgetManagers: z.array(z.string()),
  models: z.array(modelOffer),
  /** What was used last, for a new thread's chips. */
  lastSettings: turnSettings,
  /** Settled this calendar month (UTC) in this workspace; the sandbox never counts. */
  spentThisMonthMicroUsd: z.int(),
  eventSeq: z.string(),
});
export type StudioState = z.infer<typeof studioState>;
