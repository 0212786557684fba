-- CreateEnum
CREATE TYPE "StackKind" AS ENUM ('turn', 'thread');

-- CreateTable
CREATE TABLE "ImageStack" (
    "kind" "StackKind" NOT NULL,
    "groupId" UUID NOT NULL,
    "ownerId" UUID NOT NULL,
    "isWhole" BOOLEAN NOT NULL,
    "workspaceId" UUID NOT NULL,
    "audienceId" UUID NOT NULL,
    "headId" UUID NOT NULL,
    "headAt" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "ImageStack_pkey" PRIMARY KEY ("groupId","kind","ownerId")
);

-- CreateTable
CREATE TABLE "StackCount" (
    "workspaceId" UUID NOT NULL,
    "kind" "StackKind" NOT NULL,
    "month" DATE NOT NULL,
    "audienceId" UUID NOT NULL,
    "ownerId" UUID NOT NULL,
    "isWhole" BOOLEAN NOT NULL,
    "stacks" INTEGER NOT NULL,
    "images" INTEGER NOT NULL,

    CONSTRAINT "StackCount_pkey" PRIMARY KEY ("workspaceId","kind","month","audienceId","ownerId","isWhole")
);

-- CreateIndex
CREATE INDEX "ImageStack_workspaceId_kind_headAt_headId_idx" ON "ImageStack"("workspaceId", "kind", "headAt" DESC, "headId" DESC);

-- CreateIndex
CREATE INDEX "ImageStack_workspaceId_kind_ownerId_headAt_headId_idx" ON "ImageStack"("workspaceId", "kind", "ownerId", "headAt" DESC, "headId" DESC);

-- CreateIndex
CREATE INDEX "ImageStack_headId_idx" ON "ImageStack"("headId");

