import { removeAvatar, setAvatar } from "@/lib/server/domain/profile/avatar";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("account.setAvatar", async ({ ctx, body }) => ({
  avatar: await setAvatar(ctx.actor, body),
}));

export const DELETE = endpoint("account.removeAvatar", async ({ ctx }) => {
  await removeAvatar(ctx.actor);
  return { avatar: null };
});
