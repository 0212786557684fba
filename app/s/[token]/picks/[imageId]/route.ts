import { imageId as imageIdSchema } from "@/lib/contracts/ids";
import { visitorPickBody } from "@/lib/contracts/share-reviews";
import { pickImage, unpickImage } from "@/lib/server/domain/shares/picks";
import { readJson } from "@/lib/server/http/body";
import { parse } from "@/lib/server/http/parse";
import { parseId, shareJson, shareRoute, withCookie } from "@/lib/server/http/share-route";

type Params = { token: string; imageId: string };

/** Picks an image. */
export const PUT = shareRoute<Params>("share.pick", async ({ visitor, request, params, clock }) => {
  const { name } = parse(visitorPickBody, (await readJson(request)) ?? {});
  const imageId = parseId(imageIdSchema, params.imageId);
  const from = { visitor, headers: request.headers };
  const { cookie } = await pickImage(from, { imageId, name }, { clock });
  return shareJson({ ok: true }, withCookie(cookie));
});

export const DELETE = shareRoute<Params>("share.unpick", async ({ visitor, request, params }) => {
  const imageId = parseId(imageIdSchema, params.imageId);
  await unpickImage({ visitor, headers: request.headers }, imageId);
  return shareJson({ ok: true });
});
