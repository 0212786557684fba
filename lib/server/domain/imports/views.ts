import "server-only";
import { IMPORT_PROBLEMS, type ImportView } from "@/lib/contracts/imports";
import type { Tx } from "@/lib/server/db";
import { brandId } from "@/lib/server/domain/brand";
import type { Import, ImportFileState } from "@/lib/server/generated/prisma/client";

const PROBLEMS_SHOWN = 100;

type Counts = {
  byState: Map<ImportFileState, { files: number; bytes: number }>;
  problems: { path: string; problem: string | null }[];
};

/** How far the files of an import are. */
export async function countFiles(tx: Tx, importId: string): Promise<Counts> {
  const rows = await tx.$queryRaw<{ state: ImportFileState; files: number; bytes: number }[]>`
    SELECT state::text, count(*)::int AS files, sum("byteCount")::float8 AS bytes
    FROM "ImportFile" WHERE "importId" = ${importId}::uuid GROUP BY state`;
  const problems = await tx.importFile.findMany({
    where: { importId, state: "refused" },
    orderBy: { position: "asc" },
    take: PROBLEMS_SHOWN,
    select: { path: true, problem: true },
  });
  return { byState: new Map(rows.map(({ state, ...count }) => [state, count])), problems };
}

export function toImportView(row: Import, { byState, problems }: Counts): ImportView {
  const files = (state: ImportFileState) => byState.get(state)?.files ?? 0;
  const total = [...byState.values()].reduce((sum, count) => sum + count.files, 0);
  const isInspected = row.state !== "inspecting";
  return {
    id: brandId(row.id),
    name: row.name,
    state: row.state,
    hasManifest: row.hasManifest,
    total,
    done: total - files("waiting") - (isInspected && row.state !== "ready" ? files("new") : 0),
    new: files("new"),
    newBytes: byState.get("new")?.bytes ?? 0,
    duplicates: files("duplicate"),
    imported: files("imported"),
    refused: files("refused"),
    problems: problems.map(({ path, problem }) => ({
      path,
      problem: IMPORT_PROBLEMS.find((one) => one === problem) ?? "damaged",
    })),
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
