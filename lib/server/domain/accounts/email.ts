import "server-only";

/** One spelling per mailbox as far as people mean it: stored and looked up like this. */
export function normaliseEmail(email: string): string {
  return email.trim().toLowerCase();
}
