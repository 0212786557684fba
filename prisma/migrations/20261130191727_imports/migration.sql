-- CreateEnum
CREATE TYPE "ImportState" AS ENUM ('inspecting', 'ready', 'running', 'done', 'cancelled', 'failed');

-- CreateEnum
CREATE TYPE "ImportFileState" AS ENUM ('waiting', 'new', 'duplicate', 'refused', 'imported');

-- CreateTable
CREATE TABLE "Import" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "createdById" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "state" "ImportState" NOT NULL DEFAULT 'inspecting',
    "hasManifest" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ImportFile" (
    "importId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "path" TEXT NOT NULL,
    "entry" JSONB NOT NULL,
    "facts" JSONB,
    "state" "ImportFileState" NOT NULL DEFAULT 'waiting',
    "problem" TEXT,
    "sha256" TEXT,
    "byteCount" INTEGER NOT NULL DEFAULT 0,
    "imageId" UUID,

    CONSTRAINT "ImportFile_pkey" PRIMARY KEY ("importId","position")
);

-- CreateIndex
CREATE INDEX "Import_workspaceId_idx" ON "Import"("workspaceId");

-- CreateIndex
CREATE INDEX "Import_createdById_idx" ON "Import"("createdById");

-- CreateIndex
CREATE INDEX "Import_createdAt_idx" ON "Import"("createdAt");

-- AddForeignKey
ALTER TABLE "Import" ADD CONSTRAINT "Import_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Import" ADD CONSTRAINT "Import_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportFile" ADD CONSTRAINT "ImportFile_importId_fkey" FOREIGN KEY ("importId") REFERENCES "Import"("id") ON DELETE CASCADE ON UPDATE CASCADE;
