import { z } from "zod";
import { PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS } from "@/lib/contracts/limits";
import { removeSetupCode } from "@/lib/server/auth/setup-code";
import { db, inTransaction } from "@/lib/server/db";
import { createAccount, preparePassword } from "@/lib/server/domain/accounts/create-account";
import { normaliseEmail } from "@/lib/server/domain/accounts/email";
import { HAS_ACCOUNT } from "@/lib/server/domain/accounts/has-account";
import { makeResetLink, type ResetLink } from "@/lib/server/domain/accounts/reset-link";
import { isFirstAccount } from "@/lib/server/domain/accounts/setup";
import { setSuspended } from "@/lib/server/domain/instance/suspend";
import { getEnv } from "@/lib/server/env";
import { Failure } from "../setup/failure";
import type { Answer } from "./answer";
import { passwordFromInput } from "./password-input";
import type { UserCreateOptions, UserOptions, UserSuspendOptions } from "./user";

const newPerson = z.object({
  email: z.email("--email should be an e-mail address.").max(254),
  name: z.string().trim().min(1, "--name should not be empty.").max(100, "--name is too long."),
});

/** The new account's password: from the option, from standard input, or none. */
async function readPassword(options: UserCreateOptions): Promise<string | null> {
  const password = await givenPassword(options);
  if (password !== null && password.length < PASSWORD_MIN_CHARS) {
    throw new Failure(`The password is too short: ${PASSWORD_MIN_CHARS} characters at least.`);
  }
  if (password !== null && password.length > PASSWORD_MAX_CHARS) {
    throw new Failure(`The password is too long: ${PASSWORD_MAX_CHARS} characters at most.`);
  }
  return password;
}

async function givenPassword(options: UserCreateOptions): Promise<string | null> {
  if (!options.passwordStdin) return options.password ?? null;
  if (options.password !== undefined) {
    throw new Failure("Use --password or --password-stdin, not both.");
  }
  return passwordFromInput();
}

export async function createUser(options: UserCreateOptions): Promise<Answer> {
  const parsed = newPerson.safeParse(options);
  if (!parsed.success) throw new Failure(parsed.error.issues[0]?.message ?? "Not a person.");
  const person = parsed.data;
  const password = await readPassword(options);
  const passwordHash = password === null ? null : await preparePassword(person, password);
  const { account, isOwner, link } = await inTransaction(async (tx) => {
    const isInstanceOwner = (await isFirstAccount(tx)) || options.owner === true;
    const made = await createAccount(
      tx,
      { ...person, passwordHash, isEmailVerified: true, way: "by hand", isInstanceOwner },
      { by: "command line" },
    );
    return {
      account: made,
      isOwner: isInstanceOwner,
      link: passwordHash === null ? await makeResetLink(tx, "command line", made.id) : null,
    };
  });
  removeSetupCode();
  const user = { id: account.id, email: account.email, name: account.name, isOwner };
  return {
    value: { user, link: link && linkOf(link) },
    lines: [
      `${account.name} <${account.email}> has an account${isOwner ? " and runs the studio" : ""}.`,
      ...(link === null ? [] : describeLink(link)),
    ],
  };
}

export async function listUsers(): Promise<Answer> {
  const rows = await db.user.findMany({
    where: HAS_ACCOUNT,
    orderBy: { createdAt: "asc" },
    select: {
      id: true,
      email: true,
      name: true,
      isInstanceOwner: true,
      suspendedAt: true,
      createdAt: true,
    },
  });
  const users = rows.map(({ isInstanceOwner, suspendedAt, createdAt, ...row }) => ({
    ...row,
    isOwner: isInstanceOwner,
    isSuspended: suspendedAt !== null,
    createdAt: createdAt.toISOString(),
  }));
  return {
    value: { users },
    lines: users.map((user) => {
      const marks = [user.isOwner && "owner", user.isSuspended && "suspended"].filter(Boolean);
      return [`${user.email}  ${user.name}`, ...marks].join("  ");
    }),
  };
}

export async function resetUser({ email }: UserOptions): Promise<Answer> {
  const { id } = await findUser(email);
  const link = await inTransaction((tx) => makeResetLink(tx, "command line", id));
  return { value: { link: linkOf(link) }, lines: describeLink(link) };
}

export async function suspendUser({ email, undo }: UserSuspendOptions): Promise<Answer> {
  const { id } = await findUser(email);
  await setSuspended("command line", { userId: id, isSuspended: !undo });
  return {
    value: { user: { id, email: normaliseEmail(email), isSuspended: !undo } },
    lines: [undo ? `${email} may sign in again.` : `${email} is shut out.`],
  };
}

/** @throws Failure if no account has this address */
export async function findUser(email: string): Promise<{ id: string }> {
  const user = await db.user.findUnique({
    where: { email: normaliseEmail(email) },
    select: { id: true },
  });
  if (user === null) throw new Failure(`Nobody has an account with the address ${email}.`);
  return user;
}

const linkOf = ({ path, expiresAt }: ResetLink) => ({
  path,
  url: addressOf(path),
  expiresAt: expiresAt.toISOString(),
});

/** Null if the public address is not configured. */
function addressOf(path: string): string | null {
  const { PENTIMENTO_URL } = getEnv();
  return PENTIMENTO_URL === undefined ? null : `${PENTIMENTO_URL}${path}`;
}

function describeLink(link: ResetLink): string[] {
  return [
    "The link to set a password (works once, for one hour), relative to the studio's address:",
    `  ${addressOf(link.path) ?? link.path}`,
  ];
}
