import { lookAtInvite } from "@/lib/server/domain/invites/queries";
import { endpoint } from "@/lib/server/http/endpoint";

export const POST = endpoint("invites.look", ({ body }) => lookAtInvite(body.token));
