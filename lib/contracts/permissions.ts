/** Ascending: each role has all rights of the roles before it. */
export const ROLES = ["viewer", "member", "admin", "owner"] as const;
export type RoleName = (typeof ROLES)[number];

/**
 * The minimum role for each permission. Access checks, screens and docs/security.md derive from this table. A private
 * thread is visible to its creator only, whatever the role of others.
 */
export const PERMISSIONS = {
  /** See the workspace, its members and its visible threads. */
  read: "viewer",
  /** Create threads, send turns, upload images, take part in visible threads. */
  write: "member",
  /** See your own usage; everyone's needs `manage`. */
  usage: "member",
  /**
   * Invite, change roles and remove members (never above your own role), rename, set budgets and defaults, set the
   * API key, read the audit log.
   */
  manage: "admin",
  /** Delete the workspace or transfer ownership. */
  own: "owner",
} as const satisfies Record<string, RoleName>;
export type Permission = keyof typeof PERMISSIONS;

/** Whether `role` is at least `least`. */
export function isAtLeast(role: RoleName, least: RoleName): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least);
}

export function isPermitted(role: RoleName, permission: Permission): boolean {
  return isAtLeast(role, PERMISSIONS[permission]);
}

/**
 * Scopes of access tokens. None implies another. `read`: view threads, images, usage. `generate`: send turns, upload
 * images, change threads. `share`: create links. `admin`: what the person may manage in the token's workspace; with a
 * token of the personal workspace also their profile and sessions, and the instance if they own it.
 */
export const TOKEN_SCOPES = ["read", "generate", "share", "admin"] as const;
export type TokenScopeName = (typeof TOKEN_SCOPES)[number];
