import { answerChat } from "@/lib/server/openai-compat/chat";
import { compatRoute } from "@/lib/server/openai-compat/compat-route";
import { methods, wrongMethod } from "@/lib/server/openai-compat/wrong-method";

export const POST = compatRoute("compat.chat", ["generate"], answerChat);

export const OPTIONS = methods("POST");

const refused = wrongMethod("POST");
export { refused as GET, refused as PUT, refused as PATCH, refused as DELETE };
