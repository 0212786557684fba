import { type Command, InvalidArgumentError, Option } from "commander";
import { z } from "zod";
import { SHARE_PRESETS, type SharePreset } from "@/lib/contracts/share-choices";
import type { CommonOptions } from "./answer";
import { addCommand } from "./command";
import { withStudio } from "./studio";

interface PersonOptions extends CommonOptions {
  email: string;
  workspace?: string;
}

export interface ShareCreateOptions extends PersonOptions {
  image?: string[];
  thread?: string;
  collection?: string;
  preset: SharePreset;
  days?: number;
  expires?: Date | "never";
  passwordStdin?: boolean;
}

export interface ShareListOptions extends PersonOptions {
  all?: boolean;
}

export interface ShareRevokeOptions extends PersonOptions {
  id: string;
}

function readDays(value: string): number {
  const days = Number(/^(\d{1,4})d?$/.exec(value)?.[1]);
  if (!(days >= 1)) throw new InvalidArgumentError("Give whole days, such as 30d.");
  return days;
}

/** A day lasts until its end, in UTC. */
function readExpiry(value: string): Date | "never" {
  if (value === "never") return value;
  const end = z.iso.date().safeParse(value).success ? `${value}T23:59:59Z` : value;
  if (!z.iso.datetime({ offset: true }).safeParse(end).success) {
    throw new InvalidArgumentError(
      "Give a date, such as 2027-01-31 or 2027-01-31T18:00Z, or never.",
    );
  }
  return new Date(end);
}

const addId = (value: string, before: string[] = []) => [...before, ...value.split(",")];

const withPerson = (command: Command) =>
  command
    .requiredOption("--email <address>", "the account that does it, with its rights")
    .option("--workspace <id>", "the workspace (default: the personal one)");

export function shareCommands(program: Command): void {
  const share = program
    .command("share")
    .description("Links that show pictures to visitors without an account.");
  addCommand<ShareCreateOptions>(
    share,
    "create",
    "Share a picture, several, a thread or a collection, and print the link.",
    (command) =>
      withPerson(command)
        .option("--image <ids>", "one picture, or several separated by commas", addId)
        .option("--thread <id>", "a thread, as it grows")
        .option("--collection <id>", "a collection, as it grows")
        .addOption(
          new Option("--preset <preset>", "what visitors may do")
            .choices([...SHARE_PRESETS])
            .default("show"),
        )
        .option("--days <days>", "how long it works, such as 30d (default: 30 days)", readDays)
        .addOption(
          new Option("--expires <date>", "when it ends: a date, a time, or never")
            .argParser(readExpiry)
            .conflicts("days"),
        )
        .option("--password-stdin", "ask visitors for a password, read from standard input"),
    (options) => withStudio(async () => (await import("./share-commands")).shareFor(options)),
  );
  addCommand<ShareListOptions>(
    share,
    "list",
    "List links of a person, or of everyone in a workspace that they manage.",
    (command) => withPerson(command).option("--all", "everyone's"),
    (options) => withStudio(async () => (await import("./share-commands")).listSharesOf(options)),
  );
  addCommand<ShareRevokeOptions>(
    share,
    "revoke",
    "Revoke a link.",
    (command) => withPerson(command).requiredOption("--id <id>", "the link's id; see share list"),
    (options) => withStudio(async () => (await import("./share-commands")).revokeShareOf(options)),
  );
}
