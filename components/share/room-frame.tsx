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
        dock ? "max-sm:pb-28 lg:[--stage:calc(100dvh-304px)]" : "lg:[--stage:calc(100dvh-190px)]",
      )}
    >
      <div
        className={classNames(
          "flex min-w-0 flex-col lg:flex-1 lg:overflow-y-auto",
          !aside && "flex-1",
        )}
      >
        {header}
        <main className="mx-auto flex w-full min-w-0 flex-1 flex-col sm:px-8 lg:max-w-[calc(var(--stage)*1.6+64px)]">
          {children}
          {dock && (
            <div className="z-10 mt-auto pt-3 max-sm:fixed max-sm:inset-x-0 max-sm:bottom-0 max-sm:border-t max-sm:border-line max-sm:bg-paper max-sm:px-4 max-sm:pb-[max(8px,env(safe-area-inset-bottom))]">
              {dock}
            </div>
          )}
          <div className={dock ? "max-sm:hidden" : "mt-auto"}>{footer}</div>
        </main>
      </div>
      {aside && (
        <div className="flex shrink-0 flex-col border-line bg-sidebar max-lg:mt-5 max-lg:border-t lg:w-80 lg:border-l">
          {aside}
        </div>
      )}
    </div>
  );
}
