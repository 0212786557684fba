import { loadUpstreamState } from "@/lib/server/domain/upstream/state";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("upstream.state", () => loadUpstreamState());
