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
    .description("Workspaces: a team's threads, pictures and budget.");
  addCommand<WorkspaceCreateOptions>(
    workspace,
    "create",
    "Create a team workspace.",
    (command) =>
      command
        .requiredOption("--name <name>", "its name")
        .requiredOption("--owner <address>", "the owner's address"),
    async (options) => (await import("./workspace-commands")).createTeam(options),
  );
  addCommand(
    workspace,
    "list",
    "List all workspaces with their members.",
    (command) => command,
    async () => (await import("./workspace-commands")).listTeams(),
  );
}
