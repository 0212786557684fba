"use client";

import { call } from "@/lib/client/call";
import { clearUnsent } from "@/lib/client/clear-unsent";
import { markLeaving } from "@/lib/client/refresh-access";

/** Ends the session on the server, then navigates with a full page load so that nothing stays in memory. */
export async function signOut(): Promise<void> {
  markLeaving(true);
  try {
    await call("account.signOut", { body: {} });
  } catch (error) {
    markLeaving(false);
    throw error;
  }
  clearUnsent();
  location.assign("/sign-in");
}
