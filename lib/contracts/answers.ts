import { z } from "zod";

/** Longest key accepted in a path. */
const ANSWER_KEY_MAX_CHARS = 200;

/**
 * A path in an answer's JSON, from the outside in: object keys, list indexes from 0, and `*` for every item. Several
 * JSON values (events, lines) count as one list; an answer that is not JSON is one text at the empty path.
 */
export const answerPath = z
  .array(z.union([z.string().max(ANSWER_KEY_MAX_CHARS), z.int().nonnegative()]))
  .max(40);
export type AnswerPath = z.infer<typeof answerPath>;

/** `path`: where a person says the picture is. `keep`: search later answers of this upstream there too. */
export const lookAgainBody = z.strictObject({
  path: answerPath.nullable(),
  keep: z.boolean(),
});
export type LookAgainBody = z.infer<typeof lookAgainBody>;

/** The apparent kind of a text, judged by its beginning. */
const TEXT_LOOKS = ["address", "data-url", "base64", "words"] as const;

export type AnswerNode =
  | {
      kind: "object" | "list";
      /** Number of entries. */
      size: number;
      /** Entries from the requested offset, as many as fit one reply; request the rest with `at` and `from`. */
      entries: { key: string | number; node: AnswerNode }[];
    }
  | {
      kind: "text";
      /** The beginning, redacted; never base64. */
      text: string;
      /** Length in the answer's characters. */
      chars: number;
      looks: (typeof TEXT_LOOKS)[number];
      /** Media type of inline data, from its label and first bytes. */
      media: string | null;
      /** Approximate size of inline data. */
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

/** A bounded part of a stored answer: at most a few hundred values and some tens of kilobytes. */
export const answerPart = z.object({
  /** `text`: not JSON. */
  form: z.enum(["json", "events", "text"]),
  status: z.int(),
  contentType: z.string().nullable(),
  /** Size of the whole answer. */
  byteCount: z.int(),
  at: answerPath,
  from: z.int(),
  node: answerNode,
});
export type AnswerPart = z.infer<typeof answerPart>;

/** `at` is a path as JSON; `from` is an offset in a long list. */
export const answerQuery = z.strictObject({
  at: z.string().max(10_000).optional(),
  from: z
    .string()
    .regex(/^\d{1,9}$/)
    .optional(),
});
