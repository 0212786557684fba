import "server-only";
import { setImmediate as nextTurn, setTimeout as wait } from "node:timers/promises";
import { errorFields, log } from "@/lib/server/log";
import { type MailData, type MailKind, renderMail } from "@/lib/server/mail/templates";
import { deliver } from "@/lib/server/mail/transport";
import { LOCALES, pickLocale } from "@/lib/utils/locale";

export type Recipient = {
  address: string;
  /** The user's stored language; else the request's, else English. */
  language: string | null;
};

/**
 * The delay before each retry, ms. Covers a restart of the mail server; greylisting takes longer, and the mail fails.
 */
const RETRY_AFTER_MS = [2_000, 15_000];

const pending = new Set<Promise<void>>();

/**
 * Sends one mail and waits until the server accepted it, with two retries of temporary failures. Where the time taken
 * would leak something, use `sendLater`.
 * @throws the error of the last attempt
 */
export async function sendMail<K extends MailKind>(
  kind: K,
  to: Recipient,
  data: MailData[K],
): Promise<void> {
  const language = LOCALES.find((locale) => locale === to.language) ?? pickLocale(undefined, null);
  const message = { to: to.address, ...renderMail(kind, language, data) };
  for (const pause of [...RETRY_AFTER_MS, null]) {
    try {
      await deliver(message);
      log.info({ event: "mail.sent", kind }, "sent a mail");
      return;
    } catch (error) {
      if (pause === null || !isPassing(error)) throw error;
      await wait(pause, undefined, { ref: false });
    }
  }
}

/**
 * Runs work that ends in a mail after the response was sent: neither its duration nor its failure tells the caller
 * anything (such as whether an account exists). Failures are logged without address and link. Work in progress when the
 * process is killed is lost; the user has to request the mail again.
 */
export function sendLater(work: () => Promise<void>): void {
  // In the next turn of the event loop: not even its first query starts before the response.
  const run = nextTurn()
    .then(work)
    .catch((error: unknown) =>
      log.error({ ...errorFields(error), event: "mail.failed" }, "a mail could not be sent"),
    )
    .finally(() => pending.delete(run));
  pending.add(run);
}

/** Resolves when all pending mail was sent or has failed, or after `withinMs`. */
export async function mailSettled(withinMs = Number.POSITIVE_INFINITY): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (pending.size > 0 && performance.now() < deadline) {
    const settled = Promise.all(pending);
    await (Number.isFinite(withinMs) ? Promise.race([settled, wait(withinMs)]) : settled);
  }
}

/** Permanent refusals (a wrong password, no such mailbox) are not retried. */
function isPassing(error: unknown): boolean {
  const code: unknown = error instanceof Error ? Reflect.get(error, "responseCode") : undefined;
  const isRefusedForGood = typeof code === "number" && code >= 500;
  const isLogin = error instanceof Error && Reflect.get(error, "code") === "EAUTH";
  return !isRefusedForGood && !isLogin;
}
