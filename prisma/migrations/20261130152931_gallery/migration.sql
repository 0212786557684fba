-- AlterTable
ALTER TABLE "Image" ADD COLUMN     "height" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "isTrashedWithThread" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "model" TEXT,
ADD COLUMN     "purgedAt" TIMESTAMPTZ(3),
ADD COLUMN     "width" INTEGER NOT NULL DEFAULT 0,
ALTER COLUMN "sha256" DROP NOT NULL;

-- AlterTable
ALTER TABLE "Thread" ADD COLUMN     "purgedAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "ImageCount" (
    "workspaceId" UUID NOT NULL,
    "month" DATE NOT NULL,
    "audienceId" UUID NOT NULL,
    "createdById" UUID NOT NULL,
    "isUpload" BOOLEAN NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "ImageCount_pkey" PRIMARY KEY ("workspaceId","month","audienceId","createdById","isUpload")
);

-- The index over texts is built again after every row has changed.
DROP INDEX "Image_search_idx";
DROP INDEX "Thread_deleted_idx";
DROP TRIGGER image_search_text ON "Image";
DROP FUNCTION set_image_search_text();

-- Size and model from the rows that have them; what the model said becomes searchable; images of threads in the trash
-- go there too.
UPDATE "Image" image SET
  width = blob.width,
  height = blob.height,
  model = made.model,
  "searchText" = concat_ws(E'\n', image."searchText", lower(made."modelWords")),
  "isTrashedWithThread" = thread."deletedAt" IS NOT NULL AND image."deletedAt" IS NULL,
  "deletedAt" = coalesce(image."deletedAt", thread."deletedAt")
FROM "Image" self
JOIN "Blob" blob ON blob.sha256 = self.sha256
LEFT JOIN "Generation" made ON made.id = self."generationId"
LEFT JOIN "Thread" thread ON thread.id = self."threadId"
WHERE self.id = image.id;

-- A thread in the trash shows no cover outside it; a picture in the trash is no cover.
UPDATE "Thread" thread SET "coverImageId" = NULL
FROM "Image" image WHERE image.id = thread."coverImageId" AND image."deletedAt" IS NOT NULL AND thread."deletedAt" IS NULL;

CREATE OR REPLACE FUNCTION image_search_text(image_name text, image_creator uuid, generation uuid) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT lower(concat_ws(E'\n', prompt, CASE WHEN position(name IN prompt) > 0 THEN NULL ELSE name END,
                         CASE WHEN position(title IN prompt) > 0 THEN NULL ELSE title END, words))
  FROM (
    SELECT image_name AS name, turn.prompt, made."modelWords" AS words,
           CASE WHEN thread.visibility = 'workspace' OR thread."createdById" = image_creator THEN thread.title END AS title
    FROM (SELECT generation AS id) wanted
    LEFT JOIN "Generation" made ON made.id = wanted.id
    LEFT JOIN "Turn" turn ON turn.id = made."turnId"
    LEFT JOIN "Thread" thread ON thread.id = turn."threadId"
  ) parts
$$;

-- A tombstone keeps its size and has no words.
CREATE FUNCTION set_image_facts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."purgedAt" IS NOT NULL THEN
    NEW."searchText" := '';
    RETURN NEW;
  END IF;
  NEW."searchText" := image_search_text(NEW.name, NEW."createdById", NEW."generationId");
  IF TG_OP = 'INSERT' OR NEW."generationId" IS DISTINCT FROM OLD."generationId" THEN
    NEW.model := (SELECT made.model FROM "Generation" made WHERE made.id = NEW."generationId");
  END IF;
  IF TG_OP = 'INSERT' THEN
    SELECT blob.width, blob.height INTO NEW.width, NEW.height FROM "Blob" blob WHERE blob.sha256 = NEW.sha256;
    NEW.width := coalesce(NEW.width, 0);
    NEW.height := coalesce(NEW.height, 0);
  END IF;
  RETURN NEW;
END $$;
-- The audience moves with the thread's visibility, which decides about the title.
CREATE TRIGGER image_facts BEFORE INSERT OR UPDATE OF name, "createdById", "generationId", "audienceId" ON "Image"
  FOR EACH ROW EXECUTE FUNCTION set_image_facts();

-- Indexes that Prisma's schema cannot describe: those of lists leave out the trash, so that an image that goes there
-- leaves them.
CREATE INDEX "Image_search_idx" ON "Image" USING gin (search_grams("searchText")) WITH (gin_pending_list_limit = 256)
  WHERE "deletedAt" IS NULL;
-- The included columns answer filters without reading the rows.
CREATE INDEX "Image_wall_idx" ON "Image"("workspaceId", "createdAt" DESC, "id" DESC)
  INCLUDE ("audienceId", "createdById", "origin", "model", "width", "height", "parentImageId") WHERE "deletedAt" IS NULL;
