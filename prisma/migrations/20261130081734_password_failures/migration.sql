-- CreateTable
CREATE TABLE "PasswordFailures" (
    "accountKey" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "lastAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PasswordFailures_pkey" PRIMARY KEY ("accountKey")
);

-- CreateIndex
CREATE INDEX "PasswordFailures_lastAt_idx" ON "PasswordFailures"("lastAt");
