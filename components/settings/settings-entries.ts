/**
 * The pages of the settings, in the order of the navigation. `name` is the key of its words in messages/settings.json.
 * A page `for: "instanceOwner"` is not even named to others; the page itself checks again.
 */
export const SETTINGS_ENTRIES = [
  { name: "usage", href: "/settings/usage", for: "everyone" },
  { name: "upstream", href: "/settings/upstream", for: "instanceOwner" },
] as const satisfies readonly {
  name: string;
  href: `/settings/${string}`;
  for: "everyone" | "instanceOwner";
}[];
