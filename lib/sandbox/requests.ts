import "server-only";
import { z } from "zod";
import { type Size, strictSize } from "./shapes";
import { badRequest, Refusal, unknownModel } from "./wire";

/** The behaviour of a model that a caller can observe. */
export type PaintedModel = {
  id: string;
  /** Returns exactly the requested pixels; other models accept any size and ignore it. */
  isExact: boolean;
  /** Reads pictures in earlier messages too. */
  seesHistory: boolean;
};

export const USUAL_MODELS: readonly PaintedModel[] = [
  { id: "gpt-image-2-vip", isExact: true, seesHistory: true },
  { id: "gpt-image-2-all", isExact: false, seesHistory: false },
];

/** A parsed request, the same for all three endpoints. */
export type PaintOrder = {
  endpoint: "chat" | "generations" | "edits";
  model: PaintedModel;
  prompt: string;
  references: Buffer[];
  /** Earlier instructions, oldest first, where no picture is attached. */
  earlier?: string[];
  size?: Size;
  responseFormat?: "url" | "b64_json";
  seed?: number;
};

/** Bytes of one of the sandbox's own pictures by URL. The sandbox fetches nothing from the network. */
export type OwnFile = (url: string) => Buffer | undefined;

/** Largest reference, as documented. */
const LARGEST_REFERENCE = 10 * 1024 * 1024;
const MOST_REFERENCES = 16;
const LONGEST_PROMPT = 32_000;

const partSchema = z.union([
  z.object({ type: z.literal("text"), text: z.string() }),
  z.object({ type: z.literal("image_url"), image_url: z.object({ url: z.string() }) }),
]);
const chatSchema = z.object({
  model: z.string(),
  stream: z.boolean().optional(),
  seed: z.int().min(0).optional(),
  temperature: z.number().min(0).max(2).optional(),
  messages: z
    .array(
      z.object({
        role: z.enum(["system", "user", "assistant"]),
        content: z.union([z.string(), z.array(partSchema), z.null()]),
      }),
    )
    .min(1),
});
const imagesSchema = z.object({
  model: z.string(),
  prompt: z.string().min(1).max(LONGEST_PROMPT),
  size: z.string().optional(),
  // Billed n times and answered with one picture, as upstream.
  n: z.int().min(1).max(10).optional(),
  response_format: z.enum(["url", "b64_json"]).optional(),
  seed: z.int().min(0).optional(),
});

function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new Refusal(
    badRequest(issue?.message ?? "invalid request", issue?.path.map(String).join(".") ?? ""),
  );
}

function modelOf(name: string, models: readonly PaintedModel[]): PaintedModel {
  const model = models.find(({ id }) => id === name);
  if (!model) throw new Refusal(unknownModel(name));
  return model;
}

export function readJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    throw new Refusal(badRequest("We could not parse the JSON body of your request.", ""));
  }
}

type Message = z.infer<typeof chatSchema>["messages"][number];

const textOf = ({ content }: Message) =>
  content === null
    ? ""
    : typeof content === "string"
      ? content
      : content
          .map((part) => (part.type === "text" ? part.text : ""))
          .filter(Boolean)
          .join("\n");
const urlsOf = ({ content }: Message) =>
  content === null || typeof content === "string"
    ? []
    : content.flatMap((part) => (part.type === "image_url" ? [part.image_url.url] : []));

/** Reads a chat request. The last user message is the instruction; some models also read pictures in history. */
export function readChat(
  body: unknown,
  models: readonly PaintedModel[],
  ownFile: OwnFile,
): PaintOrder {
  const request = parsed(chatSchema, body);
  const model = modelOf(request.model, models);
  if (request.stream)
    throw new Refusal(
      badRequest("Streaming is not supported for this model.", "stream", "unsupported_value"),
    );
  const at = request.messages.findLastIndex((message) => message.role === "user");
  const last = request.messages[at];
  if (!last) throw new Refusal(badRequest("messages must contain a user message", "messages"));
  const prompt = textOf(last);
  if (prompt.length > LONGEST_PROMPT)
    throw new Refusal(
      badRequest(`The prompt is longer than ${LONGEST_PROMPT} characters.`, "messages"),
    );
  let urls = urlsOf(last);
  if (prompt.trim() === "" && urls.length === 0)
    throw new Refusal(badRequest("The last user message is empty.", "messages"));
  if (urls.length === 0 && model.seesHistory)
    urls = fromHistory(request.messages.slice(0, at), ownFile);
  if (urls.length > MOST_REFERENCES)
    throw new Refusal(badRequest(`At most ${MOST_REFERENCES} images are supported.`, "messages"));
  return {
    endpoint: "chat",
    model,
    prompt,
    references: urls.map((url) => pictureAt(url, ownFile)),
    ...(urls.length > 0 ? {} : { earlier: instructions(request.messages.slice(0, at)) }),
    ...(request.seed === undefined ? {} : { seed: request.seed }),
  };
}

