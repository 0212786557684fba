import type { ReactNode } from "react";

type Props = {
  title: string;
  /** One or two sentences on the purpose of the page. */
  lead?: ReactNode;
  /** Next to the title: one or two actions. */
  actions?: ReactNode;
  children: ReactNode;
};

export function SettingsPage({ title, lead, actions, children }: Props) {
  return (
    <div className="mx-auto w-full max-w-[880px] px-4 py-7 pb-[max(40px,env(safe-area-inset-bottom))] sm:px-8 sm:py-9">
      <div className="mb-7 flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
        <div className="min-w-0 flex-1 basis-72">
          <h2 className="font-serif text-[32px] leading-10">{title}</h2>
          {lead && (
            <p className="mt-1.5 max-w-[62ch] text-[15px] leading-[22px] text-pretty text-muted">
              {lead}
            </p>
          )}
        </div>
        {actions && <div className="flex shrink-0 items-center gap-2">{actions}</div>}
      </div>
      {children}
    </div>
  );
}
