import { z } from "zod";

/** Longer keys exist in no answer; they cannot be pointed at. */
const ANSWER_KEY_MAX_CHARS = 200;

/**
 * A place in the JSON of an answer, from the outside in: keys of objects, places in lists from 0, and `*` for every item
 * of a list. Where an answer holds several JSON values (events, lines), they count as one list; where it is no JSON, its text
 * is the one value, at the empty path.
 */
export const answerPath = z
  .array(z.union([z.string().max(ANSWER_KEY_MAX_CHARS), z.int().nonnegative()]))
  .max(40);
export type AnswerPath = z.infer<typeof answerPath>;

/** `path`: where a person pointed at the picture. `keep`: later answers of this upstream are searched there, too. */
export const lookAgainBody = z.strictObject({
  path: answerPath.nullable(),
  keep: z.boolean(),
});
export type LookAgainBody = z.infer<typeof lookAgainBody>;

/** What a text in an answer looks like. It is judged by its beginning: only reading it tells. */
const TEXT_LOOKS = ["address", "data-url", "base64", "words"] as const;

export type AnswerNode =
  | {
      kind: "object" | "list";
      /** How many entries there are. */
      size: number;
      /** Those from where they were asked for, as many as go into one answer; the rest by `at` and `from`. */
      entries: { key: string | number; node: AnswerNode }[];
    }
  | {
      kind: "text";
      /** The beginning, redacted; never base64. */
      text: string;
      /** In the answer's own characters. */
      chars: number;
      looks: (typeof TEXT_LOOKS)[number];
      /** Of inline data, as far as its first bytes and its label tell. */
      media: string | null;
      /** Of inline data, about. */
      byteCount: number | null;
    }
  /** A number, true, false or null. */
  | { kind: "plain"; text: string };

export const answerNode: z.ZodType<AnswerNode> = z.lazy(() =>
  z.discriminatedUnion("kind", [
    z.object({
      kind: z.enum(["object", "list"]),
      size: z.int(),
      entries: z.array(z.object({ key: z.union([z.string(), z.int()]), node: answerNode })),
    }),
    z.object({
      kind: z.literal("text"),
      text: z.string(),
      chars: z.int(),
      looks: z.enum(TEXT_LOOKS),
      media: z.string().nullable(),
      byteCount: z.int().nullable(),
    }),
    z.object({ kind: z.literal("plain"), text: z.string() }),
  ]),
);

/** A part of a kept answer, bounded: at most a few hundred values and some tens of kilobytes. */
export const answerPart = z.object({
  /** `text`: it is no JSON. */
  form: z.enum(["json", "events", "text"]),
  status: z.int(),
  contentType: z.string().nullable(),
  /** Of the whole answer. */
  byteCount: z.int(),
  at: answerPath,
  from: z.int(),
  node: answerNode,
});
export type AnswerPart = z.infer<typeof answerPart>;

/** `at` is a path as JSON; `from` goes on in a long list. */
export const answerQuery = z.strictObject({
  at: z.string().max(10_000).optional(),
  from: z
    .string()
    .regex(/^\d{1,9}$/)
    .optional(),
});
