import "server-only";
import { findCompatModel } from "@/lib/server/domain/compat-orders/asked-size";
import { modelProfiles } from "@/lib/server/domain/upstream/models";

/** OpenAI's clients require a creation date; our models have none. */
const CREATED_AT = 1_735_689_600;

type Model = { id: string; object: "model"; created: number; owned_by: string };

/** `GET /v1/models`. */
export async function answerModels(): Promise<Response> {
  const data = modelProfiles().map(({ id }) => toModel(id));
  return Response.json({ object: "list", data }, { headers: { "cache-control": "no-store" } });
}

/** `GET /v1/models/:model`. Throws `unknown_model`. */
export async function answerModel(id: string): Promise<Response> {
  return Response.json(toModel(findCompatModel(id).id), {
    headers: { "cache-control": "no-store" },
  });
}

function toModel(id: string): Model {
  return { id, object: "model", created: CREATED_AT, owned_by: "pentimento" };
}
