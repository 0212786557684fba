import "server-only";
import { createTranslator } from "next-intl";
import {
  LINES_MAX,
  nameInMail,
  type NoticeLine,
  titleInMail,
} from "@/lib/server/mail/notice-lines";
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
  /** What happened with links of the recipient. `switches` is where to switch these mails off. */
  notices: { url: string; switches: string; count: number; lines: readonly NoticeLine[] };
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
  const given: MailData[MailKind] = data;
  const { url, ...values } = plainValues(given);
  const list = "lines" in given ? toList(language, given.lines) : [];
  const words = {
    subject: t(`${name}.subject`, values),
    body: t(`${name}.body`, values),
    note: t(`${name}.note`, values),
  };
  const button = isWithLink(name) ? t(`${name}.button`) : "";
  const text = [
    words.body,
    list.map((line) => `- ${line}`).join("\n"),
    url && `${button}:\n${url}`,
    words.note,
    t("foot.signature"),
  ];
  return {
    subject: oneLine(words.subject),
    text: `${text.filter(Boolean).join("\n\n")}\n`,
    html: page(language, { ...words, list, button, url, signature: t("foot.signature") }),
  };
}

/** What the messages contain, and the target of the button. */
function plainValues(data: object): { url?: string } & Record<string, string | number> {
  const values = Object.entries(data).filter(([, value]) => !Array.isArray(value));
  return Object.fromEntries(values);
}

/** Notices in words, and how many more there are. */
function toList(language: Locale, lines: readonly NoticeLine[]): string[] {
  const t = createTranslator({
    locale: language,
    messages: MESSAGES[language],
    namespace: "notices.lines",
  });
  const list = lines.slice(0, LINES_MAX).map((line) => {
    const link = line.title ? t("titled", { title: titleInMail(line.title) }) : t("untitled");
    return t(line.kind, { link, name: nameInMail(line) ?? t("guest"), count: line.count });
  });
  const more = lines.length - list.length;
  return more > 0 ? [...list, t("more", { count: more })] : list;
}

type LinkKind = Exclude<MailKind, "email_changed" | "password_changed">;

function isWithLink(kind: MailKind): kind is LinkKind {
  return kind !== "email_changed" && kind !== "password_changed";
}

type Words = {
  subject: string;
  body: string;
  list: readonly string[];
  button: string;
  url: string | undefined;
  note: string;
  signature: string;
};

/** Inline styles: mail clients drop all others. */
function page(language: Locale, words: Words): string {
  const { subject, body, list, button, url, note, signature } = words;
  const items = list.map((line) => `<li style="margin:0 0 6px">${escaped(line)}</li>`).join("");
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
${items && `<ul style="margin:0 0 20px;padding:0 0 0 20px">${items}</ul>`}
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
