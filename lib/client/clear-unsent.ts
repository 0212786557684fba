/** Storage prefixes of drafts and of sends without a reply. */
const PREFIXES = ["pentimento.draft.", "pentimento.presses."];

/**
 * Deletes unsent text when the user signs out, because the computer may be shared. An expired session keeps it, per
 * user, until they return.
 */
export function clearUnsent(): void {
  try {
    for (const key of Object.keys(localStorage)) {
      if (PREFIXES.some((prefix) => key.startsWith(prefix))) localStorage.removeItem(key);
    }
  } catch {
    // Without storage there is nothing to delete.
  }
}
