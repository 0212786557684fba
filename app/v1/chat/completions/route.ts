import { answerChat } from "@/lib/server/http/door/chat";
import { doorRoute } from "@/lib/server/http/door/door-route";

export const POST = doorRoute("door.chat", ["generate"], answerChat);
