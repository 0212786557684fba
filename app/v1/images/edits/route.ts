import { doorRoute } from "@/lib/server/http/door/door-route";
import { answerEdits } from "@/lib/server/http/door/images";
import { methods, wrongMethod } from "@/lib/server/http/door/wrong-method";

export const POST = doorRoute("door.edits", ["generate"], answerEdits);

export const OPTIONS = methods("POST");

const refused = wrongMethod("POST");
export { refused as GET, refused as PUT, refused as PATCH, refused as DELETE };
