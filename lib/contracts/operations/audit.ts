import { auditList, auditListQuery } from "@/lib/contracts/audit-log";
import { nothing, type Operation } from "@/lib/contracts/operation";

export const auditOperations = {
  /** Of the current workspace. */
  "audit.list": {
    method: "GET",
    path: "/api/audit",
    summary: "The audit log of the workspace, newest first.",
    permission: "manage",
    access: "signed-in",
    scope: "admin",
    params: nothing,
    query: auditListQuery,
    body: null,
    reply: auditList,
    status: 200,
  },
  /** Of the whole instance. */
  "instance.audit": {
    method: "GET",
    path: "/api/instance/audit",
    summary: "The audit log of the instance, newest first.",
    permission: null,
    access: "instance-owner",
    scope: "admin",
    params: nothing,
    query: auditListQuery,
    body: null,
    reply: auditList,
    status: 200,
  },
} as const satisfies Record<string, Operation>;
