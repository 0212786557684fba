import { doorRoute } from "@/lib/server/http/door/door-route";
import { answerGenerations } from "@/lib/server/http/door/images";
import { methods, wrongMethod } from "@/lib/server/http/door/wrong-method";

export const POST = doorRoute("door.generations", ["generate"], answerGenerations);

export const OPTIONS = methods("POST");

const refused = wrongMethod("POST");
export { refused as GET, refused as PUT, refused as PATCH, refused as DELETE };
