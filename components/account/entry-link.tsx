import Link from "next/link";
import type { ReactNode } from "react";

/** A link between account pages. */
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
