import { compatRoute } from "@/lib/server/openai-compat/compat-route";
import { answerModels } from "@/lib/server/openai-compat/models";
import { methods, wrongMethod } from "@/lib/server/openai-compat/wrong-method";

export const GET = compatRoute("compat.models", ["read", "generate"], answerModels);

export const OPTIONS = methods("GET");

const refused = wrongMethod("GET");
export { refused as POST, refused as PUT, refused as PATCH, refused as DELETE };
