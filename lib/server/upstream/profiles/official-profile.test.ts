import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type ScriptedUpstream, startScriptedUpstream } from "@/e2e/upstream/server";
import { SHAPES, TIERS, ratioOf } from "@/lib/contracts/shapes";
import { sendCall } from "../send/client";
import { compileCall, type CompileInput, type PictureToSend } from "../send/compile";
import { loadProfiles, type ModelProfile } from "./profiles";
import { readAnswer } from "../read/read-answer";

/** Runs the example profile of docs/upstream.md (OpenAI's own model) through the real client over real sockets. */

let folder: string;
let upstream: ScriptedUpstream;
let profile: ModelProfile;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "official-"));
  upstream = await startScriptedUpstream();
  const page = await readFile(new URL("../../../../docs/upstream.md", import.meta.url), "utf8");
  const [, example = ""] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
  const path = join(folder, "profiles.json");
  await writeFile(path, example);
  const models = loadProfiles(path);
  expect(models.map(({ id }) => id)).toEqual(["gpt-image-2"]);
  profile = models[0]!;
});
beforeEach(() => upstream.reset());
afterAll(async () => {
  await upstream.close();
  await rm(folder, { recursive: true, force: true });
});

const picture = (imageId: string, role: PictureToSend["role"]): PictureToSend => ({
  imageId,
  label: imageId,
  role,
  media: "image/png",
  byteLength: 4,
  width: 4,
  height: 3,
  read: () => Promise.resolve(Buffer.from("abcd")),
});

async function ask(change: Partial<CompileInput>) {
  const call = compileCall({
    profile,
    systemInstruction: null,
    earlierTurns: [],
    prompt: "an old lighthouse",
    shape: "3:2",
    exactSize: null,
    temperature: 0.7,
    pictures: [],
    ...change,
  });
  const spoolPath = join(folder, `answer-${upstream.calls().length}`);
  const answer = await sendCall(call, upstream, {
    spoolPath,
    beforeSend: () => Promise.resolve(),
    limits: { tailGraceMs: 50 },
  });
  expect(answer.outcome).toBe("received");
  return readAnswer(spoolPath, { dir: folder, secrets: [upstream.apiKey] });
}

/** As in OpenAI's documentation: base64 only, with no media type beside it. */
const officialAnswer = {
  template: `{"created":1788000000,"background":"opaque","output_format":"png","quality":"medium","size":"1536x1024",
    "data":[{"b64_json":"{{PNG_BASE64}}"}],"usage":{"input_tokens":12,"input_tokens_details":{"text_tokens":12,"image_tokens":0},
    "output_tokens":1056,"total_tokens":1068}}`,
};

test("a new picture sends no parameter that the model refuses, and its base64 is read", async () => {
  upstream.script([officialAnswer]);
  const read = await ask({});
  expect(read).toMatchObject({ kind: "pictures" });
  const [call] = upstream.calls();
  expect(call?.path).toBe("/v1/images/generations");
  expect(call?.headers["content-type"]).toBe("application/json");
  expect(call?.body).toEqual({
    model: "gpt-image-2",
    prompt: "an old lighthouse",
    size: "1536x1024",
  });
});

test("refining with references repeats image[] in order, without response_format", async () => {
  upstream.script([officialAnswer]);
  const pictures = [
    picture("base", "base"),
    picture("one", "reference"),
    picture("two", "reference"),
  ];
  const read = await ask({ prompt: "make the sky red", pictures });
  expect(read).toMatchObject({ kind: "pictures" });
  const [call] = upstream.calls();
  expect(call?.path).toBe("/v1/images/edits");
  expect(call?.body).toEqual([
    ["model", "gpt-image-2"],
    ["prompt", expect.stringContaining("make the sky red")],
    ["size", "1536x1024"],
    ["image[]", "<image/png, 4 bytes>"],
    ["image[]", "<image/png, 4 bytes>"],
    ["image[]", "<image/png, 4 bytes>"],
  ]);
});

test("each size obeys the model's limits and its shape's proportions", () => {
  for (const tier of TIERS) {
    for (const shape of SHAPES) {
      const size = profile.exactSizes?.[tier][shape] ?? "";
      const [width = 0, height = 1] = size.split("x").map(Number);
      expect([width % 16, height % 16], size).toEqual([0, 0]);
      expect(Math.max(width, height), size).toBeLessThanOrEqual(3_840);
      expect(Math.max(width / height, height / width), size).toBeLessThanOrEqual(3);
      expect(width * height, size).toBeGreaterThanOrEqual(655_360);
      expect(width * height, size).toBeLessThanOrEqual(8_294_400);
      expect(Math.abs(width / height / ratioOf(shape) - 1), size).toBeLessThan(0.02);
    }
  }
});

test("a profile that sends response_format all the same fails with invalid_request, after one call", async () => {
  upstream.script([
    {
      status: 400,
      json: {
        error: {
          message: "Unknown parameter: 'response_format'.",
          type: "invalid_request_error",
          param: "response_format",
          code: "unknown_parameter",
        },
      },
    },
  ]);
  const read = await ask({ profile: { ...profile, responseForms: ["b64_json"] } });
  expect(upstream.calls()[0]?.body).toMatchObject({ response_format: "b64_json" });
  expect(read).toMatchObject({
    kind: "failure",
    failure: { code: "invalid_request", billed: "no", resendable: false },
  });
});
