import { doorRoute } from "@/lib/server/http/door/door-route";
import { answerEdits } from "@/lib/server/http/door/images";

export const POST = doorRoute("door.edits", ["generate"], answerEdits);
