import type { ReactNode } from "react";

/** Title and subtitle of an account page. */
export function EntryHeading({
  children,
  subtitle,
}: {
  children: ReactNode;
  subtitle?: ReactNode;
}) {
  return (
    <div className="mb-9">
      <h1 className="font-serif text-[44px] leading-[1.05] tracking-[-0.01em]">{children}</h1>
      {subtitle !== undefined && (
        <p className="mt-4 text-[15px] leading-6 text-muted">{subtitle}</p>
      )}
    </div>
  );
}
