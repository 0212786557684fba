import { doorRoute } from "@/lib/server/http/door/door-route";
import { answerModels } from "@/lib/server/http/door/models";

export const GET = doorRoute("door.models", ["read", "generate"], answerModels);
