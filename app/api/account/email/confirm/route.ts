import { confirmEmail } from "@/lib/server/domain/profile/change-email";
import { endpoint } from "@/lib/server/http/endpoint";
import { visitorOf } from "@/lib/server/http/visitor";

export const POST = endpoint("account.confirmEmail", async ({ body, request }) => ({
  email: await confirmEmail(body.token, visitorOf(request)),
}));
