import type { Command } from "commander";
import type { CommonOptions } from "./answer";
import { addBareCommand } from "./command";

export interface BackupOptions extends CommonOptions {
  out?: string;
}

export interface RestoreOptions extends CommonOptions {
  dataDir?: string;
}

export function backupCommands(program: Command): void {
  addBareCommand<BackupOptions>(
    program,
    "backup",
    "Write database and pictures into one archive, while the studio runs. The archive holds the studio's secret: keep it as safe as the studio.",
    (command) =>
      command.option(
        "--out <file>",
        "where to (default: pentimento-<time>.tar.gz in the folder where you are)",
      ),
    async (options) => (await import("./backup-commands")).backup(options),
  );
  addBareCommand<RestoreOptions>(
    program,
    "restore",
    "Bring a backup back into an empty folder and, where DATABASE_URL is set, an empty database. All sums are compared before and after.",
    (command) =>
      command
        .argument("<file>", "the archive")
        .option("--data-dir <folder>", "the empty folder (default: DATA_DIR)"),
    async (options, [file = ""]) => (await import("./backup-commands")).restore(file, options),
  );
}
