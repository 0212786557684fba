/** Whose key pays for a generation, in order of precedence; the sandbox if there is none. */
export const KEY_SOURCES = ["member", "workspace", "instance", "sandbox"] as const;
export type KeySource = (typeof KEY_SOURCES)[number];

/** Who can set a key: a person for themselves, or a workspace for its members. */
export const KEY_HOLDERS = ["member", "workspace"] as const;
export type KeyHolder = (typeof KEY_HOLDERS)[number];

/** Whether generations paid by such a key count against budgets: not a member's own key, nor the sandbox. */
export function countsAgainstBudgets(source: KeySource): boolean {
  return source === "workspace" || source === "instance";
}
