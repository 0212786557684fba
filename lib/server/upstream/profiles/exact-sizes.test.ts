import { expect, test } from "vitest";
import { SHAPES, TIERS } from "@/lib/contracts/shapes";
import { compileCall } from "../send/compile";
import { exactSizeOf, loadProfiles } from "./profiles";

/** All sizes the provider documents for gpt-image-2-vip, kept apart from the profile under test. */
const DOCUMENTED = [
  ..."1280x1280 848x1280 1280x848 960x1280 1280x960 1024x1280 1280x1024 720x1280 1280x720 1280x544".split(
    " ",
  ),
  ..."2048x2048 1360x2048 2048x1360 1536x2048 2048x1536 1632x2048 2048x1632 1152x2048 2048x1152 2048x864".split(
    " ",
  ),
  ..."2880x2880 2336x3520 3520x2336 2480x3312 3312x2480 2560x3216 3216x2560 2160x3840 3840x2160 3840x1632".split(
    " ",
  ),
];

test("each of the 30 sizes maps to one shape and tier, and is sent unchanged", async () => {
  const [profile] = loadProfiles();
  if (!profile) throw new Error("no profile");
  const sent: unknown[] = [];
  for (const tier of TIERS) {
    for (const shape of SHAPES) {
      const call = compileCall({
        profile,
        systemInstruction: null,
        earlierTurns: [],
        prompt: "a bay",
        shape,
        exactSize: exactSizeOf(profile, shape, tier),
        temperature: null,
        pictures: [],
      });
      expect(call).toMatchObject({ endpoint: "generations", is4K: tier === "4K" });
      const chunks: Buffer[] = [];
      for await (const chunk of (await call.body()).chunks()) chunks.push(Buffer.from(chunk));
      sent.push((JSON.parse(Buffer.concat(chunks).toString()) as { size: unknown }).size);
    }
  }
  expect(new Set(DOCUMENTED).size).toBe(30);
  expect(new Set(sent)).toEqual(new Set(DOCUMENTED));
});
