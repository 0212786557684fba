import "server-only";
import type { QueryTerm } from "@/lib/contracts/image-query";
import type { Actor } from "@/lib/server/auth/actor";
import type { QueryNames } from "@/lib/server/domain/images/query-names";
import { ROW_BY_ROW } from "@/lib/server/domain/lists/page";
import { containsFragment, showsFragment } from "@/lib/server/domain/lists/search";
import { Prisma } from "@/lib/server/generated/prisma/client";

/** Proportions this much apart, relative to the wanted ones, count as the same: models round to multiples of 16. */
const SHAPE_TOLERANCE = 0.025;

const TEXT = Prisma.sql`i."searchText"`;

export interface Surroundings {
  actor: Actor;
  names: QueryNames;
  /** Few images, or images in the trash: look at each text instead of using the index. */
  isShort: boolean;
}

/** The condition that all terms set for an image `i`. */
export function allOf(terms: readonly QueryTerm[], around: Surroundings): Prisma.Sql {
  if (terms.length === 0) return Prisma.sql`true`;
  const conditions = terms.map((term) => {
    if (term.kind === "word" && !term.isNegated) return containsWord(term.text, around);
    const condition = conditionOf(term, around);
    return term.isNegated ? Prisma.sql`NOT coalesce(${condition}, false)` : condition;
  });
  return Prisma.join(conditions, " AND ");
}

/** In the text, or the name of a person or of a tag. */
function containsWord(text: string, around: Surroundings): Prisma.Sql {
  const { actor, names, isShort } = around;
  const people = names.people(text);
  const tags = names.tags(text);
  if (people.length + tags.length === 0) {
    return isShort ? showsFragment(TEXT, text) : containsFragment(TEXT, TEXT, text);
  }
  if (isShort) return showsWord(text, around);
  // As a list of candidates: an OR over tables could not use their indexes.
  return Prisma.sql`i.id IN (
    SELECT found.id FROM "Image" found WHERE found."workspaceId" = ${actor.workspaceId}::uuid
      AND found."deletedAt" IS NULL
      AND ${containsFragment(Prisma.sql`found."searchText"`, Prisma.sql`found."searchText"`, text)}
    UNION ALL SELECT "imageId" FROM "ImageTag" WHERE "tagId" = ANY(${tags}::uuid[])
    UNION ALL SELECT made.id FROM "Image" made WHERE made."workspaceId" = ${actor.workspaceId}::uuid
      AND made."deletedAt" IS NULL AND made."createdById" = ANY(${people}::uuid[])
  )`;
}

function showsWord(text: string, { names }: Surroundings): Prisma.Sql {
  return Prisma.sql`(${showsFragment(TEXT, text)} OR ${madeBy(names.people(text))} OR ${hasTag(names.tags(text), ROW_BY_ROW)})`;
}

function conditionOf(term: QueryTerm, around: Surroundings): Prisma.Sql {
  const { actor, names } = around;
  switch (term.kind) {
    case "word":
      return showsWord(term.text, around);
    case "by":
      return madeBy(term.name.toLowerCase() === "me" ? [actor.userId] : names.people(term.name));
    case "model":
      return showsFragment(Prisma.sql`lower(i.model)`, term.name);
    case "shape": {
      const ratio = term.width / term.height;
      return Prisma.sql`abs(i.width::float8 / greatest(i.height, 1) - ${ratio}::float8) <= ${ratio * SHAPE_TOLERANCE}::float8`;
    }
    case "size":
      return Prisma.sql`greatest(i.width, i.height) ${COMPARE[term.comparison]} ${term.edge}::int`;
    case "before":
      return Prisma.sql`i."createdAt" < ${new Date(term.day)}`;
    case "after":
      return Prisma.sql`i."createdAt" >= ${new Date(term.day)}`;
    case "tag":
      return hasTag(names.tag(term.name));
    case "is":
      if (term.what === "upload") return Prisma.sql`i.origin <> 'generated'`;
      if (term.what === "picked") return isPicked(actor);
      return term.isNegated || around.isShort ? isFavourite(actor) : isAmongFavourites(actor);
    case "in":
      return Prisma.sql`EXISTS (SELECT 1 FROM "CollectionImage" c WHERE c."imageId" = i.id
        AND c."collectionId" = ANY(${names.collections(term.name)}::uuid[]))`;
    case "has":
      return Prisma.sql`i."parentImageId" IS NOT NULL`;
  }
}

const COMPARE = {
  ">=": Prisma.sql`>=`,
  "<=": Prisma.sql`<=`,
  ">": Prisma.sql`>`,
  "<": Prisma.sql`<`,
  "=": Prisma.sql`=`,
};

function madeBy(people: readonly string[]): Prisma.Sql {
  return Prisma.sql`i."createdById" = ANY(${[...people]}::uuid[])`;
}

/** @param end `ROW_BY_ROW` where another condition decides first */
function hasTag(tags: readonly string[], end: Prisma.Sql = Prisma.empty): Prisma.Sql {
  if (tags.length === 0) return Prisma.sql`false`;
  return Prisma.sql`EXISTS (SELECT 1 FROM "ImageTag" t WHERE t."imageId" = i.id AND t."tagId" = ANY(${[...tags]}::uuid[]) ${end})`;
}

/** The same from the actor's marks to their images: PostgreSQL might read all images to join them. */
export function isAmongFavourites({ userId, workspaceId }: Actor): Prisma.Sql {
  return Prisma.sql`i.id = ANY(ARRAY(
    SELECT f."imageId" FROM "Favourite" f WHERE f."userId" = ${userId}::uuid AND f."workspaceId" = ${workspaceId}::uuid))`;
}

/** The actor's own mark. */
function isFavourite({ userId }: Actor): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT 1 FROM "Favourite" f WHERE f."imageId" = i.id AND f."userId" = ${userId}::uuid)`;
}

/** Visitors of the actor's links picked it. The array is read once: a link has few picks. */
function isPicked({ userId, workspaceId }: Actor): Prisma.Sql {
  return Prisma.sql`i.id = ANY(ARRAY(
    SELECT p."imageId" FROM "SharePick" p JOIN "Share" s ON s.id = p."shareId"
    WHERE s."createdById" = ${userId}::uuid AND s."workspaceId" = ${workspaceId}::uuid))`;
}
