import "server-only";
import { offeredProviders } from "@/lib/server/domain/accounts/offered-providers";
import type { ProviderId } from "@/lib/server/domain/accounts/enter";
import { getEnv } from "@/lib/server/env";
import { isMailConfigured } from "@/lib/server/mail/transport";

export type SignInMethods = {
  /** Whether links are sent by e-mail: to sign in, and to set a new password. */
  isMailSent: boolean;
  providers: { id: ProviderId; name: string }[];
  /** How to get an account without an invitation: not at all, by a link to the address, or at once. */
  signUp: "closed" | "by link" | "at once";
  /** The admitted e-mail domains; empty for all. */
  domains: readonly string[];
};

/** The methods that the sign-in page offers, by the instance's settings. */
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
