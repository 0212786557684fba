import { type Command, InvalidArgumentError } from "commander";
import { TOKEN_SCOPES, type TokenScopeName } from "@/lib/contracts/permissions";
import type { CommonOptions } from "./answer";
import { addCommand } from "./command";

export interface TokenCreateOptions extends CommonOptions {
  email: string;
  name: string;
  scope: TokenScopeName[];
  workspace?: string;
  /** Days; omitted means that the token does not expire. */
  expires?: number;
}

export interface TokenListOptions extends CommonOptions {
  email?: string;
}

export interface TokenRevokeOptions extends CommonOptions {
  id: string;
}

/** "read,generate"; repeated options add up. */
function readScopes(value: string, before: TokenScopeName[] = []): TokenScopeName[] {
  const names = value.split(",").map((name) => name.trim());
  return [
    ...before,
    ...names.map((name) => {
      const scope = TOKEN_SCOPES.find((known) => known === name);
      if (scope === undefined) {
        throw new InvalidArgumentError(`Scopes are ${TOKEN_SCOPES.join(", ")}.`);
      }
      return scope;
    }),
  ];
}

/** "90d" or "90". */
function readDays(value: string): number {
  const days = Number(/^(\d{1,4})d?$/.exec(value)?.[1]);
  if (!(days >= 1)) throw new InvalidArgumentError("Give whole days, such as 90d.");
  return days;
}

export function tokenCommands(program: Command): void {
  const token = program
    .command("token")
    .description("Personal access tokens: programs use the studio for a person.");
  addCommand<TokenCreateOptions>(
    token,
    "create",
    "Create a token. It is printed only once.",
    (command) =>
      command
        .requiredOption("--email <address>", "the account that the token acts for")
        .requiredOption("--name <name>", "the token's name")
        .requiredOption("--scope <scopes>", `one or more of ${TOKEN_SCOPES.join(", ")}`, readScopes)
        .option("--workspace <id>", "the workspace (default: the personal one)")
        .option(
          "--expires <days>",
          "good for so many days, such as 90d (default: for ever)",
          readDays,
        ),
    async (options) => (await import("./token-commands")).createTokenFor(options),
  );
  addCommand<TokenListOptions>(
    token,
    "list",
    "List tokens that are not revoked.",
    (command) => command.option("--email <address>", "only this account's tokens"),
    async (options) => (await import("./token-commands")).listTokensOf(options),
  );
  addCommand<TokenRevokeOptions>(
    token,
    "revoke",
    "Revoke a token permanently.",
    (command) => command.requiredOption("--id <id>", "the token's id; see token list"),
    async (options) => (await import("./token-commands")).revokeTokenOf(options),
  );
}
