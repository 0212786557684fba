import { z } from "zod";
import { isRecord, kindOf, pictureTextOf } from "@/lib/contracts/openai-compat-picture";

/**
 * Chat messages as OpenAI's clients and compatible ones send them. Lenient, because the history may come from other
 * programs; the conversation reader decides which parts the last message may contain.
 */

export type CompatPart =
  | { kind: "text"; text: string }
  /** `key`: the key that holds the picture. */
  | { kind: "picture"; url: string; key: string }
  /** An unsupported part; `came` describes it. */
  | { kind: "other"; key: string; came: string };

/** Key of the text by part type: Chat Completions, Responses, refusals. */
const TEXT_KEYS: Record<string, string> = {
  text: "text",
  input_text: "text",
  output_text: "text",
  refusal: "refusal",
};
const PICTURE_TYPES = new Set(["image_url", "input_image", "output_image", "image"]);

function partOf(value: unknown): CompatPart {
  if (typeof value === "string") return { kind: "text", text: value };
  if (!isRecord(value)) return { kind: "other", key: "", came: kindOf(value) };
  const type = typeof value["type"] === "string" ? value["type"] : "";
  const text = value[TEXT_KEYS[type] ?? "text"];
  if (type in TEXT_KEYS || (type === "" && text !== undefined)) {
    if (typeof text === "string") return { kind: "text", text };
    return { kind: "other", key: TEXT_KEYS[type] ?? "text", came: kindOf(text) };
  }
  if (PICTURE_TYPES.has(type) || (type === "" && "image_url" in value)) return picturePart(value);
  const file = type === "file" ? pictureTextOf(value["file"]) : null;
  if (file !== null && /^data:\s*image\//i.test(file)) {
    return { kind: "picture", url: file, key: "file" };
  }
  const came = type === "" ? kindOf(value) : kindOf(type);
  return { kind: "other", key: "type", came };
}

function picturePart(value: Record<string, unknown>): CompatPart {
  const key = ["image_url", "image", "source"].find((name) => name in value) ?? "image_url";
  const url = pictureTextOf(value);
  if (url === null) return { kind: "other", key, came: kindOf(value[key]) };
  // An empty address is refused or skipped like any unsupported part.
  return url === "" ? { kind: "other", key, came: "an empty text" } : { kind: "picture", url, key };
}

const content = z
  .unknown()
  .optional()
  .transform((value, context): CompatPart[] => {
    if (value === undefined || value === null) return [];
    if (typeof value === "string") return [{ kind: "text", text: value }];
    if (Array.isArray(value)) return value.map(partOf);
    if (isRecord(value)) return [partOf(value)];
    context.addIssue({
      code: "custom",
      message: `a text or a list of parts, not ${kindOf(value)}`,
    });
    return [];
  });

/** Pictures outside a message's content: OpenRouter's form for assistants, Ollama's for users. */
const images = z
  .unknown()
  .optional()
  .transform((value): CompatPart[] => {
    if (value === undefined || value === null || value === "") return [];
    return (Array.isArray(value) ? value : [value]).map((image) =>
      typeof image === "string"
        ? { kind: "picture", url: image.trim(), key: "url" }
        : picturePart(isRecord(image) ? image : {}),
    );
  });

export const compatMessage = z.discriminatedUnion(
  "role",
  [
    z.object({ role: z.literal("system"), content }),
    z.object({ role: z.literal("developer"), content }),
    z.object({ role: z.literal("user"), content, images }),
    z.object({ role: z.literal("assistant"), content, images }),
    // Tools are not supported; their results are accepted and ignored.
    z.object({ role: z.literal("tool") }),
    z.object({ role: z.literal("function") }),
  ],
  {
    error: ({ input }) =>
      isRecord(input)
        ? `system, developer, user, assistant, tool or function, not ${kindOf(input["role"])}`
        : `a message, not ${kindOf(input)}`,
  },
);
export type CompatMessage = z.output<typeof compatMessage>;
