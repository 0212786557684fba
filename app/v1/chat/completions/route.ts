import { answerChat } from "@/lib/server/http/door/chat";
import { doorRoute } from "@/lib/server/http/door/door-route";
import { wrongMethod } from "@/lib/server/http/door/wrong-method";

export const POST = doorRoute("door.chat", ["generate"], answerChat);

const refused = wrongMethod("POST");
export { refused as GET, refused as PUT, refused as PATCH, refused as DELETE };
