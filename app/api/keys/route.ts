import { loadKeys } from "@/lib/server/domain/keys/queries";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("keys.state", ({ ctx }) => loadKeys(ctx.actor));
