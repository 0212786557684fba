import { serveAuditCsv } from "@/lib/server/http/audit-csv";

/** A file and no JSON, so it is no operation. */
export function GET(request: Request): Promise<Response> {
  return serveAuditCsv("instance", request);
}
