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
  command.requiredOption("--email <address>", "whose account");

export function userCommands(program: Command): void {
  const user = program.command("user").description("The people who have an account.");
  addCommand<UserCreateOptions>(
    user,
    "create",
    "Make an account. Without a password a link is printed with which the person chooses one. The first account owns the studio.",
    (command) =>
      withEmail(command)
        .requiredOption("--name <name>", "how the person is called")
        .option("--password <password>", "the password (others on this machine may see it)")
        .option("--password-stdin", "read the password from standard input")
        .option("--owner", "let the person run the studio"),
    async (options) => (await import("./user-commands")).createUser(options),
  );
  addCommand(
    user,
    "list",
    "Everybody who has an account.",
    (command) => command,
    async () => (await import("./user-commands")).listUsers(),
  );
  addCommand<UserOptions>(
    user,
    "reset",
    "Print a link with which a person chooses a new password.",
    withEmail,
    async (options) => (await import("./user-commands")).resetUser(options),
  );
  addCommand<UserSuspendOptions>(
    user,
    "suspend",
    "Shut somebody out: no session and no token of theirs is good any more.",
    (command) => withEmail(command).option("--undo", "let them in again"),
    async (options) => (await import("./user-commands")).suspendUser(options),
  );
}
