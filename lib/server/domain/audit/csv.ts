import "server-only";
import type { AuditLine } from "@/lib/contracts/audit-log";
import { CSV_START, type CsvCell, csvLine } from "@/lib/utils/csv";

/** Not translated: programs read these names. */
const COLUMNS: readonly (readonly [string, (line: AuditLine) => CsvCell])[] = [
  ["at_utc", (it) => it.at],
  ["act", (it) => it.act],
  ["actor", (it) => it.actorName],
  ["actor_id", (it) => it.actorId],
  ["address", (it) => it.address],
  ["target_kind", (it) => it.targetKind],
  ["target", (it) => it.targetName],
  ["target_id", (it) => it.targetId],
  ["details", (it) => (Object.keys(it.details).length === 0 ? null : JSON.stringify(it.details))],
  ["workspace", (it) => it.workspace?.name ?? null],
  ["workspace_id", (it) => it.workspace?.id ?? null],
  ["entry_id", (it) => it.id],
];

/** The log as CSV (RFC 4180, UTF-8 with a byte-order mark), read from the database at the client's pace. */
export function auditCsv(pages: AsyncGenerator<AuditLine[]>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      controller.enqueue(encoder.encode(CSV_START + csvLine(COLUMNS.map(([name]) => name))));
    },
    async pull(controller) {
      const page = await pages.next();
      if (page.done) return controller.close();
      return controller.enqueue(encoder.encode(page.value.map(toRecord).join("")));
    },
    async cancel() {
      await pages.return(undefined);
    },
  });
}

function toRecord(line: AuditLine): string {
  return csvLine(COLUMNS.map(([, read]) => read(line)));
}
