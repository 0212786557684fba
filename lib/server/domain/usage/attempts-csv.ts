import "server-only";
import type { z } from "zod";
import type { Attempt, attemptFilterQuery } from "@/lib/contracts/usage";
import type { Actor } from "@/lib/server/auth/actor";
import { readAllAttempts } from "@/lib/server/domain/usage/attempts";
import { CSV_START, type CsvCell, csvLine } from "@/lib/utils/csv";

/** Column names are English in every language: the upstream's support and tools read them. */
const COLUMNS: readonly (readonly [string, (attempt: Attempt) => CsvCell])[] = [
  ["sent_at_utc", (it) => it.sentAt],
  ["ended_at_utc", (it) => it.endedAt],
  ["model", (it) => it.model],
  ["endpoint", (it) => it.endpoint],
  ["upstream_id", (it) => it.upstreamId],
  ["request_ids", (it) => idsText(it.requestIds)],
  ["http_status", (it) => it.status],
  ["code", (it) => it.code],
  ["billed", (it) => it.billed],
  ["cost_usd", (it) => usdText(it.costMicroUsd)],
  ["price_usd", (it) => usdText(it.priceMicroUsd)],
  ["response_bytes", (it) => it.responseBytes],
  ["pictures", (it) => it.imageCount],
  ["outcome", (it) => it.outcome],
  ["attempt", (it) => it.number],
  ["sandbox", (it) => (it.isSandbox ? "yes" : "no")],
  ["asked_by", (it) => it.makerName],
  ["thread", (it) => it.threadTitle],
  ["prompt", (it) => it.promptStart],
  ["generation_id", (it) => it.generationId],
];

/** The filtered attempts as CSV (RFC 4180, UTF-8 with BOM), read a page at a time as the client consumes it. */
export function exportAttempts(
  actor: Actor,
  filter: z.output<typeof attemptFilterQuery>,
): ReadableStream<Uint8Array> {
  const pages = readAllAttempts(actor, filter);
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      const head = CSV_START + csvLine(COLUMNS.map(([name]) => name));
      controller.enqueue(encoder.encode(head));
    },
    async pull(controller) {
      const page = await pages.next();
      if (page.done) return controller.close();
      return controller.enqueue(encoder.encode(page.value.map(toLine).join("")));
    },
    async cancel() {
      await pages.return(undefined);
    },
  });
}

function toLine(attempt: Attempt): string {
  return csvLine(COLUMNS.map(([, read]) => read(attempt)));
}

/** For example "x-request-id=abc; cf-ray=def". */
function idsText(ids: Record<string, string>): string {
  return Object.entries(ids)
    .map(([name, id]) => `${name}=${id}`)
    .join("; ");
}

function usdText(microUsd: number | null): string | null {
  return microUsd === null ? null : (microUsd / 1_000_000).toFixed(6);
}
