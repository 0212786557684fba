import type { Permission } from "@/lib/contracts/permissions";

/**
 * The pages of the settings, in the order of the navigation, under what they are about: oneself, the workspace that one
 * stands in, the whole studio. `name` is the key of its words in messages/settings.json. `for` is the permission that it
 * needs in the workspace; `instanceOwner` is whoever runs the studio. A page is not even named to others, and checks again
 * by itself.
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
