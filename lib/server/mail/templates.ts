import "server-only";
import { createTranslator } from "next-intl";
import type { Message } from "@/lib/server/mail/transport";
import { LOCALE_TAGS, type Locale } from "@/lib/utils/locale";
import en from "@/messages/en/mail.json";
import zh from "@/messages/zh/mail.json";

/** The variables of each kind of mail. `url` is the target of its button. */
export type MailData = {
  /** A sign-in link. */
  sign_in: { url: string; minutes: number };
  /** A sign-up link, also where a sign-in link was requested for an unknown address. */
  sign_up: { url: string; minutes: number };
  /** A link to choose a new password. */
  reset_password: { url: string; minutes: number };
  /** To a new address, to confirm it. */
  confirm_email: { url: string; hours: number };
  /** To the old address after a change. */
  email_changed: { email: string };
  password_changed: { [name: string]: never };
  invite: { url: string; inviter: string; workspace: string; hours: number };
};
export type MailKind = keyof MailData;

const MESSAGES: Record<Locale, typeof en> = { en, zh };

/** One mail in one language, as plain text and as simple HTML: no images, no tracking, no remote content. */
export function renderMail<K extends MailKind>(
  kind: K,
  language: Locale,
  data: MailData[K],
): Omit<Message, "to"> {
  const name: MailKind = kind;
  const t = createTranslator({ locale: language, messages: MESSAGES[language] });
  const { url, ...rest }: { url?: string } & Record<string, string | number> = data;
  const values: Record<string, string | number> = rest;
  const words = {
    subject: t(`${name}.subject`, values),
    body: t(`${name}.body`, values),
    note: t(`${name}.note`, values),
  };
  const button = isWithLink(name) ? t(`${name}.button`) : "";
  const text = [words.body, url && `${button}:\n${url}`, words.note, t("foot.signature")];
  return {
    subject: oneLine(words.subject),
    text: `${text.filter(Boolean).join("\n\n")}\n`,
    html: page(language, { ...words, button, url, signature: t("foot.signature") }),
  };
}

type LinkKind = Exclude<MailKind, "email_changed" | "password_changed">;

function isWithLink(kind: MailKind): kind is LinkKind {
  return kind !== "email_changed" && kind !== "password_changed";
}

type Words = {
  subject: string;
  body: string;
  button: string;
  url: string | undefined;
  note: string;
  signature: string;
};

/** Inline styles: mail clients drop all others. */
function page(language: Locale, { subject, body, button, url, note, signature }: Words): string {
  const link =
    url === undefined
      ? ""
      : `<p style="margin:28px 0"><a href="${escaped(url)}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:#b93a1f;color:#ffffff;text-decoration:none;font-weight:600">${escaped(button)}</a></p>
<p style="margin:0 0 20px;color:#6b665c;font-size:13px;line-height:20px;word-break:break-all">${escaped(url)}</p>`;
  return `<!doctype html>
<html lang="${LOCALE_TAGS[language]}"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head>
<body style="margin:0;padding:32px 20px;background:#fbfaf7;color:#1b1a17;font-family:system-ui,-apple-system,'Segoe UI','PingFang SC','Microsoft YaHei',sans-serif;font-size:15px;line-height:24px">
<div style="max-width:480px;margin:0 auto">
<p style="margin:0 0 20px">${escaped(body)}</p>
${link}
<p style="margin:0;color:#6b665c;font-size:13px;line-height:20px">${escaped(note)}</p>
<p style="margin:28px 0 0;padding-top:16px;border-top:1px solid #e7e3da;color:#6b665c;font-size:13px">${escaped(signature)}</p>
</div>
</body></html>
`;
}

/** Names are untrusted: they stay text, in HTML and in headers. */
function escaped(text: string): string {
  const entities: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (found) => entities[found] ?? found);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
