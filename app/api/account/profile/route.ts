import { updateProfile } from "@/lib/server/domain/profile/commands";
import { loadProfile } from "@/lib/server/domain/profile/queries";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("account.profile", ({ ctx }) => loadProfile(ctx.actor));

export const PATCH = endpoint("account.update", ({ ctx, body }) => updateProfile(ctx.actor, body));