const instructions = (messages: readonly Message[]) =>
  messages.filter(({ role }) => role === "user").map(textOf);

/** The newest picture in the history: sent by the user, or answered by this sandbox. */
function fromHistory(messages: readonly Message[], ownFile: OwnFile): string[] {
  for (const message of messages.toReversed()) {
    const sent = urlsOf(message).at(-1);
    if (sent !== undefined) return [sent];
    const answered = /!\[[^\]]*\]\((\S+?)\)/u.exec(textOf(message))?.[1];
    if (answered !== undefined && ownFile(answered)) return [answered];
  }
  return [];
}

const DATA_URL = /^data:image\/(?:png|jpe?g|webp);base64,/iu;

function pictureAt(url: string, ownFile: OwnFile): Buffer {
  const head = DATA_URL.exec(url);
  const bytes = head ? Buffer.from(url.slice(head[0].length), "base64") : ownFile(url);
  if (!bytes || bytes.length === 0) {
    throw new Refusal(
      badRequest(
        "Failed to download image: the sandbox reads data URLs (PNG, JPEG, WebP) and its own pictures.",
        "image_url",
        "invalid_image_url",
      ),
    );
  }
  return checked(bytes);
}

function checked(bytes: Buffer): Buffer {
  if (bytes.length > LARGEST_REFERENCE)
    throw new Refusal(badRequest("Image exceeds the 10 MB limit.", "image", "image_too_large"));
  return bytes;
}

/** Parses the fields of an images request, from JSON or from a form. */
function readImages(
  fields: unknown,
  models: readonly PaintedModel[],
  endpoint: "generations" | "edits",
  references: Buffer[],
): PaintOrder {
  const request = parsed(imagesSchema, fields);
  const model = modelOf(request.model, models);
  const size = strictSize(request.size);
  if (!size && model.isExact)
    throw new Refusal(badRequest(`size format invalid: ${request.size}`, "size"));
  const asked = request.size !== undefined && request.size !== "" && request.size !== "auto";
  const { now, earlier } = spokenIn(request.prompt);
  return {
    endpoint,
    model,
    prompt: now,
    references,
    ...(references.length > 0 ? {} : { earlier }),
    // An edit without a size keeps the reference's own shape.
    ...(size && model.isExact && (asked || references.length === 0) ? { size } : {}),
    ...(request.response_format ? { responseFormat: request.response_format } : {}),
    ...(request.seed === undefined ? {} : { seed: request.seed }),
  };
}

const PREAMBLE =
  /^([\s\S]*?)(?:Image 1 already follows[^\n]*|Earlier instructions):\n- ([\s\S]*?)\n\nNow:\n+([\s\S]*)$/u;

/**
 * A prompt that tells the conversation before it, as this studio writes one for the images routes: the present instruction,
 * with what stands before all (a standing instruction), and the earlier ones, oldest first.
 */
function spokenIn(prompt: string): { now: string; earlier: string[] } {
  const told = PREAMBLE.exec(prompt);
  if (!told) return { now: prompt, earlier: [] };
  const [, before = "", list = "", now = ""] = told;
  const earlier = list
    .split("\n- ")
    .map((entry) => entry.replace(/\n {2}\(You answered: [\s\S]*\)$/u, ""));
  return { now: before + now, earlier };
}

export const readGeneration = (body: unknown, models: readonly PaintedModel[]): PaintOrder =>
  readImages(body, models, "generations", []);

/** Multipart: `image` repeated, or `image[]` as some clients write it. A `mask` is accepted and redraws everything. */
export async function readEdit(
  bytes: Buffer,
  contentType: string,
  models: readonly PaintedModel[],
): Promise<PaintOrder> {
  let form: FormData;
  try {
    form = await new Response(new Uint8Array(bytes), {
      headers: { "content-type": contentType },
    }).formData();
  } catch {
    throw new Refusal(badRequest("The body is not multipart/form-data.", ""));
  }
  const files = [...form.getAll("image"), ...form.getAll("image[]")].filter(
    (value) => typeof value !== "string",
  );
  if (files.length === 0)
    throw new Refusal(badRequest("image is required", "image", "missing_required_parameter"));
  if (files.length > MOST_REFERENCES)
    throw new Refusal(badRequest(`At most ${MOST_REFERENCES} images are supported.`, "image"));
  const references = await Promise.all(
    files.map(async (file) => checked(Buffer.from(await file.arrayBuffer()))),
  );
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" ? value : undefined;
  };
  const count = (name: string) => (text(name) === undefined ? undefined : Number(text(name)));
  return readImages(
    {
      model: text("model"),
      prompt: text("prompt"),
      size: text("size"),
      response_format: text("response_format"),
      n: count("n"),
      seed: count("seed"),
    },
    models,
    "edits",
    references,
  );
}
