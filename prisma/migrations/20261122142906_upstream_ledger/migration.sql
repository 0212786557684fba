-- AlterEnum
ALTER TYPE "Endpoint" ADD VALUE 'local';

-- AlterTable
ALTER TABLE "Generation"
ADD COLUMN     "earlierAttempts" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "upstream" TEXT,
ADD COLUMN     "upstreamRequestIds" JSONB;

-- The one id that was kept until now becomes the first of several.
UPDATE "Generation" SET "upstreamRequestIds" = jsonb_build_object('x-request-id', "upstreamRequestId")
WHERE "upstreamRequestId" IS NOT NULL;

ALTER TABLE "Generation" DROP COLUMN "upstreamRequestId";

-- CreateTable
CREATE TABLE "UpstreamLimit" (
    "upstream" TEXT NOT NULL,
    "allowed" DOUBLE PRECISION NOT NULL,
    "halvedAt" TIMESTAMPTZ(3),
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "UpstreamLimit_pkey" PRIMARY KEY ("upstream")
);

-- CreateTable
CREATE TABLE "UpstreamFindings" (
    "upstream" TEXT NOT NULL,
    "models" JSONB NOT NULL DEFAULT '{}',
    "checkedAt" TIMESTAMPTZ(3),
    "answerPaths" JSONB NOT NULL DEFAULT '[]',
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "UpstreamFindings_pkey" PRIMARY KEY ("upstream")
);
