import type { z } from "zod";
import type { Operation } from "@/lib/contracts/operation";
import { accountOperations } from "@/lib/contracts/operations/account";
import { collectionsOperations } from "@/lib/contracts/operations/collections";
import { downloadsOperations } from "@/lib/contracts/operations/downloads";
import { entryOperations } from "@/lib/contracts/operations/entry";
import { auditOperations } from "@/lib/contracts/operations/audit";
import { budgetsOperations } from "@/lib/contracts/operations/budgets";
import { generationsOperations } from "@/lib/contracts/operations/generations";
import { imagesOperations } from "@/lib/contracts/operations/images";
import { importsOperations } from "@/lib/contracts/operations/imports";
import { invitesOperations } from "@/lib/contracts/operations/invites";
import { instanceOperations } from "@/lib/contracts/operations/instance";
import { keysOperations } from "@/lib/contracts/operations/keys";
import { noticesOperations } from "@/lib/contracts/operations/notices";
import { profileOperations } from "@/lib/contracts/operations/profile";
import { sharesOperations } from "@/lib/contracts/operations/shares";
import { threadsOperations } from "@/lib/contracts/operations/threads";
import { tokensOperations } from "@/lib/contracts/operations/tokens";
import { turnsOperations } from "@/lib/contracts/operations/turns";
import { usageOperations } from "@/lib/contracts/operations/usage";
import { upstreamOperations } from "@/lib/contracts/operations/upstream";
import { workspacesOperations } from "@/lib/contracts/operations/workspaces";
import type { OperationName } from "@/lib/contracts/routes";

/** Every operation. A new one also needs `npm run routes`. */
export const operations = {
  ...accountOperations,
  ...profileOperations,
  ...entryOperations,
  ...workspacesOperations,
  ...invitesOperations,
  ...threadsOperations,
  ...turnsOperations,
  ...generationsOperations,
  ...imagesOperations,
  ...collectionsOperations,
  ...downloadsOperations,
  ...importsOperations,
  ...sharesOperations,
  ...noticesOperations,
  ...usageOperations,
  ...tokensOperations,
  ...keysOperations,
  ...budgetsOperations,
  ...upstreamOperations,
  ...auditOperations,
  ...instanceOperations,
} as const satisfies Record<OperationName, Operation>;

export type Operations = typeof operations;
export type ParamsOf<N extends OperationName> = z.output<Operations[N]["params"]>;
export type QueryOf<N extends OperationName> = z.output<Operations[N]["query"]>;
export type BodyOf<N extends OperationName> = Operations[N]["body"] extends z.ZodType
  ? z.output<Operations[N]["body"]>
  : null;
export type ReplyOf<N extends OperationName> = z.output<Operations[N]["reply"]>;
