/** Drafts, and presses of Send that got no answer. */
const PREFIXES = ["pentimento.draft.", "pentimento.presses."];

/**
 * Forgets what was typed in this browser and not sent. For a person who signs out: the computer may be another's next. A
 * session that ends by itself keeps it, by person, for when they are back.
 */
export function forgetTyped(): void {
  try {
    for (const key of Object.keys(localStorage)) {
      if (PREFIXES.some((prefix) => key.startsWith(prefix))) localStorage.removeItem(key);
    }
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}
