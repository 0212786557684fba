-- CreateTable
CREATE TABLE "ApiRequest" (
    "id" UUID NOT NULL,
    "tokenId" UUID NOT NULL,
    "turnKey" TEXT NOT NULL,
    "isKeyed" BOOLEAN NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "fields" JSONB NOT NULL,
    "retryCount" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ApiRequest_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ApiRequest_turnKey_key" ON "ApiRequest"("turnKey");

-- CreateIndex
CREATE INDEX "ApiRequest_tokenId_fingerprint_createdAt_idx" ON "ApiRequest"("tokenId", "fingerprint", "createdAt");

-- CreateIndex
CREATE INDEX "ApiRequest_createdAt_idx" ON "ApiRequest"("createdAt");

-- AddForeignKey
ALTER TABLE "ApiRequest" ADD CONSTRAINT "ApiRequest_tokenId_fkey" FOREIGN KEY ("tokenId") REFERENCES "AccessToken"("id") ON DELETE CASCADE ON UPDATE CASCADE;
