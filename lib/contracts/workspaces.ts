import { z } from "zod";
import { userId, workspaceId } from "@/lib/contracts/ids";
import {
  INVITE_HOURS_MAX,
  INVITE_USES_MAX,
  WORKSPACE_NAME_MAX_CHARS,
} from "@/lib/contracts/limits";
import { ROLES } from "@/lib/contracts/permissions";

const role = z.enum(ROLES);
const name = z.string().trim().min(1).max(WORKSPACE_NAME_MAX_CHARS);

export const workspaceParams = z.strictObject({ workspaceId });
export const memberParams = z.strictObject({ workspaceId, userId });
export const inviteParams = z.strictObject({ workspaceId, inviteId: z.uuid() });

export const workspaceView = z.object({
  id: workspaceId,
  name: z.string(),
  kind: z.enum(["personal", "team"]),
  defaultVisibility: z.enum(["private", "workspace"]),
});
export type WorkspaceView = z.infer<typeof workspaceView>;

export const workspaceCreateBody = z.strictObject({ name });

export const workspaceUpdateBody = z.strictObject({
  name: name.optional(),
  defaultVisibility: z.enum(["private", "workspace"]).optional(),
});

/** The workspace's name, typed as confirmation. */
export const workspaceRemoveQuery = z.strictObject({ name: z.string().max(200) });

export const handOverBody = z.strictObject({ userId });

export const member = z.object({
  userId,
  name: z.string(),
  /** Null for readers without `manage`. */
  email: z.string().nullable(),
  role,
  joinedAt: z.iso.datetime(),
});
export type Member = z.infer<typeof member>;

export const memberList = z.object({ members: z.array(member) });

export const memberRoleBody = z.strictObject({ role });

export const invite = z.object({
  id: z.uuid(),
  role,
  /** Bound to this address; null: anyone with the link. */
  email: z.string().nullable(),
  uses: z.int(),
  usesMax: z.int(),
  inviter: z.object({ id: userId, name: z.string() }),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});
export type Invite = z.infer<typeof invite>;

export const inviteList = z.object({
  /** Usable invites, newest first. */
  invites: z.array(invite),
  /** Whether invites by e-mail are sent; otherwise the inviter passes on the link. */
  isMailSent: z.boolean(),
});
export type InviteList = z.infer<typeof inviteList>;

export const inviteCreateBody = z.strictObject({
  role,
  /** Binds the invite to this address, for a single use. */
  email: z.email().max(254).nullable(),
  usesMax: z.int().min(1).max(INVITE_USES_MAX),
  /** Lifetime in hours. */
  hours: z.int().min(1).max(INVITE_HOURS_MAX),
});
export type InviteCreateBody = z.infer<typeof inviteCreateBody>;

/** The only reply with the invite's token; the database keeps its hash. */
export const inviteMade = z.object({ invite, token: z.string(), isMailSent: z.boolean() });
export type InviteMade = z.infer<typeof inviteMade>;

const inviteToken = z.string().min(1).max(200);

export const inviteTokenBody = z.strictObject({ token: inviteToken });

/** What an invite's page shows before joining. */
export const inviteOffer = z.object({
  workspaceName: z.string(),
  role,
  inviterName: z.string(),
  email: z.string().nullable(),
  expiresAt: z.iso.datetime(),
});
export type InviteOffer = z.infer<typeof inviteOffer>;

export const inviteAccepted = z.object({ workspaceId });
