import { z } from "zod";
import { imageId } from "@/lib/contracts/ids";
import {
  imageDetail,
  imageFetchBody,
  imageList,
  imageListQuery,
  imageView,
} from "@/lib/contracts/images";
import { bytes, nothing, type Operation } from "@/lib/contracts/operation";

export const imagesOperations = {
  "images.upload": {
    access: "signed-in",
    params: nothing,
    query: z.strictObject({ name: z.string().max(300) }),
    body: bytes,
    reply: imageView,
    status: 201,
  },
  "images.fetch": {
    access: "signed-in",
    params: nothing,
    query: nothing,
    body: imageFetchBody,
    reply: imageView,
    status: 201,
  },
  "images.list": {
    access: "signed-in",
    params: nothing,
    query: imageListQuery,
    body: null,
    reply: imageList,
    status: 200,
  },
  "images.detail": {
    access: "signed-in",
    params: z.strictObject({ imageId }),
    query: nothing,
    body: null,
    reply: imageDetail,
    status: 200,
  },
} as const satisfies Record<string, Operation>;
