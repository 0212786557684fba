import "server-only";
import { createHash } from "node:crypto";
import type { PaidProbe } from "@/lib/contracts/upstream";
import { jsonBody } from "./bodies";
import type { CallToSend } from "./client";
import { compileCall } from "./compile";
import type { ModelProfile } from "../profiles/profiles";

/** The probes that apply to a model: size if it has exact sizes, history if it has chat. */
export function probesOf(profile: ModelProfile): PaidProbe[] {
  const probes: PaidProbe[] = ["picture"];
  if (profile.exactSizes !== null && profile.endpoints.includes("generations")) probes.push("size");
  if (profile.endpoints.includes("chat")) probes.push("history");
  return probes;
}

/** The prompt when the content of the image does not matter. */
export const SUBJECT = "A small paper boat on still water, seen from the side, plain background";

/** The cheapest image, over the route that most turns use. */
export function pictureCall(profile: ModelProfile): CallToSend {
  return compileCall({ ...defaultInput(profile), prompt: SUBJECT, exactSize: null });
}

/** The smallest tier, in a shape that no upstream would choose by default. */
export function sizeCall(profile: ModelProfile): CallToSend {
  return compileCall({
    ...defaultInput({ ...profile, endpoints: ["generations"] }),
    prompt: SUBJECT,
    exactSize: profile.exactSizes?.["1K"]["16:9"] ?? null,
  });
}

function defaultInput(profile: ModelProfile) {
  return {
    profile,
    systemInstruction: null,
    earlierTurns: [],
    shape: null,
    temperature: null,
    pictures: [],
  };
}

/**
 * A conversation with an image only in an earlier message; the last message asks for its colour. Our turns never rely
 * on this. It is probed because the documentation of one model promises it.
 * @param picture a PNG of one strong colour
 */
export function historyCall(profile: ModelProfile, picture: Buffer): CallToSend {
  const url = `data:image/png;base64,${picture.toString("base64")}`;
  const messages = [
    {
      role: "user",
      content: [
        { type: "text", text: "Look at the colour of this picture. I will ask for it." },
        { type: "image_url", image_url: { url } },
      ],
    },
    { role: "assistant", content: "I have seen the picture and its colour." },
    {
      role: "user",
      content:
        "Paint one flat, evenly lit surface that fills the whole picture, in exactly the same colour as the picture that I showed you before. Nothing else.",
    },
  ];
  return {
    endpoint: "chat",
    path: "/chat/completions",
    timeLimitMs: profile.timeLimitsMs.standard,
    size: null,
    is4K: false,
    body: () =>
      Promise.resolve({
        ...jsonBody({ model: profile.id, stream: false, messages }),
        sentPictures: [createHash("sha256").update(picture).digest("hex")],
      }),
  };
}
