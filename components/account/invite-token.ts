const KEPT = "pentimento.invite";

/**
 * The token behind the `#` of an invite's link. Kept for this tab, since the way over the sign-in page loses it: an
 * address that goes to the server must not hold it.
 */
export function takeInviteToken(): string | null {
  const token = location.hash.slice(1);
  try {
    if (token === "") return sessionStorage.getItem(KEPT);
    sessionStorage.setItem(KEPT, token);
  } catch {
    // A browser that keeps nothing: the link has to be opened again after signing in.
  }
  return token === "" ? null : token;
}

/** It is used up, or will never be. */
export function forgetInviteToken(): void {
  try {
    sessionStorage.removeItem(KEPT);
  } catch {
    // Nothing was kept.
  }
}
