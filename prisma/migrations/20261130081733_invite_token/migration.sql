-- AlterTable
ALTER TABLE "Invite" ADD COLUMN     "tokenId" UUID;

-- CreateIndex
CREATE INDEX "Invite_tokenId_idx" ON "Invite"("tokenId");

-- AddForeignKey
ALTER TABLE "Invite" ADD CONSTRAINT "Invite_tokenId_fkey" FOREIGN KEY ("tokenId") REFERENCES "AccessToken"("id") ON DELETE CASCADE ON UPDATE CASCADE;
