-- CreateEnum
CREATE TYPE "ShareKind" AS ENUM ('image', 'selection', 'thread', 'collection', 'addresses');

-- CreateEnum
CREATE TYPE "SharePreset" AS ENUM ('show', 'review', 'hand_over');

-- CreateEnum
CREATE TYPE "ShareAudience" AS ENUM ('anyone', 'signed_in', 'members');

-- CreateEnum
CREATE TYPE "ShareDownloads" AS ENUM ('off', 'previews', 'originals');

-- CreateEnum
CREATE TYPE "ShareRule" AS ENUM ('everyone', 'admins');

-- AlterTable
ALTER TABLE "Workspace" ADD COLUMN     "isSharePasswordNeeded" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "isSharePublicAllowed" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "shareDaysMax" INTEGER,
ADD COLUMN     "shareRule" "ShareRule" NOT NULL DEFAULT 'everyone';

-- CreateTable
CREATE TABLE "Share" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "createdById" UUID NOT NULL,
    "tokenId" UUID,
    "kind" "ShareKind" NOT NULL,
    "preset" "SharePreset" NOT NULL DEFAULT 'show',
    "imageIds" UUID[] DEFAULT ARRAY[]::UUID[],
    "threadId" UUID,
    "turnId" UUID,
    "collectionId" UUID,
    "tokenHash" TEXT NOT NULL,
    "sealedToken" BYTEA NOT NULL,
    "passwordHash" TEXT,
    "passwordVersion" INTEGER NOT NULL DEFAULT 0,
    "audience" "ShareAudience" NOT NULL DEFAULT 'anyone',
    "downloads" "ShareDownloads" NOT NULL DEFAULT 'off',
    "showsPrompts" BOOLEAN NOT NULL DEFAULT true,
    "showsReferences" BOOLEAN NOT NULL DEFAULT false,
    "showsSettings" BOOLEAN NOT NULL DEFAULT false,
    "showsNames" BOOLEAN NOT NULL DEFAULT true,
    "isReviewHeld" BOOLEAN NOT NULL DEFAULT false,
    "snapshot" JSONB,
    "snapshotAt" TIMESTAMPTZ(3),
    "termFrom" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),
    "openings" INTEGER NOT NULL DEFAULT 0,
    "lastOpenedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Share_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ShareVisit" (
    "id" UUID NOT NULL,
    "shareId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "addressHash" TEXT NOT NULL,
    "browser" TEXT NOT NULL,

    CONSTRAINT "ShareVisit_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Share_tokenHash_key" ON "Share"("tokenHash");

-- CreateIndex
CREATE INDEX "Share_workspaceId_createdAt_id_idx" ON "Share"("workspaceId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Share_createdById_workspaceId_createdAt_id_idx" ON "Share"("createdById", "workspaceId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Share_tokenId_idx" ON "Share"("tokenId");

-- CreateIndex
CREATE INDEX "Share_threadId_idx" ON "Share"("threadId");

-- CreateIndex
CREATE INDEX "Share_collectionId_idx" ON "Share"("collectionId");

-- CreateIndex
CREATE INDEX "Share_imageIds_idx" ON "Share" USING GIN ("imageIds");

-- CreateIndex
CREATE INDEX "ShareVisit_shareId_createdAt_id_idx" ON "ShareVisit"("shareId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "ShareVisit_createdAt_idx" ON "ShareVisit"("createdAt");

-- AddForeignKey
ALTER TABLE "Share" ADD CONSTRAINT "Share_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Share" ADD CONSTRAINT "Share_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Share" ADD CONSTRAINT "Share_tokenId_fkey" FOREIGN KEY ("tokenId") REFERENCES "AccessToken"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Share" ADD CONSTRAINT "Share_threadId_fkey" FOREIGN KEY ("threadId") REFERENCES "Thread"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Share" ADD CONSTRAINT "Share_collectionId_fkey" FOREIGN KEY ("collectionId") REFERENCES "Collection"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ShareVisit" ADD CONSTRAINT "ShareVisit_shareId_fkey" FOREIGN KEY ("shareId") REFERENCES "Share"("id") ON DELETE CASCADE ON UPDATE CASCADE;
