import { type Command, Option } from "commander";
import type { PaidProbe } from "@/lib/contracts/upstream";
import type { CommonOptions } from "./answer";
import { addCommand } from "./command";

export interface CheckOptions extends CommonOptions {
  model?: string[];
  probe?: (PaidProbe | "none")[];
  yes?: boolean;
  save?: boolean;
}

export function upstreamCommands(program: Command): void {
  const upstream = program
    .command("upstream")
    .description("The image service, or the sandbox in its place.");
  addCommand<CheckOptions>(
    upstream,
    "check",
    "Check the configured image service with the cheapest possible calls. Without --yes only the free steps run, and the price of the others is printed.",
    (command) =>
      command
        .option("--model <id...>", "models to pay a try for (default: all)")
        .addOption(
          new Option(
            "--probe <name...>",
            "what to pay a try for, one picture each (default: all)",
          ).choices(["picture", "size", "history", "none"]),
        )
        .option("--yes", "agree to the price")
        .option("--save", "keep what was found: it holds over the profiles, for everybody"),
    async (options) => (await import("./check-upstream")).checkUpstream(options),
  );
}
