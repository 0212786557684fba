import { inTransaction } from "@/lib/server/db";
import { makeResetLink } from "@/lib/server/domain/accounts/reset-link";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("instance.resetLink", async ({ ctx, params }) => {
  const { path, expiresAt } = await inTransaction((tx) =>
    makeResetLink(tx, ctx.actor, params.userId),
  );
  return { path, expiresAt: expiresAt.toISOString() };
});
