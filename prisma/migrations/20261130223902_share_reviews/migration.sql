-- CreateEnum
CREATE TYPE "Verdict" AS ENUM ('approved', 'changes');

-- AlterTable
ALTER TABLE "Share" ADD COLUMN     "firstOpenedAt" TIMESTAMPTZ(3),
ADD COLUMN     "reviewSeq" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "ShareComment" (
    "id" UUID NOT NULL,
    "shareId" UUID NOT NULL,
    "imageId" UUID NOT NULL,
    "parentId" UUID,
    "body" TEXT NOT NULL,
    "x" DOUBLE PRECISION,
    "y" DOUBLE PRECISION,
    "authorKey" TEXT NOT NULL,
    "authorId" UUID,
    "authorName" TEXT NOT NULL,
    "isHeld" BOOLEAN NOT NULL DEFAULT false,
    "resolvedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ShareComment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SharePick" (
    "shareId" UUID NOT NULL,
    "imageId" UUID NOT NULL,
    "authorKey" TEXT NOT NULL,
    "authorId" UUID,
    "authorName" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SharePick_pkey" PRIMARY KEY ("shareId","imageId","authorKey")
);

-- CreateTable
CREATE TABLE "ShareVerdict" (
    "shareId" UUID NOT NULL,
    "authorKey" TEXT NOT NULL,
    "authorId" UUID,
    "authorName" TEXT NOT NULL,
    "verdict" "Verdict" NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ShareVerdict_pkey" PRIMARY KEY ("shareId","authorKey")
);

-- CreateIndex
CREATE INDEX "ShareComment_shareId_createdAt_id_idx" ON "ShareComment"("shareId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "ShareComment_parentId_idx" ON "ShareComment"("parentId");

-- CreateIndex
CREATE INDEX "ShareComment_authorId_idx" ON "ShareComment"("authorId");

-- CreateIndex
CREATE INDEX "SharePick_authorId_idx" ON "SharePick"("authorId");

-- CreateIndex
CREATE INDEX "ShareVerdict_authorId_idx" ON "ShareVerdict"("authorId");

-- AddForeignKey
ALTER TABLE "ShareComment" ADD CONSTRAINT "ShareComment_shareId_fkey" FOREIGN KEY ("shareId") REFERENCES "Share"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ShareComment" ADD CONSTRAINT "ShareComment_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ShareComment" ADD CONSTRAINT "ShareComment_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "ShareComment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SharePick" ADD CONSTRAINT "SharePick_shareId_fkey" FOREIGN KEY ("shareId") REFERENCES "Share"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SharePick" ADD CONSTRAINT "SharePick_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ShareVerdict" ADD CONSTRAINT "ShareVerdict_shareId_fkey" FOREIGN KEY ("shareId") REFERENCES "Share"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ShareVerdict" ADD CONSTRAINT "ShareVerdict_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;
