const KEPT = "pentimento.invite";

/**
 * The token from the fragment of an invite link. Kept in this tab's storage because the detour to the sign-in page
 * drops the fragment, and an address sent to the server must not contain it.
 */
export function takeInviteToken(): string | null {
  const token = location.hash.slice(1);
  try {
    if (token === "") return sessionStorage.getItem(KEPT);
    sessionStorage.setItem(KEPT, token);
  } catch {
    // Without storage the link has to be opened again after signing in.
  }
  return token === "" ? null : token;
}

/** Removes the token once it is used or invalid. */
export function forgetInviteToken(): void {
  try {
    sessionStorage.removeItem(KEPT);
  } catch {
    // Nothing was stored.
  }
}
