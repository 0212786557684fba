import { doorRoute } from "@/lib/server/http/door/door-route";
import { answerModel } from "@/lib/server/http/door/models";

type Place = { params: Promise<{ model: string }> };

export async function GET(request: Request, { params }: Place): Promise<Response> {
  const { model } = await params;
  return doorRoute("door.model", ["read", "generate"], () => answerModel(model))(request);
}
