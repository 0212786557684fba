import "server-only";
import type { ProviderId } from "@/lib/server/domain/accounts/enter";
import { type Env, getEnv } from "@/lib/server/env";

/** The configured providers as the sign-in page shows them, in its order. */
export function offeredProviders(
  env: Pick<
    Env,
    "AUTH_GITHUB_ID" | "AUTH_GOOGLE_ID" | "AUTH_OIDC_ISSUER" | "AUTH_OIDC_NAME"
  > = getEnv(),
): { id: ProviderId; name: string }[] {
  const all: { id: ProviderId; name: string; isSet: boolean }[] = [
    { id: "oidc", name: env.AUTH_OIDC_NAME, isSet: env.AUTH_OIDC_ISSUER !== undefined },
    { id: "google", name: "Google", isSet: env.AUTH_GOOGLE_ID !== undefined },
    { id: "github", name: "GitHub", isSet: env.AUTH_GITHUB_ID !== undefined },
  ];
  return all.filter(({ isSet }) => isSet).map(({ id, name }) => ({ id, name }));
}
