import "server-only";
import type { QueryTerm } from "@/lib/contracts/image-query";
import type { Actor } from "@/lib/server/auth/actor";
import { db } from "@/lib/server/db";

/** What the names in a search stand for in the current workspace. */
export interface QueryNames {
  /** People whose name has this text. */
  people: (text: string) => string[];
  /** Tags whose name has this text. */
  tags: (text: string) => string[];
  /** The tag with exactly this name, whatever its case. */
  tag: (name: string) => string[];
  /** Collections whose name has this text, of those that the actor may see. */
  collections: (text: string) => string[];
}

interface Named {
  id: string;
  /** In lower case. */
  name: string;
}

/** Reads the names that these terms may mean: a word may be a person's or a tag's name. */
export async function readNames(actor: Actor, terms: readonly QueryTerm[]): Promise<QueryNames> {
  const has = (...kinds: QueryTerm["kind"][]) => terms.some(({ kind }) => kinds.includes(kind));
  const [people, tags, collections] = await Promise.all([
    has("word", "by") ? readPeople(actor) : [],
    has("word", "tag") ? readTags(actor, terms) : [],
    has("in") ? readCollections(actor) : [],
  ]);
  const containing = (all: readonly Named[]) => (text: string) => {
    const lowered = text.toLowerCase();
    return all.filter(({ name }) => name.includes(lowered)).map(({ id }) => id);
  };
  return {
    people: containing(people),
    tags: containing(tags),
    tag: (wanted) => tags.filter(({ name }) => name === wanted.toLowerCase()).map(({ id }) => id),
    collections: containing(collections),
  };
}

/** Members, and those who made images and have left. */
function readPeople({ workspaceId }: Actor): Promise<Named[]> {
  return db.$queryRaw`
    SELECT id::text, lower(name) AS name FROM "User" WHERE id IN (
      SELECT "userId" FROM "Membership" WHERE "workspaceId" = ${workspaceId}::uuid
      UNION SELECT "createdById" FROM "ImageCount" WHERE "workspaceId" = ${workspaceId}::uuid
    )`;
}

function readTags({ workspaceId }: Actor, terms: readonly QueryTerm[]): Promise<Named[]> {
  const texts = terms.flatMap((term) => {
    if (term.kind === "word") return term.text.toLowerCase();
    return term.kind === "tag" ? term.name.toLowerCase() : [];
  });
  return db.$queryRaw`
    SELECT id::text, "nameKey" AS name FROM "Tag" WHERE "workspaceId" = ${workspaceId}::uuid
      AND EXISTS (SELECT 1 FROM unnest(${texts}::text[]) wanted WHERE position(wanted IN "nameKey") > 0)`;
}

function readCollections({ workspaceId, userId }: Actor): Promise<Named[]> {
  return db.$queryRaw`
    SELECT id::text, lower(name) AS name FROM "Collection" WHERE "workspaceId" = ${workspaceId}::uuid
      AND (access <> 'private' OR "createdById" = ${userId}::uuid)`;
}
