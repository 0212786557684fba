import "server-only";
import {
  chatRequest,
  COMPAT_BODY_MAX_BYTES,
  COMPAT_IMAGE_HEADER,
} from "@/lib/contracts/openai-compat";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { askedSizeOf, orderOfChat } from "@/lib/server/domain/compat-orders/orders";
import { findPlaced, type Placed, placeOrder } from "@/lib/server/domain/compat-orders/place-order";
import { readConversation } from "@/lib/server/domain/compat-orders/read-conversation";
import { printOfJson } from "@/lib/server/domain/compat-orders/request-print";
import { AppError } from "@/lib/server/errors";
import { readJson } from "@/lib/server/http/body";
import { addressSigner } from "@/lib/server/domain/shares/addresses";
import { asChunks, asCompletion, type ChatForm } from "@/lib/server/openai-compat/chat-form";
import { parseCompat, orderTargetOf } from "@/lib/server/openai-compat/compat-route";
import { lateChat } from "@/lib/server/openai-compat/late-error";
import { eventAnswer, jsonAnswer } from "@/lib/server/openai-compat/long-answer";
import { originText } from "@/lib/server/openai-compat/picture-text";
import { withSizeHeader } from "@/lib/server/openai-compat/size-header";

/** `POST /v1/chat/completions`: an image for the last message. */
export async function answerChat(request: Request, actor: Actor): Promise<Response> {
  const isInline = wantsInline(request.headers);
  const { placed, isStream, withUsage, size } = await acceptOrder(request, actor);
  const form: ChatForm = {
    id: `chatcmpl-${placed.turnId}`,
    model: placed.model,
    created: Math.floor(Date.now() / 1000),
    origin: originText(request.headers),
    sign: addressSigner(actor, { clock: systemClock }),
    isInline,
    withUsage,
  };
  const answer = isStream
    ? eventAnswer({ request, placed, write: asChunks(form) })
    : await jsonAnswer({ request, placed, write: asCompletion(form), writeLate: lateChat(form) });
  return withSizeHeader(answer, placed, size);
}

type Accepted = { placed: Placed; isStream: boolean; withUsage: boolean; size: string };

/** A separate function, so that the parsed body (many megabytes) is garbage while the caller waits. */
async function acceptOrder(request: Request, actor: Actor): Promise<Accepted> {
  const body = await readJson(request, COMPAT_BODY_MAX_BYTES);
  const input = parseCompat(chatRequest, body);
  const conversation = readConversation(input.messages);
  const where = await orderTargetOf(request, actor, printOfJson(body));
  const placed =
    (await findPlaced(actor, where, conversation.instruction)) ??
    (await placeOrder(
      actor,
      { order: await orderOfChat(actor, input, conversation), target: where },
      { clock: systemClock },
    ));
  return {
    placed,
    isStream: input.stream ?? false,
    withUsage: input.stream_options?.include_usage ?? false,
    size: askedSizeOf(input).size ?? askedSizeOf(input).ratio ?? "auto",
  };
}

function wantsInline(headers: Headers): boolean {
  const form = headers.get(COMPAT_IMAGE_HEADER)?.toLowerCase() ?? "url";
  if (form === "data" || form === "url") return form === "data";
  const hint = "url or data";
  throw new AppError("invalid_field", { field: COMPAT_IMAGE_HEADER, details: { hint } });
}
