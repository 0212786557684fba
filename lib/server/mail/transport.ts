import "server-only";
import { createTransport, type Transporter } from "nodemailer";
import { getEnv } from "@/lib/server/env";

/** A reachable server answers within seconds; an unreachable one must not hold a mail for minutes. */
const CONNECT_TIMEOUT_MS = 10_000;
const SILENCE_TIMEOUT_MS = 30_000;

export type Message = { to: string; subject: string; text: string; html: string };

let transporter: Transporter | null = null;

/** Whether the studio can send mail: `SMTP_URL` is set (env.ts then requires `MAIL_FROM` and `PENTIMENTO_URL`). */
export function isMailConfigured(): boolean {
  return getEnv().SMTP_URL !== undefined;
}

/**
 * Delivers one message to the mail server, without retries. Rejects with the server's or the socket's error. Never
 * loads files or URLs named in a message.
 */
export async function deliver({ to, subject, text, html }: Message): Promise<void> {
  const { SMTP_URL, MAIL_FROM } = getEnv();
  if (SMTP_URL === undefined) throw new Error("no mail server is configured");
  transporter ??= createTransport(connectionOf(SMTP_URL));
  await transporter.sendMail({
    from: MAIL_FROM,
    // As an object: in a string, a comma would add a second recipient.
    to: { name: "", address: to },
    subject,
    text,
    html,
    // Suppresses out-of-office replies (RFC 3834).
    headers: { "Auto-Submitted": "auto-generated" },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

function connectionOf(address: string) {
  const { protocol, hostname, port, username, password } = new URL(address);
  const secure = protocol === "smtps:";
  const hasPassword = username !== "";
  return {
    host: hostname.replace(/^\[(.+)\]$/, "$1"),
    port: Number(port) || (secure ? 465 : 587),
    secure,
    // Never send a password in clear text, even if an attacker strips the server's STARTTLS.
    requireTLS: hasPassword && !isLoopback(hostname),
    ...(hasPassword && {
      auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    }),
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SILENCE_TIMEOUT_MS,
  };
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}
