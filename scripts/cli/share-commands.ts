import { z } from "zod";
import { SHARE_PASSWORD_MAX_CHARS, SHARE_PASSWORD_MIN_CHARS } from "@/lib/contracts/share-choices";
import { shareCreateBody } from "@/lib/contracts/shares";
import { systemClock as clock } from "@/lib/server/clock";
import { brandId } from "@/lib/server/domain/brand";
import { revokeShare } from "@/lib/server/domain/shares/commands";
import { createShare } from "@/lib/server/domain/shares/create";
import { listShares } from "@/lib/server/domain/shares/queries";
import { getEnv } from "@/lib/server/env";
import { AppError } from "@/lib/server/errors";
import { Failure } from "../setup/failure";
import type { Answer } from "./answer";
import { findActor } from "./image-commands";
import { passwordFromInput } from "./password-input";
import type { ShareCreateOptions, ShareListOptions, ShareRevokeOptions } from "./share";

const DAY_MS = 86_400_000;

/** Links need the address at which people reach the studio. */
const depsOf = () => {
  const { PENTIMENTO_URL, PORT } = getEnv();
  return { clock, origin: PENTIMENTO_URL ?? `http://localhost:${PORT}` };
};

export async function shareFor(options: ShareCreateOptions): Promise<Answer> {
  const { image, thread, collection, preset } = options;
  const targets = [
    ...(image === undefined ? [] : [targetOfImages(image)]),
    ...(thread === undefined ? [] : [{ kind: "thread", id: thread }]),
    ...(collection === undefined ? [] : [{ kind: "collection", id: collection }]),
  ];
  if (targets.length !== 1) {
    throw new Failure("Give exactly one of --image, --thread and --collection.");
  }
  const end = expiryOf(options);
  const body = shareCreateBody.safeParse({
    target: targets[0],
    preset,
    ...(end !== undefined && { expiresAt: end?.toISOString() ?? null }),
    ...(options.passwordStdin && { password: await readPassword() }),
  });
  if (!body.success) throw new Failure("--image, --thread and --collection take ids.");
  const actor = await findActor(options);
  const made = await createShare(actor, body.data, depsOf()).catch(explain);
  return {
    value: made,
    lines: [made.url, `Good until ${made.share.expiresAt ?? "it is revoked"}.`],
  };
}

function expiryOf({ days, expires }: ShareCreateOptions): Date | null | undefined {
  if (days !== undefined) return new Date(clock.now().getTime() + days * DAY_MS);
  if (expires instanceof Date && expires <= clock.now()) {
    throw new Failure("--expires must be in the future.");
  }
  return expires === "never" ? null : expires;
}

async function readPassword(): Promise<string> {
  const password = await passwordFromInput();
  if (password.length < SHARE_PASSWORD_MIN_CHARS) {
    throw new Failure(
      `The password is too short: ${SHARE_PASSWORD_MIN_CHARS} characters at least.`,
    );
  }
  if (password.length > SHARE_PASSWORD_MAX_CHARS) {
    throw new Failure(`The password is too long: ${SHARE_PASSWORD_MAX_CHARS} characters at most.`);
  }
  return password;
}

function targetOfImages(ids: readonly string[]) {
  return ids.length === 1 ? { kind: "image", id: ids[0] } : { kind: "selection", ids };
}

export async function listSharesOf(options: ShareListOptions): Promise<Answer> {
  const actor = await findActor(options);
  const query = options.all === true ? { all: "true" as const } : {};
  const { shares } = await listShares(actor, query, depsOf()).catch(explain);
  return {
    value: { shares },
    lines: shares.map(
      ({ id, state, kind, title, url, openings, createdBy }) =>
        `${id}  ${state}  ${kind}  ${title ?? "-"}  ${createdBy.name}  ${openings} openings  ${url ?? ""}`,
    ),
  };
}

export async function revokeShareOf(options: ShareRevokeOptions): Promise<Answer> {
  const { id } = options;
  if (!z.uuid().safeParse(id).success) throw new Failure("--id must be an id; see share list.");
  const actor = await findActor(options);
  await revokeShare(actor, brandId(id), { clock }).catch(explain);
  return { value: { id, isRevoked: true }, lines: ["It shows nothing any more."] };
}

/** What a person at the command line can act on. */
function explain(error: unknown): never {
  if (!(error instanceof AppError)) throw error;
  const words: Partial<Record<AppError["code"], string>> = {
    not_found: "There is no such thing that this person may see.",
    forbidden: "This person may not do that in the workspace.",
    share_not_allowed: "The workspace's policy does not allow such a link.",
    image_in_trash: "The picture is in the trash.",
    image_purged: "The picture was deleted for good.",
  };
  throw new Failure(words[error.code] ?? error.code);
}
