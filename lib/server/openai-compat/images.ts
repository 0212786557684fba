import "server-only";
import type { ImageId } from "@/lib/contracts/ids";
import type { Actor } from "@/lib/server/auth/actor";
import { systemClock } from "@/lib/server/clock";
import { resolveInputPicture } from "@/lib/server/domain/compat-orders/resolve-input-picture";
import { orderOfImages } from "@/lib/server/domain/compat-orders/orders";
import { findPlaced, type Placed, placeOrder } from "@/lib/server/domain/compat-orders/place-order";
import type { InputPicture } from "@/lib/server/domain/compat-orders/read-conversation";
import { uploadImage } from "@/lib/server/domain/images/upload";
import { addressSigner } from "@/lib/server/domain/shares/addresses";
import { AppError } from "@/lib/server/errors";
import type { UploadedFile } from "@/lib/server/openai-compat/input-images";
import { orderTargetOf } from "@/lib/server/openai-compat/compat-route";
import { asImageList, type ImagesForm } from "@/lib/server/openai-compat/images-form";
import { lateImages } from "@/lib/server/openai-compat/late-error";
import { jsonAnswer } from "@/lib/server/openai-compat/long-answer";
import { originText } from "@/lib/server/openai-compat/picture-text";
import { type ImagesInput, readImages } from "@/lib/server/openai-compat/read-images";
import { withSizeHeader } from "@/lib/server/openai-compat/size-header";

/** `POST /v1/images/generations`. With input images it is an edit, as in other APIs. */
export function answerGenerations(request: Request, actor: Actor): Promise<Response> {
  return answerImages(request, actor, { isEdit: false });
}

/** `POST /v1/images/edits`: the first image is the base, the others are references. */
export function answerEdits(request: Request, actor: Actor): Promise<Response> {
  return answerImages(request, actor, { isEdit: true });
}

type Kind = { isEdit: boolean };

async function answerImages(request: Request, actor: Actor, kind: Kind): Promise<Response> {
  const { placed, form, size } = await acceptOrder(request, actor, kind);
  const answer = await jsonAnswer({
    request,
    placed,
    write: asImageList(form),
    writeLate: lateImages(form.created),
  });
  return withSizeHeader(answer, placed, size);
}

type Accepted = { placed: Placed; form: ImagesForm; size: string };

/** A separate function, so that the body's images are garbage while the caller waits. */
async function acceptOrder(request: Request, actor: Actor, { isEdit }: Kind): Promise<Accepted> {
  const { fields, pictures, print } = await readImages(request);
  if (isEdit && pictures.length === 0) {
    const hint = "at least one picture: as a file, a data URL, base64 or an https address";
    throw new AppError("invalid_field", { field: "image", details: { hint } });
  }
  const where = await orderTargetOf(request, actor, print);
  const storeAll = () => storeInputs(actor, pictures);
  const placed =
    (await findPlaced(actor, where, fields.prompt)) ??
    (await placeOrder(
      actor,
      { order: await orderOfImages(actor, fields, pictures, storeAll), target: where },
      { clock: systemClock },
    ));
  const { response_format, output_format, output_compression, quality } = fields;
  return {
    placed,
    form: {
      response_format,
      output_format,
      output_compression,
      quality,
      created: Math.floor(Date.now() / 1000),
      origin: originText(request.headers),
      sign: addressSigner(actor, { clock: systemClock }),
    },
    size: fields.size ?? fields.aspect_ratio ?? "auto",
  };
}

async function storeInputs(actor: Actor, pictures: ImagesInput["pictures"]): Promise<ImageId[]> {
  const ids: ImageId[] = [];
  for (const picture of pictures) ids.push(await storeInput(actor, picture));
  return ids;
}

async function storeInput(actor: Actor, picture: InputPicture | UploadedFile): Promise<ImageId> {
  if ("url" in picture) return resolveInputPicture(actor, picture);
  const { file, field } = picture;
  try {
    return (await uploadImage(actor, { name: file.name, bytes: file.stream() })).id;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.code, { ...error.extra, field });
  }
}
