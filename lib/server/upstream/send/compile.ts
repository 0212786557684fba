import "server-only";
import type { Shape } from "@/lib/contracts/shapes";
import { chatBody, jsonBody, multipartBody, type CallBody } from "./bodies";
import { asPreamble, type EarlierTurn, keepNewest, asPreambleToPicture } from "./history";
import { tierOf, type ModelProfile } from "../profiles/profiles";
import { chooseRoute, type Endpoint, otherRoute, PATHS, sizeToSend } from "../profiles/routes";

/** An image as sent upstream, already within the profile's limits. */
export type PictureToSend = {
  imageId: string;
  /** Its name in the "what the model sees" view. */
  label: string;
  /** `base` is the image being refined (at most one, first); the rest are references, in the prompt's numbering. */
  role: "base" | "reference";
  media: "image/png" | "image/jpeg" | "image/webp";
  byteLength: number;
  width: number;
  height: number;
  /** Reads its bytes. Called once, right before sending. */
  read(): Promise<Buffer>;
};

export type CompileInput = {
  profile: ModelProfile;
  systemInstruction: string | null;
  /** Of this branch only, oldest first, without the current turn. */
  earlierTurns: EarlierTurn[];
  prompt: string;
  /** Null leaves the shape to the model. */
  shape: Shape | null;
  /** `WIDTHxHEIGHT` from the profile, if the user chose exact pixels. */
  exactSize: string | null;
  /** The route the call was given earlier; kept if the model still offers it. Default: the preferred one. */
  route?: string | null;
  temperature: number | null;
  pictures: PictureToSend[];
};

export type PreviewPicture = {
  imageId: string;
  label: string;
  media: string;
  bytes: number;
  width: number;
  height: number;
};

/** What is sent upstream, for display: images by id and size, without bytes. Safe as JSON. */
export type CallPreview = {
  endpoint: Endpoint;
  path: string;
  model: string;
  /** One entry per message on chat; on the other endpoints one `user` entry with the prompt. */
  messages: {
    role: "system" | "user" | "assistant";
    text: string;
    pictures: PreviewPicture[];
  }[];
  parameters: { size?: string; temperature?: number; responseFormat?: "b64_json" | "url" };
  /** Sum over the images, before base64. */
  pictureBytes: number;
  /** How many of the oldest instructions were dropped to fit the budget. */
  earlierLeftOut: number;
};

export type CompiledCall = {
  endpoint: Endpoint;
  /** Relative to the base URL, such as `/chat/completions`. */
  path: string;
  /** The route to try after an unbilled refusal; null if the call may not change route. */
  otherRoute: Endpoint | null;
  timeLimitMs: number;
  /** Sent as `size`, if anything. */
  size: string | null;
  is4K: boolean;
  preview: CallPreview;
  /**
   * Reads the images and builds the request body.
   * @throws PictureLostError if an image cannot be read
   */
  body(): Promise<CallBody>;
};

/** Stands for an assistant message that was an image. The image itself is sent only as the base. */
const EARLIER_ANSWER = "(picture made)";

/**
 * Compiles a turn into one upstream call. Pure: nothing is read before `body()`.
 *
 * The route comes from the profile (routes.ts). On the images routes the shape is sent as `size`; without a size to
 * send, and on chat, the prompt words it. Images go in the last user message, the only one that every model looks at.
 * `n` is never sent: it bills n times and returns one image.
 * @throws RangeError if there are more images than the profile allows
 */
export function compileCall(input: CompileInput): CompiledCall {
  const { profile, pictures } = input;
  if (pictures.length > profile.references.maxCount) {
    throw new RangeError(`${profile.id} takes at most ${profile.references.maxCount} pictures`);
  }
  const endpoint = chooseRoute(input, input.route);
  const earlier = keepNewest(input.earlierTurns);
  const size = endpoint === "chat" ? null : sizeToSend(profile, input.shape, input.exactSize);
  const messages =
    endpoint === "chat"
      ? chatMessages(input, earlier.kept)
      : singlePrompt(input, earlier.kept, size !== null);
  const is4K = size !== null && tierOf(profile, size) === "4K";
  const [responseFormat] = profile.responseForms;
  const temperature = endpoint === "chat" ? input.temperature : null;

  const preview: CallPreview = {
    endpoint,
    path: PATHS[endpoint],
    model: profile.id,
    messages: messages.map((message, index) => ({
      ...message,
      pictures: index === messages.length - 1 ? pictures.map(previewPicture) : [],
    })),
    parameters: {
      ...(size === null ? {} : { size }),
      ...(endpoint === "chat" || responseFormat === undefined ? {} : { responseFormat }),
      ...(temperature === null ? {} : { temperature }),
    },
    pictureBytes: pictures.reduce((sum, picture) => sum + picture.byteLength, 0),
    earlierLeftOut: earlier.leftOut,
  };

  const prompt = messages.at(-1)?.text ?? input.prompt;
  const strict = {
    model: profile.id,
    prompt,
    ...(size === null ? {} : { size }),
    ...(responseFormat === undefined ? {} : { response_format: responseFormat }),
  };
  return {
    endpoint,
    path: PATHS[endpoint],
    otherRoute: otherRoute(input, endpoint),
    timeLimitMs: is4K ? profile.timeLimitsMs.fourK : profile.timeLimitsMs.standard,
    size,
    is4K,
    preview,
    body() {
      if (endpoint === "chat") {
        return chatBody({ model: profile.id, messages, temperature, pictures });
      }
      if (endpoint === "generations") return Promise.resolve(jsonBody(strict));
      return multipartBody(strict, pictures, profile.imageField);
    },
  };
}

type Message = { role: "system" | "user" | "assistant"; text: string };

function chatMessages(input: CompileInput, earlier: EarlierTurn[]): Message[] {
  const messages: Message[] = [];
  if (input.systemInstruction) messages.push({ role: "system", text: input.systemInstruction });
  for (const { instruction, reply } of earlier) {
    messages.push(
      { role: "user", text: instruction },
      { role: "assistant", text: reply ?? EARLIER_ANSWER },
    );
  }
  messages.push({ role: "user", text: withPictureKey(input, withShape(input)) });
  return messages;
}

/** The images routes take one prompt, so instruction and history are put in front of it. */
function singlePrompt(input: CompileInput, earlier: EarlierTurn[], hasSize: boolean): Message[] {
  const before: string[] = [];
  if (input.systemInstruction) before.push(input.systemInstruction);
  const hasBase = input.pictures.some((picture) => picture.role === "base");
  if (earlier.length > 0) before.push(hasBase ? asPreambleToPicture(earlier) : asPreamble(earlier));
  const prompt = hasSize ? input.prompt : withShape(input);
  const text = [...before, withPictureKey(input, prompt)].join("\n\n");
  return [{ role: "user", text }];
}

function withShape({ profile, prompt, shape }: CompileInput): string {
  if (shape === null) return prompt;
  // Not String.replace: a prompt may hold `$&`.
  return profile.shapeWording[shape].split("{prompt}").join(prompt);
}

/** With a base and references, the prompt explains which is which. */
function withPictureKey({ pictures }: CompileInput, prompt: string): string {
  if (pictures.length < 2 || pictures[0]?.role !== "base") return prompt;
  const others = pictures.length === 2 ? "image 2 is a reference" : "the others are references";
  return `${prompt}\n\n(Image 1 is the one to change; ${others}.)`;
}

function previewPicture(picture: PictureToSend): PreviewPicture {
  const { imageId, label, media, byteLength, width, height } = picture;
  return { imageId, label, media, bytes: byteLength, width, height };
}
