"use client";

import { type ComponentProps, type ReactNode, useId } from "react";
import { classNames } from "@/components/ui/class-names";

export const fieldClass =
  "w-full rounded-control border border-line bg-raised px-3 text-[15px] text-ink transition-colors hover:border-line-strong focus:border-muted focus:ring-3 focus:ring-ink/8 focus:outline-none aria-invalid:border-danger";

type Props = Omit<ComponentProps<"input">, "id"> & {
  label: string;
  /** A rule or hint below the field. */
  help?: ReactNode;
  /** Error message; announced and associated with the field. */
  error?: string | null;
};

/** A text input with its label above, and its hint or error below. */
export function TextField({ label, help, error, className, ...rest }: Props) {
  const id = useId();
  const noteId = `${id}-note`;
  const hasNote = Boolean(error ?? help);
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block text-[13px] font-medium text-ink">
        {label}
      </label>
      <input
        id={id}
        className={classNames(fieldClass, "h-11")}
        aria-invalid={error ? true : undefined}
        aria-describedby={hasNote ? noteId : undefined}
        {...rest}
      />
      {hasNote && (
        <p
          id={noteId}
          role={error ? "alert" : undefined}
          className={classNames("mt-1.5 text-[13px]", error ? "text-danger" : "text-muted")}
        >
          {error ?? help}
        </p>
      )}
    </div>
  );
}
