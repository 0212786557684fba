import { compatRoute } from "@/lib/server/openai-compat/compat-route";
import { answerGenerations } from "@/lib/server/openai-compat/images";
import { methods, wrongMethod } from "@/lib/server/openai-compat/wrong-method";

export const POST = compatRoute("compat.generations", ["generate"], answerGenerations);

export const OPTIONS = methods("POST");

const refused = wrongMethod("POST");
export { refused as GET, refused as PUT, refused as PATCH, refused as DELETE };
