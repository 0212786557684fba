-- AlterTable
ALTER TABLE "Turn" ADD COLUMN     "mentions" JSONB NOT NULL DEFAULT '[]';
