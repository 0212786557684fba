import type { ExifTexts } from "@/lib/utils/image-metadata/exif";

/** The local tools whose texts are understood. */
export type LocalTool = "AUTOMATIC1111" | "ComfyUI" | "InvokeAI" | "NovelAI";

/** What a local tool wrote into a picture. */
export interface ToolPrompt {
  tool: LocalTool;
  prompt: string;
}

/**
 * What the tools write into the EXIF block of a JPEG or WebP, under the keywords that they use in a PNG.
 * `UserComment` has AUTOMATIC1111's parameters, or the texts as one JSON object; ComfyUI writes `prompt:` and
 * `workflow:` into the names of the camera.
 */
export function textsOfExif({ userComment, make, model }: ExifTexts): Map<string, string> {
  const texts = new Map<string, string>();
  for (const text of [make, model]) {
    const [, keyword, value] = /^(prompt|workflow):(.*)$/s.exec(text) ?? [];
    if (keyword !== undefined && value !== undefined) texts.set(keyword, value);
  }
  const object = objectIn(userComment);
  for (const [keyword, value] of Object.entries(object ?? {})) {
    texts.set(keyword, typeof value === "string" ? value : JSON.stringify(value));
  }
  // Cameras and editors write comments too.
  if (/^Steps: \d/m.test(userComment)) texts.set("parameters", userComment);
  return texts;
}

/** The prompt in a PNG's texts, by keyword; null if none of the tools wrote it. */
export function readToolPrompt(texts: ReadonlyMap<string, string>): ToolPrompt | null {
  const found = READERS.map(([tool, read]) => ({ tool, prompt: read(texts)?.trim() ?? "" }));
  return found.find(({ prompt }) => prompt !== "") ?? null;
}

type Texts = ReadonlyMap<string, string>;
type Read = (texts: Texts) => string | null;

const READERS: readonly (readonly [LocalTool, Read])[] = [
  ["NovelAI", novelAi],
  ["InvokeAI", invokeAi],
  ["ComfyUI", comfyUi],
  ["AUTOMATIC1111", automatic1111],
];

/** The prompt ends before "Negative prompt: " or the line of settings, which begins with "Steps: ". */
function automatic1111(texts: Texts): string | null {
  return texts.get("parameters")?.split(/^(?:Negative prompt|Steps): /m)[0] ?? null;
}

function novelAi(texts: Texts): string | null {
  if (!/novelai/i.test(texts.get("Software") ?? "")) return null;
  const comment = objectIn(texts.get("Comment"));
  return stringOf(comment?.prompt) ?? texts.get("Description") ?? null;
}

/** The newest form first: version 3, version 2, and the command line of version 1. */
function invokeAi(texts: Texts): string | null {
  const newest = objectIn(texts.get("invokeai_metadata"));
  if (newest !== null) return stringOf(newest.positive_prompt);
  const image = objectOf(objectIn(texts.get("sd-metadata"))?.image);
  const { prompt } = image ?? {};
  if (typeof prompt === "string") return prompt;
  if (Array.isArray(prompt)) {
    const parts = prompt.flatMap((part) => stringOf(objectOf(part)?.prompt) ?? []);
    if (parts.length > 0) return parts.join(" ");
  }
  return /^"((?:[^"\\]|\\.)*)"/.exec(texts.get("Dream") ?? "")?.[1] ?? null;
}

/** How many links of a graph are followed from a sampler to its text. */
const LINKS_MAX = 20;

/** The text that a sampler's positive input leads to; without a sampler, the longest text of the graph. */
function comfyUi(texts: Texts): string | null {
  const graph = objectIn(texts.get("prompt"));
  if (graph === null) return comfyWorkflow(texts);
  const nodes = Object.values(graph).map(objectOf);
  for (const node of nodes) {
    const text = followText(graph, objectOf(node?.inputs)?.positive, LINKS_MAX);
    if (text !== null) return text;
  }
  const encoded = nodes.flatMap((node) =>
    String(node?.class_type).includes("TextEncode")
      ? (stringOf(objectOf(node?.inputs)?.text) ?? [])
      : [],
  );
  return longest(encoded) ?? comfyWorkflow(texts);
}

/** A link is `[node, output]`. */
function followText(
  graph: Record<string, unknown>,
  link: unknown,
  linksLeft: number,
): string | null {
  if (!Array.isArray(link) || linksLeft === 0) return null;
  const inputs = objectOf(objectOf(graph[String(link[0])])?.inputs);
  if (inputs === null) return null;
  const text = inputs.text ?? inputs.text_g ?? inputs.value ?? inputs.string ?? inputs.prompt;
  if (typeof text === "string") return text;
  for (const next of [text, inputs.conditioning, inputs.positive, inputs.conditioning_1]) {
    const found = followText(graph, next, linksLeft - 1);
    if (found !== null) return found;
  }
  return null;
}

/** The editor's own form of the graph, in which the first widget of a text node is its text. */
function comfyWorkflow(texts: Texts): string | null {
  const nodes = objectIn(texts.get("workflow"))?.nodes;
  if (!Array.isArray(nodes)) return null;
  const found = nodes.map(objectOf).flatMap((node) => {
    const values = node?.widgets_values;
    const isText = String(node?.type).includes("TextEncode");
    return isText && Array.isArray(values) ? (stringOf(values[0]) ?? []) : [];
  });
  return longest(found);
}

function longest(texts: readonly string[]): string | null {
  return texts.toSorted((one, other) => other.length - one.length)[0] ?? null;
}

function objectIn(json: string | undefined): Record<string, unknown> | null {
  if (json === undefined) return null;
  try {
    return objectOf(JSON.parse(json));
  } catch {
    return null;
  }
}

function objectOf(value: unknown): Record<string, unknown> | null {
  return isObject(value) ? value : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function stringOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
