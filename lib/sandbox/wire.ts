import "server-only";
import { randomInt, randomUUID } from "node:crypto";

/** An HTTP answer. `body` is a JSON value, or HTML as a gateway would send it. */
export type Answer = { status: number; body: object | string };

/** Thrown to answer a request with an error instead of a picture. */
export class Refusal extends Error {
  override name = "Refusal";
  constructor(readonly answer: Answer) {
    super(`answered with ${answer.status}`);
  }
}

const requestId = () => Array.from({ length: 4 }, () => randomInt(1e8, 1e9)).join("");

/** The relay's own error body, with its Chinese messages. */
export function relayError(status: number, message: string, code: string | null = null): Answer {
  return {
    status,
    body: {
      error: {
        message: `${message} (request id: ${requestId()})`,
        type: "shell_api_error",
        param: "",
        code,
      },
    },
  };
}

/** OpenAI's error body, which the relay forwards. */
export function badRequest(message: string, param: string, code: string | null = null): Answer {
  return { status: 400, body: { error: { message, type: "invalid_request_error", param, code } } };
}

export const noToken = (): Answer => relayError(401, "未提供令牌");
export const wrongToken = (): Answer => relayError(401, "无效的令牌");
export const unknownModel = (model: string): Answer =>
  relayError(503, `当前分组 default 下对于模型 ${model} 无可用渠道`, "model_not_found");

/** `#fail N`: the body that usually comes with that status. */
export function failure(status: number): Answer {
  if (status === 429) return relayError(429, "当前分组上游负载已饱和，请稍后再试");
  if (status === 504)
    return {
      status,
      body: "<html><head><title>504 Gateway Time-out</title></head><body></body></html>",
    };
  if (status === 502)
    return {
      status,
      body: {
        error: {
          message: "",
          type: "shell_api_error",
          param: "502",
          code: "bad_response_status_code",
        },
      },
    };
  if (status === 401) return wrongToken();
  if (status === 400) return badRequest("The sandbox was asked to fail.", "");
  return relayError(status, "The sandbox was asked to fail.");
}

const seconds = () => Math.floor(Date.now() / 1000);

/** A chat answer. Token counts are plausible but made up. */
export function chatAnswer(model: string, content: string, promptLength: number): Answer {
  const prompt = 12 + Math.ceil(promptLength / 4);
  return {
    status: 200,
    body: {
      id: `chatcmpl-${randomUUID().replaceAll("-", "")}`,
      object: "chat.completion",
      created: seconds(),
      model,
      choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
      usage: { prompt_tokens: prompt, completion_tokens: 818, total_tokens: prompt + 818 },
    },
  };
}

export function imagesAnswer(
  picture: { url: string } | { b64_json: string },
  promptLength: number,
): Answer {
  const input = 12 + Math.ceil(promptLength / 4);
  return {
    status: 200,
    body: {
      data: [picture],
      created: seconds(),
      usage: { input_tokens: input, output_tokens: 1185, total_tokens: input + 1185 },
    },
  };
}

export const chatRefusal = (model: string, length: number): Answer =>
  chatAnswer(
    model,
    "I can't help with that. Sorry, the sandbox was asked to refuse this one.",
    length,
  );
export const chatQuestion = (model: string, length: number): Answer =>
  chatAnswer(
    model,
    "Would you like it wide or upright? And which mood: a calm morning, or the last light of the day?",
    length,
  );
export const imagesRefusal = (): Answer => ({
  status: 400,
  body: {
    error: {
      message: `Your request was rejected by the safety system. If you believe this is an error, contact us at help.openai.com and include the request ID ${randomUUID()}. safety_violations=[sandbox].`,
      type: "image_generation_user_error",
      param: null,
      code: "moderation_blocked",
    },
  },
});
export const imagesQuestion = (): Answer => ({
  status: 500,
  body: {
    error: {
      message: `Image was not generated as expected. Please adjust the prompt and retry (traceid: ${randomUUID().replaceAll("-", "")})`,
      type: "invalid_request_error",
      param: "",
      code: null,
      localized_message: "Unknown error",
    },
  },
});
