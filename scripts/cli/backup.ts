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
    "Write the database and all pictures into one archive, while the studio runs. The archive contains the studio's secret: protect it like the studio.",
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
    "Restore a backup into an empty folder and, if DATABASE_URL is set, an empty database. All checksums are compared before and after.",
    (command) =>
      command
        .argument("<file>", "the archive")
        .option("--data-dir <folder>", "the empty folder (default: DATA_DIR)"),
    async (options, [file = ""]) => (await import("./backup-commands")).restore(file, options),
  );
}
