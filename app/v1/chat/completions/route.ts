import { answerChat } from "@/lib/server/http/door/chat";
import { doorRoute } from "@/lib/server/http/door/door-route";
import { methods, wrongMethod } from "@/lib/server/http/door/wrong-method";

export const POST = doorRoute("door.chat", ["generate"], answerChat);

export const OPTIONS = methods("POST");

const refused = wrongMethod("POST");
export { refused as GET, refused as PUT, refused as PATCH, refused as DELETE };
