import type { Command } from "commander";
import type { CommonOptions } from "./answer";
import { addCommand } from "./command";

export interface WorkspaceCreateOptions extends CommonOptions {
  name: string;
  owner: string;
}

export function workspaceCommands(program: Command): void {
  const workspace = program
    .command("workspace")
    .description("What a team owns: its threads, pictures and budget.");
  addCommand<WorkspaceCreateOptions>(
    workspace,
    "create",
    "Make a workspace for a team.",
    (command) =>
      command
        .requiredOption("--name <name>", "how it is called")
        .requiredOption("--owner <address>", "the e-mail of whoever owns it"),
    async (options) => (await import("./workspace-commands")).createTeam(options),
  );
  addCommand(
    workspace,
    "list",
    "Every workspace, with its members.",
    (command) => command,
    async () => (await import("./workspace-commands")).listTeams(),
  );
}
