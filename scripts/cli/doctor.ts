import type { Command } from "commander";
import type { CommonOptions } from "./answer";
import { addBareCommand } from "./command";

export interface DoctorOptions extends CommonOptions {
  full?: boolean;
}

export function doctorCommands(program: Command): void {
  addBareCommand<DoctorOptions>(
    program,
    "doctor",
    "Check everything that the studio needs, and report what is wrong and how to fix it. Changes nothing; the exit code is 1 if something is wrong.",
    (command) =>
      command.option(
        "--full",
        "look at every picture's bytes, and for files that belong to nobody",
      ),
    async (options) => (await import("./doctor-commands")).doctor(options),
  );
}
