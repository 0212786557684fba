import "server-only";
import { buffer } from "node:stream/consumers";
import type { Recipe, RecipeParent } from "@/lib/contracts/recipe";
import { type Authorized, type KeptImage, visibleImages } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { parseSha256 } from "@/lib/server/blobs/store";
import { db } from "@/lib/server/db";
import { readAncestorIds } from "@/lib/server/domain/images/detail";
import { blobStore } from "@/lib/server/domain/images/storage";
import { inOrder } from "@/lib/server/domain/lists/in-order";
import { parseSettings } from "@/lib/server/domain/views/turn";
import { AppError } from "@/lib/server/errors";
import { embedRecipe } from "@/lib/server/imaging/recipe/embed";

/**
 * The original of an image with its recipe in the XMP; all other bytes stay. Throws `no_recipe` for an upload, and for a
 * file that is no PNG, JPEG or WebP.
 */
export async function readWithRecipe(
  actor: Actor,
  image: Authorized<KeptImage, "read">,
): Promise<Buffer> {
  const recipe = await loadRecipe(actor, image);
  if (recipe === null) throw new AppError("no_recipe");
  const original = await buffer(await blobStore().open(parseSha256(image.sha256)));
  const text = { json: JSON.stringify(recipe), prompt: recipe.prompt };
  const pieces = await embedRecipe(original, text);
  if (pieces === null) throw new AppError("no_recipe");
  return Buffer.concat(pieces);
}

/**
 * How an image was made: prompt, settings, and those of its parents and references that the actor may see. No keys, costs
 * or names of people. Null for an upload, and for what came with a link that hid words or settings.
 */
async function loadRecipe(
  actor: Actor,
  image: Authorized<KeptImage, "read">,
): Promise<Recipe | null> {
  if (image.generationId === null) return null;
  const { model, turn } = await db.generation.findUniqueOrThrow({
    where: { id: image.generationId, workspaceId: image.workspaceId },
    select: {
      model: true,
      turn: {
        select: {
          prompt: true,
          systemInstruction: true,
          settings: true,
          references: { orderBy: { position: "asc" }, select: { imageId: true } },
        },
      },
    },
  });
  if (model === "" || turn.prompt === "") return null;
  // Where its pictures were saved is nothing for the readers of a file.
  const { collectionId: _, ...settings } = parseSettings(turn.settings);
  const ancestors = (await readAncestorIds(image.id)).map(({ id }) => id);
  const references = turn.references.map(({ imageId }) => imageId);
  const seen = await readSeen(actor, image.workspaceId, [...ancestors, ...references]);
  return {
    version: 1,
    image: image.id,
    createdAt: image.createdAt.toISOString(),
    prompt: turn.prompt,
    systemInstruction: turn.systemInstruction,
    settings,
    parents: pick(ancestors, seen),
    references: pick(references, seen).map(({ id, sha256 }) => ({ id, sha256 })),
  };
}

type Seen = RecipeParent & { prompt: string | null };

async function readSeen(
  actor: Actor,
  workspaceId: string,
  ids: readonly string[],
): Promise<Seen[]> {
  const rows = await db.image.findMany({
    where: { AND: [visibleImages(actor), { workspaceId }], id: { in: [...new Set(ids)] } },
    select: {
      id: true,
      sha256: true,
      generation: { select: { turn: { select: { prompt: true } } } },
    },
  });
  return rows.flatMap(({ id, sha256, generation }) =>
    sha256 === null ? [] : { id, sha256, prompt: generation?.turn.prompt ?? null },
  );
}

function pick(ids: readonly string[], seen: readonly Seen[]): Seen[] {
  return inOrder(
    ids.map((id) => ({ id })),
    seen,
  );
}
