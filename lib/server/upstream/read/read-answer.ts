import "server-only";
import { copyFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import pLimit from "p-limit";
import type { AnswerPath } from "@/lib/contracts/answers";
import type { Failure } from "@/lib/contracts/failures";
import { rootOf, valuesAt } from "./answer-path";
import { findAnyPicture, mayHidePicture } from "./find-any-picture";
import { decodeSource, type PictureSource } from "./decode-source";
import { formOf, formsOf, type FieldForm } from "./picture-fields";
import { emptyEnvelope, readEnvelope, type Envelope } from "./envelope";
import { foldEvents } from "./event-fold";
import { makeFailure } from "./failure";
import { isObject, parseBody } from "./json-values";
import { TooMuchTextError, extractBase64, type ExtractedAnswer } from "./extract-base64";
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
import { readHead, type AnswerHead } from "../send/spool";
import {
  errorOf,
  textFailure,
  isBrokenOff,
  reasonsOf,
  shownWords,
  whyNoPicture,
  type RawAnswer,
} from "./why-no-picture";

export type FoundPicture = {
  sources: PictureSource[];
  /** The failure to report if this is not an image. Null: report what is wrong with the image. */
  orElse: Failure | null;
};

type Facts = { upstreamId: string | null; usage: Record<string, number> | null };

/** Refusals and questions are failures with code `model_refused` or `no_image` and the model's words. */
export type ReadAnswer =
  | ({
      kind: "pictures";
      pictures: FoundPicture[];
      /** The model's text beside the images, redacted. */
      text: string | null;
      sentPictures: string[];
    } & Facts)
  | ({ kind: "failure"; failure: Failure } & Facts);

export type ReadContext = {
  /** The answer's head, if already read; null if there is none. */
  head?: AnswerHead | null;
  /** Folder for decoded files. Default: the spool's folder. The caller removes them. */
  dir?: string;
  /** The instruction that was sent: an address in it is the user's, not a result. */
  prompt?: string;
  /** Strings to redact, such as the key. */
  secrets?: readonly string[];
  /**
   * Also accept a complete image from a broken answer (cut after the image, or invalid JSON). Only for an explicit
   * "look again" by a user; the normal reading is strict.
   */
  rescue?: boolean;
  /** JSON paths chosen by a user, read instead of the usual fields. The first one with an image wins. */
  paths?: readonly AnswerPath[];
  /** For tests: extract base64 runs from this length. */
  minRunChars?: number;
};

/** Two at once: each holds a few megabytes at most, but decoding shares the disk. */
const reading = pLimit(2);
/** Far more than any answer has. */
const MAX_PICTURES = 60;
const MAX_INLINE_PICTURES = 10;

/**
 * Reads a spooled answer: its images, or why there are none. No side effects upstream, so an answer can be read again,
 * also after an update of this code.
 */
export function readAnswer(spoolPath: string, context: ReadContext = {}): Promise<ReadAnswer> {
  return reading(() => readOnce(spoolPath, context));
}

async function readOnce(spoolPath: string, context: ReadContext): Promise<ReadAnswer> {
  const head = context.head === undefined ? await readHead(spoolPath) : context.head;
  if (!head) return failed(makeFailure("answer_lost"));
  let answer: ExtractedAnswer;
  try {
    answer = await extractBase64(spoolPath, context.minRunChars);
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
  readonly #raw: RawAnswer;

  constructor(
    readonly spoolPath: string,
    readonly context: ReadContext,
    readonly head: AnswerHead,
    readonly answer: ExtractedAnswer,
  ) {
    this.#raw = { head, answer, secrets: context.secrets ?? [] };
  }

  async read(): Promise<ReadAnswer> {
    const { head, answer } = this;
    const parsed = parseBody(answer.text);
    const envelope = parsed.form === "events" ? foldEvents(parsed.values) : emptyEnvelope();
    if (parsed.form === "json") for (const value of parsed.values) readEnvelope(value, envelope);
    const facts = this.#factsOf(envelope);

    if (head.status < 200 || head.status >= 300) {
      return failed(errorOf(envelope, parsed, this.#raw), facts);
    }

    const { paths } = this.context;
    let pictures: FoundPicture[];
    if (paths) pictures = await this.#picturesAt(paths, rootOf(parsed, answer.text));
    else if (parsed.form === "text") pictures = await this.#picturesOfText();
    else pictures = await this.#picturesOf(envelope);
    if (pictures.length === 0 && !paths && mayHidePicture(envelope)) {
      const hidden = findAnyPicture(parsed.values, (text) => this.#headOf(text));
      pictures = await this.#picturesOf(hidden);
    }
    if (pictures.length > 0) {
      // A filter may have blocked some of several images; its reason is then the only text.
      const modelText = envelope.texts.join("\n\n") || reasonsOf(envelope, parsed).join(", ");
      const words = shownWords(modelText, this.#raw);
      // A truncated stream may end in half an address, so blame the truncation, not the link.
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
    return failed(whyNoPicture(envelope, parsed, this.#raw), facts);
  }

  /** Redacted, because an upstream may echo the key in its id or in names in `usage`. */
  #factsOf({ upstreamId, usage }: Envelope): Facts {
    const clean = (text: string) => redactText(text, this.context.secrets).slice(0, 200);
    return {
      upstreamId: upstreamId === null ? null : clean(upstreamId) || null,
      usage:
        usage &&
        Object.fromEntries(Object.entries(usage).map(([name, count]) => [clean(name), count])),
    };
  }

  /** Images from result fields and from the text. */
  async #picturesOf(envelope: Envelope): Promise<FoundPicture[]> {
    const found: FoundPicture[] = [];
    for (const { forms } of envelope.pictures.slice(0, MAX_PICTURES)) {
      const sources = await this.#sources(forms);
      if (sources.length > 0) found.push({ sources, orElse: null });
    }
    const candidates: Candidate[] = [];
    for (const text of envelope.texts) {
      const afterThoughts = this.#scan(withoutThoughts(text));
      candidates.push(...(afterThoughts.length > 0 ? afterThoughts : this.#scan(text)));
    }
    // Beside an image in a result field, a plain address in the text is only a mention.
    const inWords = bestCandidates(candidates).filter(
      ({ rank }) => found.length === 0 || rank <= RANK.htmlImage,
    );
    const texts = envelope.texts.join("\n");
    for (const candidate of inWords.slice(0, MAX_PICTURES - found.length)) {
      // "See our policy at …" is a refusal, not an image.
      if (candidate.rank === RANK.guess && isRefusal(texts)) continue;
      const orElse =
        candidate.rank === RANK.guess ? textFailure("no_image", texts, this.#raw) : null;
      const sources = await this.#sources([candidate]);
      if (sources.length > 0) found.push({ sources, orElse });
    }
    return found;
  }

  /**
   * A body that is not JSON: the image itself, an image in plain text, or (with `rescue`) JSON that breaks off after
   * its image.
   */
  async #picturesOfText(): Promise<FoundPicture[]> {
    const { answer, head } = this;
    const orElse = head.cut ?? makeFailure("malformed_response", { httpStatus: head.status });
    if (sniffMedia(answer.firstBytes).kind === "picture") {
      const path = this.#nextPath();
      await copyFile(this.spoolPath, path);
      const file = { kind: "file", path, byteLength: answer.size, declared: null } as const;
      return [{ sources: [file], orElse: head.cut }];
    }
    // A web page's own images are not results, and a broken body may hold half of one.
    if (/^[\uFEFF\s]*</.test(answer.text)) return [];
    const isBroken = head.cut !== null || /^[\uFEFF\s]*[{[]/.test(answer.text);
    if (isBroken && this.context.rescue !== true) return [];
    const text = answer.text.replaceAll("\\/", "/").replaceAll('\\"', '"');
    const found: FoundPicture[] = [];
    // If the body is nothing but an image address, that is the result.
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

  /** All images in a value at a user's path; each entry is one image in its forms. */
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

  /** The start of the base64 behind a mark at the beginning of this text. */
  #headOf(text: string): string | null {
    const mark = this.answer.marks.at(text, 0);
    return mark && (this.answer.runs[mark.index]?.head ?? "");
  }

  #scan(text: string): Candidate[] {
    const { runs, marks } = this.answer;
    const prompt = this.context.prompt ?? "";
    return scanText(unescaped(text), marks, (index) => runs[index]?.head ?? "").filter(
      ({ form, value, rank }) =>
        // The user's own address, echoed. (A Markdown image of it is a result.)
        !(form === "address" && rank > RANK.htmlImage && prompt.includes(value)),
    );
  }

  async #sources(forms: readonly (FieldForm | Candidate)[]): Promise<PictureSource[]> {
    const sources: PictureSource[] = [];
    for (const { form, value } of forms) {
      if (form === "address") {
        // An address never contains a mark.
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
