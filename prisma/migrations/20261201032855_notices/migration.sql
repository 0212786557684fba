-- CreateEnum
CREATE TYPE "NoticeKind" AS ENUM ('opening', 'comment', 'picks', 'verdict');

-- AlterTable
ALTER TABLE "Share" ADD COLUMN     "isOpenedByOthers" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "User" ADD COLUMN     "mailsComments" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "mailsOpenings" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "mailsPicks" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "noticesComments" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "noticesMailedAt" TIMESTAMPTZ(3),
ADD COLUMN     "noticesOpenings" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "noticesPicks" BOOLEAN NOT NULL DEFAULT true;

-- CreateTable
CREATE TABLE "Notice" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "shareId" UUID NOT NULL,
    "kind" "NoticeKind" NOT NULL,
    "subject" TEXT NOT NULL,
    "imageId" UUID,
    "commentId" UUID,
    "authorId" UUID,
    "authorName" TEXT NOT NULL DEFAULT '',
    "verdict" "Verdict",
    "count" INTEGER NOT NULL DEFAULT 1,
    "isListed" BOOLEAN NOT NULL,
    "isMailDue" BOOLEAN NOT NULL,
    "seenAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Notice_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Notice_userId_workspaceId_createdAt_id_idx" ON "Notice"("userId", "workspaceId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Notice_commentId_idx" ON "Notice"("commentId");

-- CreateIndex
CREATE INDEX "Notice_authorId_idx" ON "Notice"("authorId");

-- CreateIndex
CREATE INDEX "Notice_createdAt_idx" ON "Notice"("createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Notice_shareId_subject_key" ON "Notice"("shareId", "subject");

-- AddForeignKey
ALTER TABLE "Notice" ADD CONSTRAINT "Notice_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notice" ADD CONSTRAINT "Notice_shareId_fkey" FOREIGN KEY ("shareId") REFERENCES "Share"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notice" ADD CONSTRAINT "Notice_commentId_fkey" FOREIGN KEY ("commentId") REFERENCES "ShareComment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notice" ADD CONSTRAINT "Notice_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Links that were opened before have had their first opening.
UPDATE "Share" SET "isOpenedByOthers" = true WHERE "openings" > 0;

-- What the unread count and the mails read. Prisma does not know partial indexes.
CREATE INDEX "Notice_unread_idx" ON "Notice"("userId", "workspaceId") WHERE "isListed" AND "seenAt" IS NULL;
CREATE INDEX "Notice_mailDue_idx" ON "Notice"("userId", "createdAt") WHERE "isMailDue";
