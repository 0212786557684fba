import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { cropToSize } from "./crop";
import { normaliseForUpstream, type UpstreamLimits } from "./normalise";
import { movingGif, noise, quarters, seeThrough, turnedJpeg } from "./samples";

const LIMITS: UpstreamLimits = {
  formats: ["image/png", "image/jpeg", "image/webp"],
  maxBytesEach: 10_000_000,
  targetBytes: 1_500_000,
  maxEdgePx: 2048,
};

describe("for the upstream", () => {
  test("an opaque image becomes a JPEG inside the edge", async () => {
    const sent = await normaliseForUpstream(await quarters(3000, 1000).png().toBuffer(), LIMITS);
    expect(sent).toMatchObject({ media: "image/jpeg", width: 2048, height: 683 });
    expect(await sharp(sent.buffer).metadata()).toMatchObject({
      format: "jpeg",
      width: 2048,
      height: 683,
    });
  });

  test("a small image is not enlarged", async () => {
    const sent = await normaliseForUpstream(await quarters(60, 40).webp().toBuffer(), LIMITS);
    expect(sent).toMatchObject({ width: 60, height: 40 });
  });

  test("the EXIF orientation is applied and the EXIF stripped", async () => {
    const sent = await normaliseForUpstream(await turnedJpeg(8), LIMITS);
    const found = await sharp(sent.buffer).metadata();
    expect(found).toMatchObject({ width: 80, height: 120 });
    expect([found.orientation, found.exif]).toEqual([undefined, undefined]);
    expect(sent.buffer.includes("PentimentoCamera")).toBe(false);
  });

  test("a GIF gives its first frame", async () => {
    const { buffer } = await normaliseForUpstream(await movingGif(), LIMITS);
    const { dominant } = await sharp(buffer).stats();
    expect(dominant.r).toBeGreaterThan(200);
    expect(dominant.b).toBeLessThan(40);
  });

  test("transparency is kept in a PNG", async () => {
    const sent = await normaliseForUpstream(await seeThrough(), LIMITS);
    expect(sent.media).toBe("image/png");
    expect((await sharp(sent.buffer).stats()).isOpaque).toBe(false);
  });

  test("transparency is kept in a WebP if the PNG is too large", async () => {
    const heavy = await noise(400, 400, 4).png().toBuffer();
    const sent = await normaliseForUpstream(heavy, { ...LIMITS, targetBytes: 500_000 });
    expect(sent.media).toBe("image/webp");
    expect((await sharp(sent.buffer).stats()).isOpaque).toBe(false);
  });

  test("transparency becomes white if only JPEG is accepted", async () => {
    const sent = await normaliseForUpstream(await seeThrough(), {
      ...LIMITS,
      formats: ["image/jpeg"],
    });
    expect(sent.media).toBe("image/jpeg");
    const corner = await sharp(sent.buffer)
      .extract({ left: 4, top: 4, width: 1, height: 1 })
      .raw()
      .toBuffer();
    expect(Math.min(...corner)).toBeGreaterThan(245);
  });

  test("an opaque alpha channel is ignored", async () => {
    const opaque = await quarters().ensureAlpha().png().toBuffer();
    expect((await normaliseForUpstream(opaque, LIMITS)).media).toBe("image/jpeg");
  });

  test.each([400_000, 100_000, 20_000, 8192])("stays below %i bytes", async (targetBytes) => {
    const heavy = await noise(900, 600).png().toBuffer();
    const sent = await normaliseForUpstream(heavy, { ...LIMITS, targetBytes });
    expect(sent.buffer.length).toBeLessThanOrEqual(targetBytes);
    expect(sent.width / sent.height).toBeCloseTo(1.5, 1);
    expect(await sharp(sent.buffer).metadata()).toMatchObject({
      width: sent.width,
      height: sent.height,
    });
  });

  test("the hard limit applies if it is the lower one", async () => {
    const heavy = await noise(900, 600).png().toBuffer();
    const sent = await normaliseForUpstream(heavy, { ...LIMITS, maxBytesEach: 50_000 });
    expect(sent.buffer.length).toBeLessThanOrEqual(50_000);
  });

  test("limits that cannot be met are rejected", async () => {
    const bytes = await quarters().png().toBuffer();
    for (const wrong of [
      { targetBytes: 100 },
      { formats: ["image/png"] as const },
      { maxEdgePx: 0 },
    ]) {
      await expect(normaliseForUpstream(bytes, { ...LIMITS, ...wrong })).rejects.toBeInstanceOf(
        RangeError,
      );
    }
  });

  test("a text file is rejected", async () => {
    await expect(normaliseForUpstream(Buffer.from("<svg/>"), LIMITS)).rejects.toMatchObject({
      reason: "unsupported",
    });
  });
});

describe("cropped", () => {
  test("a square crop keeps the centre", async () => {
    const cut = await cropToSize(await quarters(120, 80).png().toBuffer(), {
      width: 40,
      height: 40,
    });
    expect(cut).toMatchObject({ media: "image/png", width: 40, height: 40 });
    const { data } = await sharp(cut.buffer).raw().toBuffer({ resolveWithObject: true });
    // All four quarters meet in the centre, so each corner of the crop has another colour.
    const at = (x: number, y: number) => [...data.subarray((y * 40 + x) * 3, (y * 40 + x) * 3 + 3)];
    const [red, green, blue] = [at(2, 2), at(37, 2), at(2, 37)];
    expect(red[0]).toBeGreaterThan(180);
    expect(green[1]).toBeGreaterThan(140);
    expect(blue[2]).toBeGreaterThan(180);
  });

  test("scales up where necessary", async () => {
    const cut = await cropToSize(await turnedJpeg(6), { width: 300, height: 100 });
    expect(await sharp(cut.buffer).metadata()).toMatchObject({ width: 300, height: 100 });
  });

  test.each([
    { width: 0, height: 10 },
    { width: 10.5, height: 10 },
    { width: 10_000, height: 10_000 },
  ])("a crop to %j is rejected", async (size) => {
    await expect(cropToSize(Buffer.alloc(0), size)).rejects.toBeInstanceOf(RangeError);
  });
});
