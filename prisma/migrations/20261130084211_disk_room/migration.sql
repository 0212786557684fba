-- AlterTable
ALTER TABLE "Generation" ADD COLUMN     "diskId" UUID,
ADD COLUMN     "heldBackAt" TIMESTAMPTZ(3),
ADD COLUMN     "reservedBytes" INTEGER;
