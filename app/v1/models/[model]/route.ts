import { compatRoute } from "@/lib/server/openai-compat/compat-route";
import { answerModel } from "@/lib/server/openai-compat/models";
import { methods, wrongMethod } from "@/lib/server/openai-compat/wrong-method";

type Context = { params: Promise<{ model: string }> };

export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { model } = await params;
  return compatRoute("compat.model", ["read", "generate"], () => answerModel(model))(request);
}

export const OPTIONS = methods("GET");

const refused = wrongMethod("GET");
export { refused as POST, refused as PUT, refused as PATCH, refused as DELETE };
