"use client";

import Link from "next/link";
import { type ComponentProps, useState } from "react";

/** A link that prefetches its page when pointed at or focused, instead of as soon as the link is visible. */
export function HoverLink(props: Omit<ComponentProps<typeof Link>, "prefetch">) {
  const [isNear, setNear] = useState(false);
  return (
    <Link
      {...props}
      prefetch={isNear ? null : false}
      onMouseEnter={() => setNear(true)}
      onTouchStart={() => setNear(true)}
      onFocus={() => setNear(true)}
    />
  );
}
