import type { Command } from "commander";
import type { CommonOptions } from "./answer";
import { addCommand } from "./command";

export interface UserOptions extends CommonOptions {
  email: string;
}

export interface UserCreateOptions extends UserOptions {
  name: string;
  password?: string;
  passwordStdin?: boolean;
  owner?: boolean;
}

export interface UserSuspendOptions extends UserOptions {
  undo?: boolean;
}

const withEmail = (command: Command) =>
  command.requiredOption("--email <address>", "the account's address");

export function userCommands(program: Command): void {
  const user = program.command("user").description("Accounts.");
  addCommand<UserCreateOptions>(
    user,
    "create",
    "Create an account. Without a password, prints a link to set one. The first account owns the studio.",
    (command) =>
      withEmail(command)
        .requiredOption("--name <name>", "the person's name")
        .option("--password <password>", "the password (visible to other users of this machine)")
        .option("--password-stdin", "read the password from standard input")
        .option("--owner", "let the person run the studio"),
    async (options) => (await import("./user-commands")).createUser(options),
  );
  addCommand(
    user,
    "list",
    "List all accounts.",
    (command) => command,
    async () => (await import("./user-commands")).listUsers(),
  );
  addCommand<UserOptions>(
    user,
    "reset",
    "Print a link to set a new password.",
    withEmail,
    async (options) => (await import("./user-commands")).resetUser(options),
  );
  addCommand<UserSuspendOptions>(
    user,
    "suspend",
    "Suspend an account: its sessions and tokens stop working.",
    (command) => withEmail(command).option("--undo", "lift the suspension"),
    async (options) => (await import("./user-commands")).suspendUser(options),
  );
}
