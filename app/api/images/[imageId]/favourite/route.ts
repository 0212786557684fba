import { setFavourite } from "@/lib/server/domain/images/favourites";
import { endpoint } from "@/lib/server/http/endpoint";

export const PUT = endpoint("images.favourite", ({ ctx, params }) =>
  setFavourite(ctx.actor, { imageId: params.imageId, isFavourite: true }, ctx),
);

export const DELETE = endpoint("images.unfavourite", ({ ctx, params }) =>
  setFavourite(ctx.actor, { imageId: params.imageId, isFavourite: false }, ctx),
);
