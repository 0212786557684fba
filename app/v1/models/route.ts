import { doorRoute } from "@/lib/server/http/door/door-route";
import { answerModels } from "@/lib/server/http/door/models";
import { methods, wrongMethod } from "@/lib/server/http/door/wrong-method";

export const GET = doorRoute("door.models", ["read", "generate"], answerModels);

export const OPTIONS = methods("GET");

const refused = wrongMethod("GET");
export { refused as POST, refused as PUT, refused as PATCH, refused as DELETE };
