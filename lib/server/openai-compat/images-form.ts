import "server-only";
import type { ImagesRequest } from "@/lib/contracts/openai-compat-images";
import type { Tokens } from "@/lib/server/domain/compat-orders/outcome";
import type { SignAddress } from "@/lib/server/domain/shares/addresses";
import { CompatFailureError } from "@/lib/server/openai-compat/compat-error";
import type { Write } from "@/lib/server/openai-compat/long-answer";
import {
  addressOf,
  base64Of,
  inFormat,
  type ServedPicture,
} from "@/lib/server/openai-compat/picture-text";

/** The parts of a request that decide the form of its answer; small, since they are held while the caller waits. */
export type ImagesForm = Pick<
  ImagesRequest,
  "response_format" | "output_format" | "output_compression" | "quality"
> & {
  /** Seconds since the epoch. */
  created: number;
  origin: string;
  sign: SignAddress;
};

/**
 * The list of images that the Images endpoints answer with; failed ones among several are left out. Without a
 * `response_format` each image has both forms: clients that know `gpt-image-` names read `b64_json`, all others `url`.
 */
export function asImageList(form: ImagesForm): Write {
  return async function* ({ answers, failure, tokens }) {
    const pictures = answers.flat();
    if (pictures.length === 0) {
      throw new CompatFailureError(
        failure ?? { code: "answer_lost", billed: "unknown", words: null },
      );
    }
    const served: ServedPicture[] = [];
    for (const picture of pictures) served.push(await inFormat(picture, outputOf(form)));
    yield `{"created":${form.created},"data":[`;
    for (const [index, { picture, format }] of served.entries()) {
      yield index > 0 ? ",{" : "{";
      if (form.response_format !== "url") {
        yield `"b64_json":"`;
        yield* base64Of(picture, format);
        yield `"`;
      }
      if (!form.response_format) yield ",";
      if (form.response_format !== "b64_json") {
        // Neither an address nor base64 needs escaping.
        yield `"url":"`;
        yield* addressOf(picture, form, format);
        yield `"`;
      }
      yield "}";
    }
    yield `],${JSON.stringify(envelopeOf(form, served, tokens)).slice(1)}`;
  };
}

function outputOf({ output_format: name, output_compression: compression }: ImagesForm) {
  return name ? { name, compression: compression ?? null } : null;
}

/** OpenAI's fields next to the images; where images differ, those of the first. */
function envelopeOf(
  { quality }: ImagesForm,
  [first]: readonly ServedPicture[],
  { input, output, total }: Tokens,
): object {
  const media = first?.picture.media ?? "image/png";
  return {
    size: `${first?.picture.width}x${first?.picture.height}`,
    output_format: first?.format?.format ?? media.slice("image/".length),
    quality: QUALITIES[quality ?? ""] ?? "high",
    background: "opaque",
    usage: {
      input_tokens: input,
      // The upstream does not say how many input tokens were for images.
      input_tokens_details: { text_tokens: input, image_tokens: 0 },
      output_tokens: output,
      total_tokens: total,
    },
  };
}

/** OpenAI's three values; clients may know no others. */
const QUALITIES: Record<string, string> = {
  low: "low",
  medium: "medium",
  standard: "medium",
  high: "high",
  hd: "high",
};
