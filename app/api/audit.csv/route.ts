import { serveAuditCsv } from "@/lib/server/http/audit-csv";

/** A file, not JSON, so it is not an operation. */
export function GET(request: Request): Promise<Response> {
  return serveAuditCsv("workspace", request);
}
