import { redirect } from "next/navigation";
import { SETTINGS_ENTRIES } from "@/components/settings/settings-entries";

/** Redirects to the first settings page. */
export default function Page() {
  redirect(SETTINGS_ENTRIES[0].href);
}
