import type { Permission } from "@/lib/contracts/permissions";

/**
 * Settings pages in navigation order, grouped by account, workspace and instance. `name` is the message key, `for` the
 * permission that a page needs in the workspace, `instanceOwner` limits it to the instance owner. Hidden pages check
 * again by themselves.
 */
export const SETTINGS_ENTRIES = [
  { name: "profile", href: "/settings/profile", of: "you", for: "read" },
  { name: "sessions", href: "/settings/sessions", of: "you", for: "read" },
  { name: "tokens", href: "/settings/tokens", of: "you", for: "read" },
  { name: "workspace", href: "/settings/workspace", of: "workspace", for: "read" },
  { name: "members", href: "/settings/members", of: "workspace", for: "read" },
  { name: "usage", href: "/settings/usage", of: "workspace", for: "read" },
  { name: "budgets", href: "/settings/budgets", of: "workspace", for: "read" },
  { name: "keys", href: "/settings/keys", of: "workspace", for: "read" },
  { name: "links", href: "/settings/links", of: "workspace", for: "read" },
  { name: "notices", href: "/settings/notices", of: "workspace", for: "read" },
  { name: "audit", href: "/settings/audit", of: "workspace", for: "manage" },
  { name: "upstream", href: "/settings/upstream", of: "administration", for: "instanceOwner" },
  { name: "instance", href: "/settings/instance", of: "administration", for: "instanceOwner" },
] as const satisfies readonly {
  name: string;
  href: `/settings/${string}`;
  of: SettingsGroup;
  for: Permission | "instanceOwner";
}[];

export const SETTINGS_GROUPS = ["you", "workspace", "administration"] as const;
export type SettingsGroup = (typeof SETTINGS_GROUPS)[number];
