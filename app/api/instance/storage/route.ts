import { loadStorageReport } from "@/lib/server/domain/instance/storage";
import { endpoint } from "@/lib/server/http/endpoint";

export const GET = endpoint("instance.storage", ({ ctx }) => loadStorageReport(ctx.actor));
