import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";

type Props = {
  /** It still answers an older choice, and the newer one was asked about. */
  isOld: boolean;
  className?: string;
  children: ReactNode;
};

/** Where a list's rows stand. Those of an older choice fade if the newer ones take their time. */
export function ListBody({ isOld, className, children }: Props) {
  return (
    <div
      aria-busy={isOld}
      className={classNames(
        "transition-opacity duration-150 aria-busy:opacity-50 aria-busy:delay-200",
        className,
      )}
    >
      {children}
    </div>
  );
}
