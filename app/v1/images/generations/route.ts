import { doorRoute } from "@/lib/server/http/door/door-route";
import { answerGenerations } from "@/lib/server/http/door/images";

export const POST = doorRoute("door.generations", ["generate"], answerGenerations);
