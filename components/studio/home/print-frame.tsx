"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { threadPath } from "@/components/shell/thread-address";
import { useOpenThread } from "@/components/shell/use-open-thread";
import type { ThreadId } from "@/lib/contracts/ids";

/** Wider or narrower pictures are cut, so that a row holds others too. */
const NARROWEST = 0.55;
const WIDEST = 2.2;

type Props = {
  /** Width divided by height of the picture. */
  ratio: number;
  title: string;
  detail: string;
  /** @param ratio of the print itself */
  children: (ratio: number) => ReactNode;
};

/** A picture on the wall with its label. */
export function PrintFrame({ ratio, title, detail, children }: Props) {
  const shown = Math.min(WIDEST, Math.max(NARROWEST, ratio));
  return (
    <li
      className="group/print w-0 min-w-0"
      style={{ flexGrow: shown, flexBasis: `calc(var(--print) * ${shown.toFixed(4)})` }}
    >
      {children(shown)}
      <p className="truncate pt-2 text-[14px] leading-5 font-medium" title={title}>
        {title}
      </p>
      <p className="figures truncate text-[12px] leading-4 text-muted">{detail}</p>
    </li>
  );
}

type LinkProps = { threadId: ThreadId; label: string; className: string; children?: ReactNode };

/** Opens the thread, without a request if it is cached. */
export function PrintLink({ threadId, label, className, children }: LinkProps) {
  const openThread = useOpenThread();
  return (
    <Link
      href={threadPath(threadId)}
      prefetch={false}
      aria-label={label}
      onNavigate={(event) => {
        if (openThread.openFromCache(threadId)) event.preventDefault();
      }}
      className={className}
    >
      {children}
    </Link>
  );
}
