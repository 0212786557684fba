-- CreateIndex
CREATE INDEX "Image_parentImageId_idx" ON "Image"("parentImageId");

-- CreateIndex
CREATE INDEX "Image_makerId_idx" ON "Image"("makerId");

-- CreateIndex
CREATE INDEX "Thread_coverImageId_idx" ON "Thread"("coverImageId");

-- CreateIndex
CREATE INDEX "Turn_baseImageId_idx" ON "Turn"("baseImageId");
