import "server-only";
import sharp from "sharp";
import type { PictureMemory } from "./memory";
import { encodePng, renderScene } from "./paint/render";
import { readPngText, writePngText } from "./png-text";
import { hashText } from "./random";
import { changeScene, composeScene } from "./scene/compose";
import { parseScene } from "./scene/parse";
import { PLAIN_FINISH, type Scene } from "./scene/scene";
import { promptedSize, readShape, type Size, sizeLike } from "./shapes";
import { readWish } from "./words/read";

const KEYWORD = "pentimento-scene";
const LARGEST_INPUT_PIXELS = 60_000_000;

/** One picture to make. */
export type PaintRequest = {
  prompt: string;
  /** The picture to refine comes first; the others lend it their colours. */
  references: readonly Buffer[];
  /** Earlier instructions whose picture is not attached, oldest first. */
  earlier?: readonly string[];
  /** Exact pixels from a strict call; without it the prompt decides. */
  size?: Size;
  strictModel: boolean;
  /** How often this request was made before: each repetition paints another picture. */
  repeat: number;
  seed?: number;
};

export type PaintedPicture = { png: Buffer; scene: Scene; size: Size };

/** A reference that cannot be decoded. The server answers 400. */
export class UnreadablePictureError extends Error {
  override name = "UnreadablePictureError";
}

/** Paints one request. CPU-bound: the server runs these one at a time. */
export async function paint(request: PaintRequest, memory: PictureMemory): Promise<PaintedPicture> {
  const { ratio, rest } = readShape(plainInstruction(request.prompt));
  const own = request.seed ?? hashText(rest.trim().toLowerCase());
  const seed = request.repeat === 0 ? own : hashText(`${own} again ${request.repeat}`);
  const wish = readWish(rest);
  const [first, ...others] = request.references;

  let scene: Scene;
  if (first) {
    const before = await sceneOf(first, memory);
    scene = changeScene(before, wish, seed);
    if (ratio !== undefined && request.size === undefined)
      reshape(scene, promptedSize(ratio, request.strictModel));
    if (others[0]) scene.tints = [await mainColour(others[0])];
    // Unknown words must still change the picture.
    if (JSON.stringify(scene) === JSON.stringify(before)) freshen(scene, seed);
    if (request.repeat > 0) scene.skySeed = seed;
  } else {
    const size = promptedSize(ratio, request.strictModel);
    const before = wish.place === undefined ? sceneSoFar(request.earlier ?? [], rest, size) : null;
    scene = before ? changeScene(before, wish, seed) : composeScene(wish, seed, size);
    if (before && request.repeat > 0) scene.skySeed = seed;
  }
  if (request.size) reshape(scene, request.size);

  const picture = await renderScene(scene, (id) => memory.findBase(id));
  await memory.remember(picture, scene);
  const png = writePngText(await encodePng(picture), KEYWORD, JSON.stringify(scene));
  return { png, scene, size: { width: picture.width, height: picture.height } };
}

/**
 * The scene that the earlier instructions paint, for an instruction sent before its picture arrived. Removing a shape from
 * the prompt leaves punctuation around it, and that counts in the seed, so the earlier texts get the same punctuation.
 */
function sceneSoFar(earlier: readonly string[], now: string, size: Size): Scene | null {
  const [before = ""] = /^[\s,，]*/u.exec(now) ?? [];
  const [after = ""] = /[\s,，]*$/u.exec(now) ?? [];
  let scene: Scene | null = null;
  for (const text of earlier) {
    const { rest } = readShape(text);
    const seed = hashText(`${before}${rest.trim()}${after}`.trim().toLowerCase());
    const wish = readWish(rest);
    scene = scene ? changeScene(scene, wish, seed) : composeScene(wish, seed, size);
  }
  return scene;
}

/** The current instruction, without the earlier ones and the picture legend that a client adds. */
function plainInstruction(prompt: string): string {
  const now = prompt.lastIndexOf("Now:\n");
  const latest =
    prompt.startsWith("Earlier instructions:") || prompt.includes("\nEarlier instructions:")
      ? prompt.slice(now === -1 ? 0 : now + 5)
      : prompt;
  return latest.replace(/\(Image 1 is the one to change;[^)]*\)\s*$/u, "");
}

/** The scene of a reference: from its PNG text, from memory, or else a new scene around a foreign photograph. */
async function sceneOf(bytes: Buffer, memory: PictureMemory): Promise<Scene> {
  const text = readPngText(bytes, KEYWORD);
  const written = text === undefined ? undefined : parseScene(text);
  if (written && (written.setting.type === "place" || (await memory.findBase(written.setting.id))))
    return written;
  try {
    const { width, height, autoOrient } = await sharp(bytes, {
      limitInputPixels: LARGEST_INPUT_PIXELS,
    }).metadata();
    if (!width || !height) throw new UnreadablePictureError("no size");
    const known = await memory.recall(bytes);
    if (known && (known.setting.type === "place" || (await memory.findBase(known.setting.id))))
      return known;
    return photographed(await memory.keepBase(bytes), sizeLike(autoOrient));
  } catch (error) {
    throw new UnreadablePictureError("The reference picture cannot be decoded.", { cause: error });
  }
}

function photographed(id: string, size: Size): Scene {
  return {
    version: 1,
    seed: hashText(id),
    setting: { type: "picture", id },
    hour: "day",
    hourAsked: false,
    weather: "clear",
    season: "summer",
    tints: [],
    things: [],
    style: "plain",
    finish: structuredClone(PLAIN_FINISH),
    ...size,
  };
}

/** The finished picture's size: a scene keeps its own before any quarter turn. */
function reshape(scene: Scene, size: Size): void {
  const turned = scene.finish.quarterTurns % 2 === 1;
  scene.width = turned ? size.height : size.width;
  scene.height = turned ? size.width : size.height;
}

function freshen(scene: Scene, seed: number): void {
  scene.skySeed = seed;
  scene.finish.contrast = Math.min(4, scene.finish.contrast + 0.6);
  scene.finish.chroma = Math.min(4, scene.finish.chroma + 0.5);
}

async function mainColour(bytes: Buffer): Promise<string> {
  try {
    const { dominant } = await sharp(bytes, { limitInputPixels: LARGEST_INPUT_PIXELS })
      .resize(64, 64, { fit: "inside" })
      .stats();
    return `#${[dominant.r, dominant.g, dominant.b].map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
  } catch (error) {
    throw new UnreadablePictureError("A reference picture cannot be decoded.", { cause: error });
  }
}
