-- AlterTable
ALTER TABLE "Image" ADD COLUMN     "audienceId" UUID;

-- Pictures of private threads: as before, their thread's maker (and their own maker) alone.
UPDATE "Image" i SET "audienceId" = t."makerId"
FROM "Thread" t
WHERE t.id = i."threadId" AND t.visibility = 'private';

-- What was brought was visible to the whole workspace. From here on it is its maker's alone, unless a turn of a visible
-- thread uses it.
UPDATE "Image" i SET "audienceId" = i."makerId"
WHERE i."generationId" IS NULL
  AND NOT EXISTS (
    SELECT 1 FROM "Reference" r
    JOIN "Turn" u ON u.id = r."turnId"
    JOIN "Thread" t ON t.id = u."threadId"
    WHERE r."imageId" = i.id AND t.visibility = 'workspace'
  )
  AND NOT EXISTS (
    SELECT 1 FROM "Turn" u
    JOIN "Thread" t ON t.id = u."threadId"
    WHERE u."baseImageId" = i.id AND t.visibility = 'workspace'
  );
