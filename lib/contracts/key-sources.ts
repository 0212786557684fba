/** Whose key pays for a generation, in the order in which they are looked for; the sandbox where there is none. */
export const KEY_SOURCES = ["member", "workspace", "instance", "sandbox"] as const;
export type KeySource = (typeof KEY_SOURCES)[number];

/** Who can bring a key: a person for themselves, or a workspace for its members. */
export const KEY_HOLDERS = ["member", "workspace"] as const;
export type KeyHolder = (typeof KEY_HOLDERS)[number];

/** Whether what is made with such a key counts against the budgets: a member's own money does not, nor does play. */
export function countsAgainstBudgets(source: KeySource): boolean {
  return source === "workspace" || source === "instance";
}
