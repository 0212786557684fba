import Link from "next/link";
import type { ReactNode } from "react";

/** A way from one page at the door to another. */
export function EntryLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link
      href={href}
      prefetch={false}
      className="rounded-sm text-ink underline decoration-line-strong underline-offset-4 transition-colors hover:decoration-ink"
    >
      {children}
    </Link>
  );
}
