import "server-only";
import { offeredProviders } from "@/lib/server/sign-in/providers";
import type { ProviderId } from "@/lib/server/domain/accounts/enter";
import { getEnv } from "@/lib/server/env";
import { isMailConfigured } from "@/lib/server/mail/transport";

export type SignInMethods = {
  /** Links by e-mail: to sign in, and to a new password. */
  isMailSent: boolean;
  providers: { id: ProviderId; name: string }[];
  /** How an account is made without an invitation: not at all, by a link to the address, or at once. */
  signUp: "closed" | "by link" | "at once";
  /** Whose addresses are admitted; empty: everybody's. */
  domains: readonly string[];
};

/** What the settings offer to whoever stands at the door. */
export function signInMethods(): SignInMethods {
  const policy = getEnv().SIGN_UP;
  const isMailSent = isMailConfigured();
  return {
    isMailSent,
    providers: offeredProviders(),
    signUp: policy.kind === "closed" ? "closed" : isMailSent ? "by link" : "at once",
    domains: policy.kind === "domains" ? policy.domains : [],
  };
}
