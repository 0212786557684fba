/** From least to most: whoever may do something may do all that a lesser role may. */
export const ROLES = ["viewer", "member", "admin", "owner"] as const;
export type RoleName = (typeof ROLES)[number];

/**
 * What can be done in a workspace, and the least role that may. The one table: access checks, the screens and
 * docs/security.md all read it. A private thread is its maker's alone, whatever role the others have.
 */
export const PERMISSIONS = {
  /** See the workspace, its members, and the threads that are visible to it. */
  read: "viewer",
  /** Open threads, send turns, add pictures, take part in visible threads. */
  write: "member",
  /** See one's own use of money; everybody's needs `manage`. */
  usage: "member",
  /** Invite, change roles and remove members (never above one's own role), rename, set budgets and defaults, bring the key, read the audit log. */
  manage: "admin",
  /** Delete the workspace, hand it over. */
  own: "owner",
} as const satisfies Record<string, RoleName>;
export type Permission = keyof typeof PERMISSIONS;

/** Whether `role` reaches `least`. */
export function isAtLeast(role: RoleName, least: RoleName): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least);
}

export function isPermitted(role: RoleName, permission: Permission): boolean {
  return isAtLeast(role, PERMISSIONS[permission]);
}

/**
 * What a personal access token may be used for. Each stands alone: `generate` does not imply `read`.
 * `read`: look at threads, pictures, usage. `generate`: send turns, add pictures, change threads. `share`: make links.
 * `admin`: what the person may manage in the token's workspace; with one's personal workspace also one's profile, one's
 * devices, and the installation, where one runs it.
 */
export const TOKEN_SCOPES = ["read", "generate", "share", "admin"] as const;
export type TokenScopeName = (typeof TOKEN_SCOPES)[number];
