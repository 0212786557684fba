import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";

type Props = {
  header: ReactNode;
  /** The picture with its label. */
  children: ReactNode;
  /** Docked at the bottom of a phone. */
  dock?: ReactNode;
  footer?: ReactNode;
  /** Beside the picture, on a phone below it. */
  aside?: ReactNode;
};

/** The page around a picture: it fills a wide window, and scrolls on a phone. */
export function RoomFrame({ header, children, dock, footer, aside }: Props) {
  return (
    <div
      className={classNames(
        "flex min-h-dvh flex-col [--stage:62svh] lg:h-dvh lg:flex-row",
        dock ? "lg:[--stage:calc(100dvh-304px)]" : "lg:[--stage:calc(100dvh-190px)]",
      )}
    >
      <div className="flex min-w-0 flex-1 flex-col lg:overflow-y-auto">
        {header}
        <main className="mx-auto flex w-full min-w-0 flex-1 flex-col sm:px-8 lg:max-w-[calc(var(--stage)*1.6+64px)]">
          {children}
          {aside && <div className="mt-6 border-t border-line px-5 lg:hidden">{aside}</div>}
          {dock && (
            <div className="mt-auto pt-3 max-sm:sticky max-sm:bottom-0 max-sm:border-t max-sm:border-line max-sm:bg-paper max-sm:px-4 max-sm:pb-[max(8px,env(safe-area-inset-bottom))]">
              {dock}
            </div>
          )}
          <div className={dock ? "max-sm:hidden" : "mt-auto"}>{footer}</div>
        </main>
      </div>
      {aside && (
        <div className="hidden w-80 shrink-0 border-l border-line bg-sidebar lg:block">{aside}</div>
      )}
    </div>
  );
}
