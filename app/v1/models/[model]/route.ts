import { doorRoute } from "@/lib/server/http/door/door-route";
import { answerModel } from "@/lib/server/http/door/models";
import { methods, wrongMethod } from "@/lib/server/http/door/wrong-method";

type Place = { params: Promise<{ model: string }> };

export async function GET(request: Request, { params }: Place): Promise<Response> {
  const { model } = await params;
  return doorRoute("door.model", ["read", "generate"], () => answerModel(model))(request);
}

export const OPTIONS = methods("GET");

const refused = wrongMethod("GET");
export { refused as POST, refused as PUT, refused as PATCH, refused as DELETE };
