import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

export interface ReceivedMail {
  to: string[];
  subject: string;
  /** Decoded plain text. */
  text: string;
  html: string;
  raw: string;
}

const patienceMs = 10_000;

/** An SMTP server on loopback that keeps what it receives. */
export class Mailbox {
  readonly mails: ReceivedMail[] = [];
  readonly #server: SMTPServer;
  #wake: (() => void)[] = [];
  #refusal: string | null = null;
  #held = Promise.resolve();

  private constructor() {
    this.#server = new SMTPServer({
      disabledCommands: ["STARTTLS", "AUTH"],
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("end", () => {
          if (this.#refusal !== null) {
            done(Object.assign(new Error(this.#refusal), { responseCode: 554 }));
            return;
          }
          const to = session.envelope.rcptTo.map(({ address }) => address);
          this.mails.push(readMail(to, Buffer.concat(chunks).toString("latin1")));
          for (const wake of this.#wake.splice(0)) wake();
          void this.#held.then(() => done());
        });
      },
    });
  }

  static async open(): Promise<Mailbox> {
    const box = new Mailbox();
    box.#server.listen(0, "127.0.0.1");
    await once(box.#server.server, "listening");
    return box;
  }

  /** Value for `SMTP_URL`. */
  get url(): string {
    const { port } = this.#server.server.address() as AddressInfo;
    return `smtp://127.0.0.1:${port}`;
  }

  /** Refuses all further mail with this message; null accepts again. */
  refuseWith(words: string | null): void {
    this.#refusal = words;
  }

  /** Delays replies to clients until the returned function is called. */
  hold(): () => void {
    let release = () => {};
    this.#held = new Promise((resolve) => (release = resolve));
    return release;
  }

  /** Waits for and removes the oldest mail to an address. */
  async next(to: string): Promise<ReceivedMail> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const at = this.mails.findIndex((mail) => mail.to.includes(to));
      const [mail] = at < 0 ? [] : this.mails.splice(at, 1);
      if (mail !== undefined) return mail;
      if (Date.now() > deadline) throw new Error(`no mail to ${to} came`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, deadline - Date.now() + 1);
        this.#wake.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(resolve);
    });
  }
}

/** The only link of a mail. */
export function linkIn({ text }: ReceivedMail): string {
  const [link, ...more] = text.match(/https?:\/\/\S+/g) ?? [];
  if (link === undefined || more.length > 0) throw new Error(`not one link in:\n${text}`);
  return link;
}

/** The fragment of the mail's link. */
export function tokenIn(mail: ReceivedMail): string {
  return new URL(linkIn(mail)).hash.slice(1);
}

function readMail(to: string[], raw: string): ReceivedMail {
  const part = (type: string) => {
    const found = raw.split(/^--.*$/m).find((each) => each.includes(`Content-Type: ${type}`));
    return found === undefined ? "" : decodePart(found).replaceAll("\r\n", "\n");
  };
  const subject = /^Subject: ((?:.|\r\n[ \t])*)/m.exec(raw)?.[1] ?? "";
  return { to, subject, text: part("text/plain"), html: part("text/html"), raw };
}

function decodePart(part: string): string {
  const [head = "", ...body] = part.trimStart().split("\r\n\r\n");
  const text = body.join("\r\n\r\n");
  if (/base64/i.test(head)) return Buffer.from(text, "base64").toString();
  if (!/quoted-printable/i.test(head)) return text;
  const bytes = text
    .replace(/=\r\n/g, "")
    .replace(/=([\dA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString();
}

/** Opens a mailbox and sets it in the environment. Call in `vi.hoisted`: settings are read once, on first import. */
export async function openNamedMailbox(): Promise<Mailbox> {
  const mailbox = await Mailbox.open();
  process.env["SMTP_URL"] = mailbox.url;
  process.env["MAIL_FROM"] = "Pentimento <studio@example.org>";
  process.env["PENTIMENTO_URL"] = "https://studio.example.org";
  return mailbox;
}
