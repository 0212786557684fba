import "server-only";
import { copyFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { AnswerPath } from "@/lib/contracts/answers";
import type { Failure } from "@/lib/contracts/failures";
import { rootOf, valuesAt } from "./answer-path";
import { findAnyPicture, mayHideOne } from "./find-any-picture";
import { decodeSource, type PictureSource } from "./decode-source";
import { formOf, formsOf, type FieldForm } from "./picture-fields";
import { emptyEnvelope, readEnvelope, type Envelope } from "./envelope";
import { foldEvents } from "./event-fold";
import { makeFailure } from "./failure";
import { isObject, parseBody } from "./json-values";
import { TooMuchTextError, liftAnswer, type LiftedAnswer } from "./extract-base64";
import { isRefusal } from "./refusal-words";
import { sniffMedia } from "./picture-file";
import { redactText } from "./redact";
import {
  RANK,
  bestCandidates,
  scanText,
  unescaped,
  withoutThoughts,
  type Candidate,
} from "./scan-text";
import { Semaphore } from "./semaphore";
import { readHead, type AnswerHead } from "../send/spool";
import {
  errorOf,
  failureInWords,
  isBrokenOff,
  reasonsOf,
  shownWords,
  whyNoPicture,
  type AnswerInHand,
} from "./why-no-picture";

export type FoundPicture = {
  sources: PictureSource[];
  /** What to report when this turns out to be no picture; null means: what was wrong with the picture. */
  orElse: Failure | null;
};

type Facts = { upstreamId: string | null; usage: Record<string, number> | null };

/** Refusals and questions are failures of code `model_refused` and `no_image`, with the model's words. */
export type ReadAnswer =
  | ({
      kind: "pictures";
      pictures: FoundPicture[];
      /** What the model said besides, redacted. */
      text: string | null;
      sentPictures: string[];
    } & Facts)
  | ({ kind: "failure"; failure: Failure } & Facts);

export type ReadContext = {
  /** The answer's head, where it was read already; null where there is none. */
  head?: AnswerHead | null;
  /** Where decoded files go; the spool's own folder if not given. The caller removes them. */
  dir?: string;
  /** The instruction that was sent: an address in it is the person's, not a result. */
  prompt?: string;
  /** Strings that must not appear in words, such as the key. */
  secrets?: readonly string[];
  /**
   * Also take a whole picture out of an answer that is itself broken (cut after the picture, or no valid JSON).
   * For "look again": a person asks for it, so the usual reading stays strict about what an answer is.
   */
  rescue?: boolean;
  /** Read these places alone, which a person pointed out, in place of those where pictures usually are; the first that has one. */
  paths?: readonly AnswerPath[];
  /** For tests: base64 runs from this length on stay on disk. */
  liftFromChars?: number;
};

/** Two at once: each holds a few megabytes at most, but decoding shares the disk. */
const reading = new Semaphore(2);
/** Far more than any answer has. */
const MAX_PICTURES = 60;
const MAX_INLINE_PICTURES = 10;

/**
 * Reads a spooled answer: which pictures it holds, or why it holds none. Sends nothing and changes nothing upstream, so the same
 * answer can be read again, after an update of this code too.
 */
export function readAnswer(spoolPath: string, context: ReadContext = {}): Promise<ReadAnswer> {
  return reading.run(() => readOnce(spoolPath, context));
}

async function readOnce(spoolPath: string, context: ReadContext): Promise<ReadAnswer> {
  const head = context.head === undefined ? await readHead(spoolPath) : context.head;
  if (!head) return failed(makeFailure("answer_lost"));
  let answer: LiftedAnswer;
  try {
    answer = await liftAnswer(spoolPath, context.liftFromChars);
  } catch (error) {
    if (error instanceof TooMuchTextError) return failed(makeFailure("response_too_large"));
    if ((error as NodeJS.ErrnoException).code === "ENOENT")
      return failed(makeFailure("answer_lost"));
    throw error;
  }
  return new AnswerReader(spoolPath, context, head, answer).read();
}

function failed(failure: Failure, facts?: Facts): ReadAnswer {
  return { kind: "failure", failure, upstreamId: null, usage: null, ...facts };
}

class AnswerReader {
  #files = 0;
  readonly #inHand: AnswerInHand;

  constructor(
    readonly spoolPath: string,
    readonly context: ReadContext,
    readonly head: AnswerHead,
    readonly answer: LiftedAnswer,
  ) {
    this.#inHand = { head, answer, secrets: context.secrets ?? [] };
  }

  async read(): Promise<ReadAnswer> {
    const { head, answer } = this;
    const parsed = parseBody(answer.text);
    const envelope = parsed.form === "events" ? foldEvents(parsed.values) : emptyEnvelope();
    if (parsed.form === "json") for (const value of parsed.values) readEnvelope(value, envelope);
    const facts = this.#factsOf(envelope);

    if (head.status < 200 || head.status >= 300) {
      return failed(errorOf(envelope, parsed, this.#inHand), facts);
    }

    const { paths } = this.context;
    let pictures: FoundPicture[];
    if (paths) pictures = await this.#picturesAt(paths, rootOf(parsed, answer.text));
    else if (parsed.form === "text") pictures = await this.#picturesOfText();
    else pictures = await this.#picturesOf(envelope);
    if (pictures.length === 0 && !paths && mayHideOne(envelope)) {
      const hidden = findAnyPicture(parsed.values, (text) => this.#headOf(text));
      pictures = await this.#picturesOf(hidden);
    }
    if (pictures.length > 0) {
      // Of several pictures a filter may have held back some: then its reason is all that is said of them.
      const said = envelope.texts.join("\n\n") || reasonsOf(envelope, parsed).join(", ");
      const words = shownWords(said, this.#inHand);
      // The last address of a stream that broke off may be half of one: then that is what went wrong, not the link.
      const orElse = isBrokenOff(envelope, parsed)
        ? makeFailure("malformed_response", { httpStatus: head.status })
        : null;
      return {
        kind: "pictures",
        pictures: pictures.map((found) => ({ ...found, orElse: found.orElse ?? orElse })),
        text: words || null,
        sentPictures: head.sentPictures,
        ...facts,
      };
    }
    return failed(whyNoPicture(envelope, parsed, this.#inHand), facts);
  }

  /** Both are kept and shown, and both are the upstream's to fill: an id, or a name in `usage`, may say the key back. */
  #factsOf({ upstreamId, usage }: Envelope): Facts {
    const clean = (text: string) => redactText(text, this.context.secrets).slice(0, 200);
    return {
      upstreamId: upstreamId === null ? null : clean(upstreamId) || null,
      usage:
        usage &&
        Object.fromEntries(Object.entries(usage).map(([name, count]) => [clean(name), count])),
    };
  }

  /** Fields of their own and the pictures in the words, together. */
  async #picturesOf(envelope: Envelope): Promise<FoundPicture[]> {
    const found: FoundPicture[] = [];
    for (const { forms } of envelope.pictures.slice(0, MAX_PICTURES)) {
      const sources = await this.#sources(forms);
      if (sources.length > 0) found.push({ sources, orElse: null });
    }
    const candidates: Candidate[] = [];
    for (const text of envelope.texts) {
      const said = this.#scan(withoutThoughts(text));
      candidates.push(...(said.length > 0 ? said : this.#scan(text)));
    }
    // Beside a picture in a field of its own, a plain address in the words is something the model mentions.
    const inWords = bestCandidates(candidates).filter(
      ({ rank }) => found.length === 0 || rank <= RANK.htmlImage,
    );
    const texts = envelope.texts.join("\n");
    for (const candidate of inWords.slice(0, MAX_PICTURES - found.length)) {
      // "See our policy at …" is a refusal, not a picture.
      if (candidate.rank === RANK.guess && isRefusal(texts)) continue;
      const orElse =
        candidate.rank === RANK.guess ? failureInWords("no_image", texts, this.#inHand) : null;
      const sources = await this.#sources([candidate]);
      if (sources.length > 0) found.push({ sources, orElse });
    }
    return found;
  }

  /** A body that is no JSON: the picture itself, a picture in plain text, or (to rescue it) JSON that broke after its picture. */
  async #picturesOfText(): Promise<FoundPicture[]> {
    const { answer, head } = this;
    const orElse = head.cut ?? makeFailure("malformed_response", { httpStatus: head.status });
    if (sniffMedia(answer.firstBytes).kind === "picture") {
      const path = this.#nextPath();
      await copyFile(this.spoolPath, path);
      const file = { kind: "file", path, byteLength: answer.size, declared: null } as const;
      return [{ sources: [file], orElse: head.cut }];
    }
    // A web page's own pictures are not results; and what is cut or broken may hold half of one.
    if (/^[\uFEFF\s]*</.test(answer.text)) return [];
    const isBroken = head.cut !== null || /^[\uFEFF\s]*[{[]/.test(answer.text);
    if (isBroken && this.context.rescue !== true) return [];
    const text = answer.text.replaceAll("\\/", "/").replaceAll('\\"', '"');
    const found: FoundPicture[] = [];
    // Where the address of a picture is all that there is, it is what was meant.
    const isAddress = /^\s*https?:\/\/\S+\s*$/i.test(text);
    const sure = this.#scan(text).filter(
      ({ rank }) => rank === RANK.image || (isAddress && rank === RANK.bareFile),
    );
    for (const candidate of sure.slice(0, MAX_INLINE_PICTURES)) {
      const sources = await this.#sources([candidate]);
      if (sources.length > 0) found.push({ sources, orElse });
    }
    return found;
  }

  async #picturesAt(paths: readonly AnswerPath[], root: unknown): Promise<FoundPicture[]> {
    const found: FoundPicture[] = [];
    for (const path of paths) {
      for (const value of valuesAt(root, path)) {
        for (const forms of this.#picturesIn(value).slice(0, MAX_PICTURES - found.length)) {
          const sources = await this.#sources(forms);
          if (sources.length > 0) found.push({ sources, orElse: null });
        }
      }
      if (found.length > 0) break;
    }
    return found;
  }

  /** Whatever a value that was pointed at can be taken for: each entry is one picture in its forms. */
  #picturesIn(value: unknown): (FieldForm | Candidate)[][] {
    if (isObject(value)) {
      const forms = formsOf(value);
      return forms.length > 0 ? [forms] : [];
    }
    if (typeof value !== "string") return [];
    const form = formOf(value, false);
    if (form && !(form.form === "address" && /\s/.test(form.value))) return [[form]];
    const inWords = bestCandidates(this.#scan(value));
    if (inWords.length > 0) return inWords.map((candidate) => [candidate]);
    const inline = /\s/.test(value.trim()) ? null : formOf(value, true);
    return inline ? [[inline]] : [];
  }

  /** How the base64 begins that a mark at the start of this text stands for. */
  #headOf(text: string): string | null {
    const mark = this.answer.marks.at(text, 0);
    return mark && (this.answer.runs[mark.index]?.head ?? "");
  }

  #scan(text: string): Candidate[] {
    const { runs, marks } = this.answer;
    const prompt = this.context.prompt ?? "";
    return scanText(unescaped(text), marks, (index) => runs[index]?.head ?? "").filter(
      ({ form, value, rank }) =>
        // An address of the person's own, said back. (A Markdown image of it would be a result.)
        !(form === "address" && rank > RANK.htmlImage && prompt.includes(value)),
    );
  }

  async #sources(forms: readonly (FieldForm | Candidate)[]): Promise<PictureSource[]> {
    const sources: PictureSource[] = [];
    for (const { form, value } of forms) {
      if (form === "address") {
        // A mark inside an address: it is not an address.
        if (!value.includes("\uE000")) sources.push({ kind: "url", url: value });
      } else if (this.#files < MAX_INLINE_PICTURES) {
        const path = this.#nextPath();
        sources.push(await decodeSource(form, value, this.answer, this.spoolPath, path));
      }
    }
    return sources;
  }

  #nextPath(): string {
    this.#files += 1;
    const dir = this.context.dir ?? dirname(this.spoolPath);
    return join(dir, `${basename(this.spoolPath)}.found-${this.#files}`);
  }
}