CREATE INDEX "Image_creator_idx" ON "Image"("workspaceId", "createdById", "createdAt" DESC, "id" DESC)
  WHERE "deletedAt" IS NULL;
CREATE INDEX "Image_upload_idx" ON "Image"("workspaceId", "createdAt" DESC, "id" DESC)
  WHERE "deletedAt" IS NULL AND "origin" <> 'generated';
-- The trash: as a list, and what is due to be purged.
CREATE INDEX "Image_trash_idx" ON "Image"("workspaceId", "deletedAt" DESC, "id" DESC)
  WHERE "deletedAt" IS NOT NULL AND "purgedAt" IS NULL;
CREATE INDEX "Image_due_idx" ON "Image"("deletedAt", "id") WHERE "deletedAt" IS NOT NULL AND "purgedAt" IS NULL;
CREATE INDEX "Thread_due_idx" ON "Thread"("deletedAt", "id") WHERE "deletedAt" IS NOT NULL AND "purgedAt" IS NULL;

-- Counts by month, kept in the transaction of the change.
INSERT INTO "ImageCount"
SELECT "workspaceId", date_trunc('month', "createdAt" AT TIME ZONE 'UTC')::date,
       coalesce("audienceId", '00000000-0000-0000-0000-000000000000'), "createdById", origin <> 'generated', count(*)
FROM "Image" WHERE "deletedAt" IS NULL GROUP BY 1, 2, 3, 4, 5;

-- Rows of one statement are counted together, in the order of the key, so that two writers do not wait for each other
-- in a circle.
CREATE FUNCTION count_images() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- PostgreSQL resolves the names of transition tables when the branch first runs.
  IF TG_OP = 'INSERT' THEN
    INSERT INTO "ImageCount" AS kept
    SELECT "workspaceId", date_trunc('month', "createdAt" AT TIME ZONE 'UTC')::date,
           coalesce("audienceId", '00000000-0000-0000-0000-000000000000'), "createdById", origin <> 'generated', count(*)
    FROM after_rows WHERE "deletedAt" IS NULL GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
    ON CONFLICT ("workspaceId", month, "audienceId", "createdById", "isUpload")
      DO UPDATE SET count = kept.count + EXCLUDED.count;
  ELSIF TG_OP = 'UPDATE' THEN
    INSERT INTO "ImageCount" AS kept
    SELECT "workspaceId", date_trunc('month', "createdAt" AT TIME ZONE 'UTC')::date,
           coalesce("audienceId", '00000000-0000-0000-0000-000000000000'), "createdById", origin <> 'generated', sum(change)
    FROM (
      SELECT "workspaceId", "createdAt", "audienceId", "createdById", origin, 1 AS change FROM after_rows WHERE "deletedAt" IS NULL
      UNION ALL
      SELECT "workspaceId", "createdAt", "audienceId", "createdById", origin, -1 FROM before_rows WHERE "deletedAt" IS NULL
    ) changes
    GROUP BY 1, 2, 3, 4, 5 HAVING sum(change) <> 0 ORDER BY 1, 2, 3, 4, 5
    ON CONFLICT ("workspaceId", month, "audienceId", "createdById", "isUpload")
      DO UPDATE SET count = kept.count + EXCLUDED.count;
  ELSE
    -- Never inserts: the workspace may be gone too.
    UPDATE "ImageCount" kept SET count = kept.count - gone.count
    FROM (
      SELECT "workspaceId", date_trunc('month', "createdAt" AT TIME ZONE 'UTC')::date AS month,
             coalesce("audienceId", '00000000-0000-0000-0000-000000000000') AS audience, "createdById",
             origin <> 'generated' AS upload, count(*) AS count
      FROM before_rows WHERE "deletedAt" IS NULL GROUP BY 1, 2, 3, 4, 5
    ) gone
    WHERE kept."workspaceId" = gone."workspaceId" AND kept.month = gone.month AND kept."audienceId" = gone.audience
      AND kept."createdById" = gone."createdById" AND kept."isUpload" = gone.upload;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER image_count_added AFTER INSERT ON "Image" REFERENCING NEW TABLE AS after_rows
  FOR EACH STATEMENT EXECUTE FUNCTION count_images();
CREATE TRIGGER image_count_changed AFTER UPDATE ON "Image"
  REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
  FOR EACH STATEMENT EXECUTE FUNCTION count_images();
CREATE TRIGGER image_count_removed AFTER DELETE ON "Image" REFERENCING OLD TABLE AS before_rows
  FOR EACH STATEMENT EXECUTE FUNCTION count_images();

-- Streams that reconnect refetch: stored events have images without their new fields.
DELETE FROM "Event";
