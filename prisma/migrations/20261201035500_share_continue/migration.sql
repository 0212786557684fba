-- AlterEnum
ALTER TYPE "Endpoint" ADD VALUE 'copied';

-- AlterTable
ALTER TABLE "Share" ADD COLUMN     "isContinueAllowed" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "TurnCredit" (
    "turnId" UUID NOT NULL,
    "title" TEXT,
    "name" TEXT,
    "userId" UUID,

    CONSTRAINT "TurnCredit_pkey" PRIMARY KEY ("turnId")
);

-- CreateIndex
CREATE INDEX "TurnCredit_userId_idx" ON "TurnCredit"("userId");

-- AddForeignKey
ALTER TABLE "TurnCredit" ADD CONSTRAINT "TurnCredit_turnId_fkey" FOREIGN KEY ("turnId") REFERENCES "Turn"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TurnCredit" ADD CONSTRAINT "TurnCredit_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;
