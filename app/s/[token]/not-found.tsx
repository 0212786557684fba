import { ShareNotice } from "@/components/share/share-notice";

/** The same for a link that was mistyped, revoked, or has expired. */
export default function NotFound() {
  return <ShareNotice kind="gone" />;
}