-- Groups images of these threads and turns, and single ones, as stacks, and counts the stacks. Writers of a thread
-- wait for each other, so that both of two new images know of the other. 64 locks, as a bulk act has many threads.
CREATE FUNCTION refresh_stacks(thread_ids uuid[], turn_ids uuid[], image_ids uuid[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  nobody CONSTANT uuid := '00000000-0000-0000-0000-000000000000';
BEGIN
  PERFORM pg_advisory_xact_lock(727001, slot)
  FROM (SELECT DISTINCT abs(hashtext(id::text) % 64) AS slot FROM unnest(thread_ids) id ORDER BY 1) slots;

  WITH members AS (
    SELECT 'thread'::"StackKind" AS kind, "threadId" AS "groupId", id, "workspaceId", "audienceId", "createdById", "createdAt"
    FROM "Image" WHERE "threadId" = ANY(thread_ids) AND "deletedAt" IS NULL
    UNION ALL
    SELECT 'turn', made."turnId", i.id, i."workspaceId", i."audienceId", i."createdById", i."createdAt"
    FROM "Generation" made JOIN "Image" i ON i."generationId" = made.id
    WHERE made."turnId" = ANY(turn_ids) AND i."deletedAt" IS NULL
    UNION ALL
    SELECT kind, id, id, "workspaceId", "audienceId", "createdById", "createdAt"
    FROM "Image" CROSS JOIN unnest(enum_range(NULL::"StackKind")) kind
    WHERE id = ANY(image_ids) AND "deletedAt" IS NULL
      AND CASE kind WHEN 'thread' THEN "threadId" ELSE "generationId" END IS NULL
  ), own AS (
    SELECT DISTINCT ON (kind, "groupId", "createdById") kind, "groupId", "createdById" AS "ownerId", "workspaceId",
      coalesce("audienceId", nobody) AS "audienceId", id AS "headId", "createdAt" AS "headAt",
      (count(*) OVER (PARTITION BY kind, "groupId", "createdById"))::int AS count
    FROM members ORDER BY kind, "groupId", "createdById", "createdAt" DESC, id DESC
  ), wanted AS (
    SELECT kind, "groupId", "ownerId", count(*) OVER (PARTITION BY kind, "groupId") = 1 AS "isWhole", "workspaceId",
      "audienceId", "headId", "headAt", count
    FROM own
    UNION ALL
    SELECT kind, "groupId", nobody, true, "workspaceId", "audienceId", "headId", "headAt", images
    FROM (
      SELECT DISTINCT ON (kind, "groupId") *,
        (sum(count) OVER (PARTITION BY kind, "groupId"))::int AS images,
        count(*) OVER (PARTITION BY kind, "groupId") AS owners
      FROM own ORDER BY kind, "groupId", "headAt" DESC, "headId" DESC
    ) mixed WHERE owners > 1
  ), old AS (
    SELECT kind, "groupId", "ownerId", "isWhole", "workspaceId", "audienceId", "headId", "headAt", count
    FROM "ImageStack" WHERE "groupId" = ANY(thread_ids || turn_ids || image_ids)
  ), gone AS (
    DELETE FROM "ImageStack" stack USING old
    WHERE stack."groupId" = old."groupId" AND stack.kind = old.kind AND stack."ownerId" = old."ownerId"
      AND NOT EXISTS (
        SELECT 1 FROM wanted
        WHERE wanted."groupId" = old."groupId" AND wanted.kind = old.kind AND wanted."ownerId" = old."ownerId")
  ), put AS (
    INSERT INTO "ImageStack"
      (kind, "groupId", "ownerId", "isWhole", "workspaceId", "audienceId", "headId", "headAt", count)
    SELECT * FROM wanted EXCEPT SELECT * FROM old
    ON CONFLICT ("groupId", kind, "ownerId") DO UPDATE SET "isWhole" = EXCLUDED."isWhole",
      "audienceId" = EXCLUDED."audienceId", "headId" = EXCLUDED."headId", "headAt" = EXCLUDED."headAt",
      count = EXCLUDED.count
  )
  INSERT INTO "StackCount" AS kept
  SELECT "workspaceId", kind, date_trunc('month', "headAt" AT TIME ZONE 'UTC')::date, "audienceId", "ownerId", "isWhole",
    sum(change), sum(change * count)
  FROM (SELECT *, 1 AS change FROM wanted UNION ALL SELECT *, -1 FROM old) changes
  GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(change) <> 0 OR sum(change * count) <> 0 ORDER BY 1, 2, 3, 4, 5, 6
  ON CONFLICT ("workspaceId", kind, month, "audienceId", "ownerId", "isWhole")
    DO UPDATE SET stacks = kept.stacks + EXCLUDED.stacks, images = kept.images + EXCLUDED.images;
END $$;

CREATE FUNCTION stack_images() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed uuid[];
  threads uuid[];
  turns uuid[];
BEGIN
  -- PostgreSQL resolves the names of transition tables when the branch first runs.
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg(id), array_agg(DISTINCT "threadId") FILTER (WHERE "threadId" IS NOT NULL) INTO changed, threads
    FROM after_rows WHERE "deletedAt" IS NULL;
    turns := ARRAY(SELECT DISTINCT made."turnId" FROM after_rows JOIN "Generation" made ON made.id = "generationId");
  ELSIF TG_OP = 'UPDATE' THEN
    WITH moved AS (
      SELECT id, "threadId", "generationId", "audienceId", "createdById", "createdAt", "deletedAt" IS NULL AS kept, 1 AS side
      FROM after_rows
      UNION ALL
      SELECT id, "threadId", "generationId", "audienceId", "createdById", "createdAt", "deletedAt" IS NULL, 2
      FROM before_rows
    ), differing AS (
      SELECT id, "threadId", "generationId" FROM moved
      GROUP BY id, "threadId", "generationId", "audienceId", "createdById", "createdAt", kept HAVING count(*) = 1
    )
    SELECT array_agg(DISTINCT differing.id),
      array_agg(DISTINCT differing."threadId") FILTER (WHERE differing."threadId" IS NOT NULL),
      array_agg(DISTINCT made."turnId") FILTER (WHERE made.id IS NOT NULL)
    INTO changed, threads, turns
    FROM differing LEFT JOIN "Generation" made ON made.id = differing."generationId";
  ELSE
    -- The generations may be gone already: the groups of the images that stood for others say enough, as a thread's
    -- images are deleted together.
    SELECT array_agg(id), array_agg(DISTINCT "threadId") FILTER (WHERE "threadId" IS NOT NULL) INTO changed, threads
    FROM before_rows;
    turns := ARRAY(
      SELECT DISTINCT stack."groupId" FROM "ImageStack" stack
      WHERE stack."headId" = ANY(changed) AND stack.kind = 'turn');
  END IF;
  IF changed IS NOT NULL THEN
    PERFORM refresh_stacks(coalesce(threads, '{}'), coalesce(turns, '{}'), changed);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER image_stack_added AFTER INSERT ON "Image" REFERENCING NEW TABLE AS after_rows
  FOR EACH STATEMENT EXECUTE FUNCTION stack_images();
CREATE TRIGGER image_stack_changed AFTER UPDATE ON "Image"
  REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
  FOR EACH STATEMENT EXECUTE FUNCTION stack_images();
CREATE TRIGGER image_stack_removed AFTER DELETE ON "Image" REFERENCING OLD TABLE AS before_rows
  FOR EACH STATEMENT EXECUTE FUNCTION stack_images();

SELECT refresh_stacks(
  ARRAY(SELECT DISTINCT "threadId" FROM "Image" WHERE "threadId" IS NOT NULL AND "deletedAt" IS NULL),
  ARRAY(SELECT DISTINCT "turnId" FROM "Generation"),
  ARRAY(SELECT id FROM "Image" WHERE ("threadId" IS NULL OR "generationId" IS NULL) AND "deletedAt" IS NULL)
);
