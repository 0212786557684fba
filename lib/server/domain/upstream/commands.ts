import "server-only";
import type { CheckBody, StoredCheck, UpstreamState } from "@/lib/contracts/upstream";
import { authorizeInstance } from "@/lib/server/auth/access";
import type { Actor } from "@/lib/server/auth/actor";
import { admitToken } from "@/lib/server/auth/admit-token";
import type { Deps } from "@/lib/server/clock";
import { inTransaction, type Tx } from "@/lib/server/db";
import { type AuditBy, recordAudit } from "@/lib/server/domain/audit/record";
import { refreshFindings } from "@/lib/server/domain/upstream/findings";
import { announceUpstream } from "@/lib/server/domain/upstream/announce-upstream";
import { placeCheck, readStored, writeSaved } from "@/lib/server/domain/upstream/check-row";
import { findingsOf, mergeFindings } from "@/lib/server/domain/upstream/derive";
import { planCheck, totalPrice } from "@/lib/server/domain/upstream/plan";
import { loadUpstreamState } from "@/lib/server/domain/upstream/state";
import { AppError } from "@/lib/server/errors";

/**
 * Queues a check of the upstream. Throws `conflict` if the total is not the agreed price or a check is in progress,
 * `wrong_scope` for a token without `generate` if the check costs money, `unknown_model`, `invalid_field`, and
 * `not_found` for everyone but instance owners.
 */
export async function startCheck(
  actor: Actor,
  body: CheckBody,
  { clock }: Deps,
): Promise<UpstreamState> {
  authorizeInstance(actor);
  if (body.probes.length > 0) admitToken(actor, { scope: "generate" });
  const check = planCheck(body.probes, clock.now());
  if (totalPrice(check) !== body.agreedMicroUsd) throw new AppError("conflict");
  await inTransaction(async (tx) => {
    if (!(await openCheck(tx, actor, check))) throw new AppError("conflict");
    await addCheckJob(tx, check.id);
  });
  await announceUpstream();
  return loadUpstreamState();
}

/** Records a check as the one in progress; false if there is another. The caller must then run it. */
export async function openCheck(tx: Tx, by: AuditBy, check: StoredCheck): Promise<boolean> {
  if (!(await placeCheck(check, tx))) return false;
  const models = [...new Set(check.steps.flatMap(({ model }) => model ?? []))];
  await recordAudit(tx, by, {
    workspaceId: null,
    act: "upstream.checked",
    target: { kind: "upstream", id: null, name: models.join(", ") },
    details: { pictures: check.steps.length - 1, agreedMicroUsd: totalPrice(check) },
  });
  return true;
}

/** One attempt only: a check whose worker died is not repeated, since its images may have been paid for. */
async function addCheckJob(tx: Tx, checkId: string): Promise<void> {
  await tx.$executeRaw`
    SELECT graphile_worker.add_job(
      'check_upstream', payload => ${JSON.stringify({ checkId })}::json, max_attempts => 1)`;
}

/**
 * Saves the last check's findings, which then override the profiles. Throws `conflict` if it found nothing,
 * `not_found`.
 */
export async function saveFindings(actor: Actor, { clock }: Deps): Promise<UpstreamState> {
  authorizeInstance(actor);
  await keepFindings(actor, { clock });
  return loadUpstreamState();
}

/** As `saveFindings`, for the command line too. Throws `conflict` if the last check found nothing about any model. */
export async function keepFindings(by: AuditBy, { clock }: Deps): Promise<void> {
  const { saved, check } = await readStored();
  const found = findingsOf(check?.steps ?? []);
  if (Object.keys(found).length === 0) throw new AppError("conflict");
  const models = mergeFindings(saved?.models ?? {}, found);
  await inTransaction(async (tx) => {
    await writeSaved({ savedAt: clock.now().toISOString(), models }, tx);
    await noteFindings(tx, by, "upstream.findings_saved", Object.keys(found));
  });
  await refreshFindings();
  await announceUpstream({ areFindingsNew: true });
}

/** Deletes the saved findings; the profiles apply unchanged again. */
export async function forgetFindings(actor: Actor): Promise<UpstreamState> {
  authorizeInstance(actor);
  const { saved } = await readStored();
  await inTransaction(async (tx) => {
    await writeSaved(null, tx);
    await noteFindings(tx, actor, "upstream.findings_forgotten", Object.keys(saved?.models ?? {}));
  });
  await refreshFindings();
  await announceUpstream({ areFindingsNew: true });
  return loadUpstreamState();
}

/** Omits the upstream's URL, which never leaves the server. */
async function noteFindings(
  tx: Tx,
  by: AuditBy,
  act: "upstream.findings_saved" | "upstream.findings_forgotten",
  models: string[],
): Promise<void> {
  await recordAudit(tx, by, {
    workspaceId: null,
    act,
    target: { kind: "upstream", id: null, name: models.join(", ") },
  });
}
