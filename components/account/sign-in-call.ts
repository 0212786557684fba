import { CallError } from "@/lib/client/call";
import type { Problem } from "@/lib/contracts/problems";

/**
 * Signs in by next-auth's own protocol (its csrf token, then the credentials), without its client library, which
 * would be the largest thing on the page. Throws CallError: wrong_credentials, or too_many_attempts with its seconds.
 */
export async function signIn(email: string, password: string): Promise<void> {
  const { csrfToken } = await readJson<{ csrfToken: string }>("/api/auth/csrf");
  await readJson("/api/auth/callback/credentials", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password, csrfToken, json: "true" }),
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
