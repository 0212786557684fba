-- One word for who made a row: "createdBy". One name for the key of the OpenAI-compatible API.
ALTER TABLE "Thread" RENAME COLUMN "makerId" TO "createdById";
ALTER TABLE "Turn" RENAME COLUMN "makerId" TO "createdById";
ALTER TABLE "Generation" RENAME COLUMN "makerId" TO "createdById";
ALTER TABLE "Image" RENAME COLUMN "makerId" TO "createdById";
ALTER TABLE "Thread" RENAME COLUMN "doorKey" TO "compatKey";
ALTER TABLE "Generation" RENAME CONSTRAINT "Generation_makerId_fkey" TO "Generation_createdById_fkey";
ALTER INDEX "Generation_makerId_idx" RENAME TO "Generation_createdById_idx";
ALTER TABLE "Image" RENAME CONSTRAINT "Image_makerId_fkey" TO "Image_createdById_fkey";
ALTER INDEX "Image_makerId_idx" RENAME TO "Image_createdById_idx";
ALTER INDEX "Thread_doorKey_key" RENAME TO "Thread_compatKey_key";
ALTER TABLE "Thread" RENAME CONSTRAINT "Thread_makerId_fkey" TO "Thread_createdById_fkey";
ALTER INDEX "Thread_makerId_idx" RENAME TO "Thread_createdById_idx";
ALTER TABLE "Turn" RENAME CONSTRAINT "Turn_makerId_fkey" TO "Turn_createdById_fkey";
ALTER INDEX "Turn_makerId_idempotencyKey_key" RENAME TO "Turn_createdById_idempotencyKey_key";

-- Stored events carry the old field names. Without them, reconnecting streams refetch everything.
DELETE FROM "Event";
