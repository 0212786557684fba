import { CallError } from "@/lib/client/call";
import type { Problem } from "@/lib/contracts/problems";

/*
 * Signs in by next-auth's protocol (CSRF token, then credentials) without its client library, which would be the
 * largest script on the page.
 */

/** Throws CallError: wrong_credentials, account_suspended, or too_many_attempts with its seconds. */
export async function signIn(email: string, password: string): Promise<void> {
  await post("/api/auth/callback/credentials", { email, password });
}

/** Throws CallError: link_invalid, account_suspended, too_many_attempts. */
export async function signInByLink(token: string): Promise<void> {
  await post("/api/auth/callback/link", { token });
}

/** Navigates to a provider's page, which returns to `next`. Throws CallError provider_failed if it does not answer. */
export async function leaveForProvider(id: string, next: string): Promise<void> {
  const { url } = await post<{ url: string }>(`/api/auth/signin/${id}`, { callbackUrl: next });
  location.assign(url);
}

async function post<T>(path: string, fields: Record<string, string>): Promise<T> {
  const { csrfToken } = await readJson<{ csrfToken: string }>("/api/auth/csrf");
  return readJson<T>(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...fields, csrfToken, json: "true" }),
  });
}

async function readJson<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await fetch(path, init).catch(() => {
    throw new CallError("offline", null);
  });
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body as T;
  const problem = body as Problem | null;
  throw new CallError(problem?.code ?? "internal", problem);
}
