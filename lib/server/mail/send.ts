import "server-only";
import { setImmediate as nextTurn, setTimeout as wait } from "node:timers/promises";
import { errorFields, log } from "@/lib/server/log";
import { type MailData, type MailKind, renderMail } from "@/lib/server/mail/templates";
import { deliver } from "@/lib/server/mail/transport";
import { LOCALES, pickLocale } from "@/lib/utils/locale";

export type Recipient = {
  address: string;
  /** The person's language as their row has it; else what the one who asks reads, else English. */
  language: string | null;
};

/** Before each further try, ms. A mail server that is restarted is back within these; greylisting takes longer and loses. */
const RETRY_AFTER_MS = [2_000, 15_000];

const underWay = new Set<Promise<void>>();

/**
 * Sends one mail and waits until the server has taken it, with two more tries where the fault may pass.
 * Never call it where the time taken would tell something: see `sendLater`.
 * @throws whatever the last try failed with
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
      log.info({ event: "mail.sent", kind }, "a mail was handed over");
      return;
    } catch (error) {
      if (pause === null || !isPassing(error)) throw error;
      await wait(pause, undefined, { ref: false });
    }
  }
}

/**
 * Does work that ends in a mail after the answer has gone out: neither its time nor its failure tells the caller anything
 * (such as whether an account exists). A failure is logged, without address and without link. What is under way when the
 * process is killed is lost, and asked for again by whoever waits.
 */
export function sendLater(work: () => Promise<void>): void {
  // On the next turn of the loop: not even its first query is begun before the answer is.
  const run = nextTurn()
    .then(work)
    .catch((error: unknown) =>
      log.error({ ...errorFields(error), event: "mail.failed" }, "a mail could not be sent"),
    )
    .finally(() => underWay.delete(run));
  underWay.add(run);
}

/** Resolves when all mail that is under way is sent or given up, or when `withinMs` is over. */
export async function mailSettled(withinMs = Number.POSITIVE_INFINITY): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (underWay.size > 0 && performance.now() < deadline) {
    const settled = Promise.all(underWay);
    await (Number.isFinite(withinMs) ? Promise.race([settled, wait(withinMs)]) : settled);
  }
}

/** A refusal for good (a wrong password, no such mailbox) is not asked again. */
function isPassing(error: unknown): boolean {
  const code: unknown = error instanceof Error ? Reflect.get(error, "responseCode") : undefined;
  const isRefusedForGood = typeof code === "number" && code >= 500;
  const isLogin = error instanceof Error && Reflect.get(error, "code") === "EAUTH";
  return !isRefusedForGood && !isLogin;
}
