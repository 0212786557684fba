import "server-only";
import type { z } from "zod";
import { IMAGE_PAGE } from "@/lib/contracts/image-lists";
import { parseImageQuery, type QueryTerm } from "@/lib/contracts/image-query";
import type { ImageList, imageListQuery, ListedImage } from "@/lib/contracts/images";
import { trashedImages, visibleImages } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { db, type Tx } from "@/lib/server/db";
import { authorizeCollection } from "@/lib/server/auth/collection-access";
import { correctTerms, sayTerms } from "@/lib/server/domain/images/correct-terms";
import { findImages, findPlaced, type FindOptions } from "@/lib/server/domain/images/find-images";
import { readNames } from "@/lib/server/domain/images/query-names";
import { formatPlace, parsePlace } from "@/lib/server/domain/lists/cursor";
import { inOrder } from "@/lib/server/domain/lists/in-order";
import { type Page, readPage } from "@/lib/server/domain/lists/page";
import { listedInclude, toListedImage } from "@/lib/server/domain/views/image";
import { AppError } from "@/lib/server/errors";

/** Begins the cursors of a search that was corrected, so that later pages are of the same search. */
const CORRECTED = "~";

/**
 * Images of the current workspace that the actor may see; in the view `trash`, those that they may restore. `query` is
 * the language of contracts/image-query.ts. A search that finds nothing is made again with similar words, and says so.
 * Throws `invalid_field` for a malformed cursor or an order by hand outside a collection, `not_found` for a collection.
 */
export async function listImages(
  actor: Actor,
  query: z.output<typeof imageListQuery>,
): Promise<ImageList> {
  const collectionId = query.collectionId ?? null;
  if (collectionId !== null) await authorizeCollection(actor, collectionId, "read");
  const sort = query.sort ?? (collectionId === null ? "newest" : "manual");
  const scope = { view: query.view ?? "all", collectionId };
  const size = query.limit ?? IMAGE_PAGE;
  const isCorrected = query.cursor?.startsWith(CORRECTED) ?? false;
  const cursor = isCorrected ? query.cursor?.slice(CORRECTED.length) : query.cursor;
  const typed = parseImageQuery(query.query ?? "");

  const read = async (terms: readonly QueryTerm[]) => {
    const names = await readNames(actor, terms);
    const options = { ...scope, terms, names };
    return sort === "manual"
      ? readPlaced(actor, options, cursor, size)
      : readPage({ by: "at", direction: directionOf(sort), cursor, size }, (slice) =>
          findImages(actor, { ...options, sort }, slice),
        );
  };
  const asTyped = isCorrected ? EMPTY : await read(typed);
  const mayCorrect = isCorrected || (cursor === undefined && asTyped.rows.length === 0);
  const terms = mayCorrect ? await correctTerms(actor, scope, typed) : null;
  const page = terms === null ? asTyped : await read(terms);
  const mark = terms === null ? "" : CORRECTED;
  return {
    images: await readListed(
      actor,
      page.rows.map(({ id }) => id),
    ),
    nextCursor: page.nextCursor === null ? null : mark + page.nextCursor,
    corrected: terms === null || page.rows.length === 0 ? null : sayTerms(terms),
  };
}

const EMPTY: Page<{ id: string }> = { rows: [], nextCursor: null };

function directionOf(sort: FindOptions["sort"]): "asc" | "desc" {
  return sort === "oldest" ? "asc" : "desc";
}

/** A page in the order by hand. */
async function readPlaced(
  actor: Actor,
  options: Omit<FindOptions, "sort">,
  cursor: string | undefined,
  size: number,
): Promise<Page<{ id: string }>> {
  const { collectionId } = options;
  if (collectionId === null) throw new AppError("invalid_field", { field: "sort" });
  const after = cursor === undefined ? null : parsePlace(cursor);
  const found = await findPlaced(actor, { ...options, collectionId }, { after, take: size + 1 });
  const rows = found.slice(0, size);
  const last = rows.at(-1);
  const hasMore = found.length > size && last !== undefined;
  return { rows, nextCursor: hasMore ? formatPlace(last) : null };
}

/** These images as lists show them, in this order; without those that the actor may not see. */
export async function readListed(
  actor: Actor,
  imageIds: readonly string[],
  tx: Tx = db,
): Promise<ListedImage[]> {
  const rows = await tx.image.findMany({
    where: {
      AND: [{ OR: [visibleImages(actor), trashedImages(actor)] }],
      id: { in: [...imageIds] },
    },
    include: listedInclude(actor.userId),
  });
  return inOrder(
    imageIds.map((id) => ({ id })),
    rows,
  ).map((row) => toListedImage(row, actor.userId));
}
