import "server-only";
import { DoorFailureError } from "@/lib/server/http/door/door-error";
import type { Write } from "@/lib/server/http/door/long-answer";
import { addressOf, base64Of } from "@/lib/server/http/door/picture-text";

export type ImagesForm = {
  /** Seconds since the epoch. */
  created: number;
  origin: string;
  format: "url" | "b64_json";
};

/** The list of pictures that the Images endpoints answer with. Those that failed among several are left out. */
export function asImageList({ created, origin, format }: ImagesForm): Write {
  return async function* ({ answers, failure }) {
    const pictures = answers.flat();
    if (pictures.length === 0) {
      throw new DoorFailureError(
        failure ?? { code: "answer_lost", billed: "unknown", words: null },
      );
    }
    yield `{"created":${created},"data":[`;
    for (const [index, picture] of pictures.entries()) {
      yield `${index > 0 ? "," : ""}{"${format}":"`;
      if (format === "url") yield addressOf(picture, origin);
      else yield* base64Of(picture);
      yield `"}`;
    }
    yield "]}";
  };
}
