import type { Permission } from "@/lib/contracts/permissions";

/**
 * The pages of the settings, in the order of the navigation. `name` is the key of its words in messages/settings.json.
 * `for` is the permission that it needs in the workspace; `instanceOwner` is whoever runs the studio. A page is not even
 * named to others, and checks again by itself.
 */
export const SETTINGS_ENTRIES = [
  { name: "profile", href: "/settings/profile", for: "read" },
  { name: "sessions", href: "/settings/sessions", for: "read" },
  { name: "workspace", href: "/settings/workspace", for: "read" },
  { name: "members", href: "/settings/members", for: "read" },
  { name: "usage", href: "/settings/usage", for: "read" },
  { name: "budgets", href: "/settings/budgets", for: "read" },
  { name: "keys", href: "/settings/keys", for: "read" },
  { name: "tokens", href: "/settings/tokens", for: "read" },
  { name: "audit", href: "/settings/audit", for: "manage" },
  { name: "upstream", href: "/settings/upstream", for: "instanceOwner" },
  { name: "instance", href: "/settings/instance", for: "instanceOwner" },
] as const satisfies readonly {
  name: string;
  href: `/settings/${string}`;
  for: Permission | "instanceOwner";
}[];
