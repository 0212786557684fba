import "server-only";
import { DOOR_BODY_MAX_BYTES, imagesRequest, type ImagesRequest } from "@/lib/contracts/door";
import type { ImageId } from "@/lib/contracts/ids";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { orderOfImages } from "@/lib/server/domain/door/orders";
import { findPlaced, type Placed, placeOrder } from "@/lib/server/domain/door/place-order";
import { printOfJson, type RequestPrint } from "@/lib/server/domain/door/request-print";
import { uploadImage } from "@/lib/server/domain/images/upload";
import { AppError } from "@/lib/server/errors";
import { readJson } from "@/lib/server/http/body";
import { parseDoor, placeOf } from "@/lib/server/http/door/door-route";
import { asImageList, type ImagesForm } from "@/lib/server/http/door/images-form";
import { lateImages } from "@/lib/server/http/door/late-error";
import { jsonAnswer } from "@/lib/server/http/door/long-answer";
import { originText } from "@/lib/server/http/door/picture-text";
import { readEditForm } from "@/lib/server/http/door/read-form";

/** `POST /v1/images/generations`. */
export async function answerGenerations(request: Request, actor: Actor): Promise<Response> {
  const body = await readJson(request, DOOR_BODY_MAX_BYTES);
  const asked = parseDoor(imagesRequest, body);
  const placed = await place(request, actor, { asked, print: printOfJson(body) }, async () => []);
  return answerList(request, placed, asked.response_format ?? "url");
}

/** `POST /v1/images/edits`: the first picture is changed, the others are references. */
export async function answerEdits(request: Request, actor: Actor): Promise<Response> {
  const { placed, format } = await placeEdit(request, actor);
  return answerList(request, placed, format);
}

/** Apart, so that no uploaded picture is held while its caller waits. */
async function placeEdit(
  request: Request,
  actor: Actor,
): Promise<{ placed: Placed; format: ImagesForm["format"] }> {
  const { fields, pictures, print } = await readEditForm(request);
  const placed = await place(request, actor, { asked: fields, print }, async () => {
    const ids: ImageId[] = [];
    for (const file of pictures) ids.push(await takeIn(actor, file));
    return ids;
  });
  return { placed, format: fields.response_format ?? "url" };
}

async function takeIn(actor: Actor, file: File): Promise<ImageId> {
  try {
    return (await uploadImage(actor, file.name, file.stream())).id;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.code, { ...error.extra, field: "image" });
  }
}

async function place(
  request: Request,
  actor: Actor,
  { asked, print }: { asked: ImagesRequest; print: RequestPrint },
  takeInAll: () => Promise<ImageId[]>,
): Promise<Placed> {
  const where = await placeOf(request, actor, print);
  return (
    (await findPlaced(actor, where, asked.prompt)) ??
    (await placeOrder(actor, systemClock, await orderOfImages(actor, asked, takeInAll), where))
  );
}

function answerList(
  request: Request,
  placed: Placed,
  format: ImagesForm["format"],
): Promise<Response> {
  const created = Math.floor(Date.now() / 1000);
  const write = asImageList({ created, origin: originText(request.headers), format });
  return jsonAnswer({ request, placed, write, writeLate: lateImages(created) });
}
