import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";

type Props = {
  /** The rows belong to the previous filter while the new ones load. */
  isOld: boolean;
  className?: string;
  children: ReactNode;
};

/** Container of a list's rows. Fades rows of the previous filter while new ones load. */
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
