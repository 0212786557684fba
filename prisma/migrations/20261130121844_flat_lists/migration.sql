-- DropIndex
DROP INDEX "AuditEntry_createdAt_idx";

-- DropIndex
DROP INDEX "AuditEntry_workspaceId_createdAt_idx";

-- DropIndex
DROP INDEX "Generation_createdById_idx";

-- DropIndex
DROP INDEX "Generation_workspaceId_queuedAt_idx";

-- DropIndex
DROP INDEX "Image_workspaceId_createdAt_idx";

-- CreateIndex
CREATE INDEX "AuditEntry_workspaceId_createdAt_id_idx" ON "AuditEntry"("workspaceId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "AuditEntry_createdAt_id_idx" ON "AuditEntry"("createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Generation_createdById_workspaceId_queuedAt_id_idx" ON "Generation"("createdById", "workspaceId", "queuedAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Image_workspaceId_createdAt_id_idx" ON "Image"("workspaceId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Image_workspaceId_audienceId_createdAt_id_idx" ON "Image"("workspaceId", "audienceId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Turn_createdById_workspaceId_createdAt_idx" ON "Turn"("createdById", "workspaceId", "createdAt" DESC);

-- Indexes that Prisma's schema cannot describe. It leaves indexes with a condition alone, whatever the condition.

-- Sums of money over a time. The included columns answer them without reading the rows.
CREATE INDEX "Generation_ledger_idx" ON "Generation"("workspaceId", "queuedAt" DESC, "id" DESC)
  INCLUDE ("createdById", "state", "endpoint", "model", "isSandbox", "keySource", "billed", "costMicroUsd",
           "priceMicroUsd") WHERE "workspaceId" IS NOT NULL;

-- Generations that may have been billed and brought no image.
CREATE INDEX "Generation_without_image_idx" ON "Generation"("workspaceId", "queuedAt" DESC, "id" DESC)
  WHERE billed IN ('yes', 'unknown') AND state <> 'succeeded' AND NOT "isSandbox";

-- Jobs: generations that have not ended, failed ones, and unknown outcomes.
CREATE INDEX "Generation_unfinished_idx" ON "Generation"("queuedAt", "id") WHERE "finishedAt" IS NULL;
CREATE INDEX "Generation_failed_idx" ON "Generation"("finishedAt") WHERE state = 'failed' AND "supersededAt" IS NULL;
CREATE INDEX "Generation_unknown_idx" ON "Generation"("queuedAt" DESC, "id" DESC)
  WHERE state = 'unknown' AND "supersededAt" IS NULL;

-- Threads: shared and own private ones, active and archived ones, each in the order of their list.
CREATE INDEX "Thread_active_shared_idx" ON "Thread"("workspaceId", "lastActivityAt" DESC, "id" DESC)
  WHERE visibility = 'workspace' AND "archivedAt" IS NULL AND "deletedAt" IS NULL AND "pinnedAt" IS NULL;
CREATE INDEX "Thread_active_private_idx" ON "Thread"("workspaceId", "createdById", "lastActivityAt" DESC, "id" DESC)
  WHERE visibility = 'private' AND "archivedAt" IS NULL AND "deletedAt" IS NULL AND "pinnedAt" IS NULL;
CREATE INDEX "Thread_archived_shared_idx" ON "Thread"("workspaceId", "lastActivityAt" DESC, "id" DESC)
  WHERE visibility = 'workspace' AND "archivedAt" IS NOT NULL AND "deletedAt" IS NULL AND "pinnedAt" IS NULL;
CREATE INDEX "Thread_archived_private_idx" ON "Thread"("workspaceId", "createdById", "lastActivityAt" DESC, "id" DESC)
  WHERE visibility = 'private' AND "archivedAt" IS NOT NULL AND "deletedAt" IS NULL AND "pinnedAt" IS NULL;
CREATE INDEX "Thread_pinned_idx" ON "Thread"("workspaceId", "pinnedAt" DESC)
  WHERE "pinnedAt" IS NOT NULL AND "deletedAt" IS NULL;
-- Images of deleted threads are left out of lists.
CREATE INDEX "Thread_deleted_idx" ON "Thread"("id") WHERE "deletedAt" IS NOT NULL;

-- A colleague's private thread may contain images of one's own.
CREATE INDEX "Image_own_elsewhere_idx" ON "Image"("workspaceId", "createdById", "createdAt" DESC, "id" DESC)
  WHERE "audienceId" <> "createdById";
