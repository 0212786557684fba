import { createPerson, listPeople } from "@/lib/server/domain/instance/people";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("instance.people", ({ ctx, query }) => listPeople(ctx.actor, query));

export const POST = endpoint("instance.createPerson", ({ ctx, body }) =>
  createPerson(ctx.actor, body),
);
