import "server-only";
import type { ImageListView } from "@/lib/contracts/image-lists";
import { parseImageQuery } from "@/lib/contracts/image-query";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";
import { allOf } from "@/lib/server/domain/images/query-conditions";
import { readNames } from "@/lib/server/domain/images/query-names";
import { isInScope } from "@/lib/server/domain/images/view-conditions";
import { limit } from "@/lib/server/domain/lists/page";

/** A list of images, as in `images.list`. */
export interface ImageSelection {
  query?: string | undefined;
  view?: ImageListView | undefined;
  /** A collection that the actor may see. */
  fromCollectionId?: string | undefined;
  /** Images of the list to leave out. */
  exceptIds?: readonly string[] | undefined;
}

/** The ids of all images that a list has, newest first, at most `most`. */
export async function selectImageIds(
  actor: Actor,
  { query = "", view = "all", fromCollectionId, exceptIds = [] }: ImageSelection,
  most: number,
): Promise<string[]> {
  const terms = parseImageQuery(query);
  const names = await readNames(actor, terms);
  const scope = { view, collectionId: fromCollectionId ?? null };
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT i.id::text FROM "Image" i
    WHERE ${isInScope(actor, scope)} AND ${allOf(terms, { actor, names, isShort: view === "trash" })}
    ORDER BY i."createdAt" DESC, i.id DESC ${limit(most)}`;
  const left = new Set<string>(exceptIds);
  return rows.flatMap(({ id }) => (left.has(id) ? [] : id));
}
