import { IMAGE_LIST_VIEWS, type ImageListView } from "@/lib/contracts/image-lists";
import { type Command, Option } from "commander";
import type { CommonOptions } from "./answer";
import { addBareCommand } from "./command";
import { withStudio } from "./studio";

interface PersonOptions extends CommonOptions {
  email: string;
  workspace?: string;
}

export interface ImportOptions extends PersonOptions {
  dryRun?: boolean;
}

export interface ExportOptions extends PersonOptions {
  out?: string;
  query?: string;
  view?: ImageListView;
  collection?: string;
}

const withPerson = (command: Command) =>
  command
    .requiredOption("--email <address>", "the account that does it, with its rights")
    .option("--workspace <id>", "the workspace (default: the personal one)");

export function imageCommands(program: Command): void {
  addBareCommand<ImportOptions>(
    program,
    "import",
    "Import the pictures of a ZIP or a folder. Pictures that are there already are left out.",
    (command) =>
      withPerson(command)
        .argument("<path>", "a ZIP, a folder, or a picture")
        .option("--dry-run", "only say what would be imported"),
    (options, [path = ""]) =>
      withStudio(async () => (await import("./image-commands")).importImages(path, options)),
  );
  addBareCommand<ExportOptions>(
    program,
    "export",
    "Write pictures to a ZIP, with a manifest of prompts, settings, lineage and sums.",
    (command) =>
      withPerson(command)
        .option("--out <file>", "the ZIP (default: pentimento-pictures-DATE.zip)")
        .option("--query <search>", "a search as in the gallery (default: everything)")
        .addOption(new Option("--view <view>", "which pictures").choices([...IMAGE_LIST_VIEWS]))
        .option("--collection <id>", "only pictures of this collection"),
    (options) => withStudio(async () => (await import("./image-commands")).exportImages(options)),
  );
}
