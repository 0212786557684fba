import { z } from "zod";
import { imageId } from "@/lib/contracts/ids";
import {
  imageCropBody,
  imageDetail,
  imageFetchBody,
  imageList,
  imageListQuery,
  imageView,
} from "@/lib/contracts/images";
import { bytes, nothing, type Operation } from "@/lib/contracts/operation";
import { threadSummary } from "@/lib/contracts/threads";
import { turnView } from "@/lib/contracts/turns";

export const imagesOperations = {
  "images.upload": {
    access: "signed-in",
    scope: "generate",
    params: nothing,
    query: z.strictObject({ name: z.string().max(300) }),
    body: bytes,
    reply: imageView,
    status: 201,
  },
  "images.fetch": {
    access: "signed-in",
    scope: "generate",
    params: nothing,
    query: nothing,
    body: imageFetchBody,
    reply: imageView,
    status: 201,
  },
  "images.list": {
    access: "signed-in",
    scope: "read",
    params: nothing,
    query: imageListQuery,
    body: null,
    reply: imageList,
    status: 200,
  },
  "images.detail": {
    access: "signed-in",
    scope: "read",
    params: z.strictObject({ imageId }),
    query: nothing,
    body: null,
    reply: imageDetail,
    status: 200,
  },
  "images.crop": {
    access: "signed-in",
    scope: "generate",
    params: z.strictObject({ imageId }),
    query: nothing,
    body: imageCropBody,
    reply: z.object({ turn: turnView, thread: threadSummary }),
    status: 201,
  },
} as const satisfies Record<string, Operation>;
