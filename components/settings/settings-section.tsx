import type { ReactNode } from "react";

type Props = {
  /** Also the section's id on the page. */
  id: string;
  title: string;
  lead?: ReactNode;
  children: ReactNode;
};

export function SettingsSection({ id, title, lead, children }: Props) {
  return (
    <section aria-labelledby={id} className="border-t border-line py-6">
      <h3 id={id} className="text-[15px] leading-6 font-semibold">
        {title}
      </h3>
      {lead && (
        <p className="mt-1 max-w-[62ch] text-[14px] leading-5 text-pretty text-muted">{lead}</p>
      )}
      <div className="mt-4">{children}</div>
    </section>
  );
}
