import { Fragment, type ReactNode } from "react";
import { type Piece, writeShape } from "@/components/docs/notation";
import type { JsonSchema } from "@/lib/contracts/openapi";

/** A schema in notation, with links to schemas described elsewhere. */
export function Shape({ schema }: { schema: JsonSchema }) {
  return (
    <Code>
      {writeShape(schema).map((piece, index) => (
        // The list is static, so the index is a stable key.
        <Fragment key={index}>{show(piece)}</Fragment>
      ))}
    </Code>
  );
}

function show(piece: Piece) {
  if ("text" in piece) return piece.text;
  return (
    <a
      href={`#shape-${piece.shape}`}
      className="underline decoration-line-strong underline-offset-2"
    >
      {piece.shape}
    </a>
  );
}

/** A code block that scrolls sideways, focusable for the keyboard. */
export function Code({ children }: { children: ReactNode }) {
  return (
    <pre
      // A scrollable region must be focusable by keyboard.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="overflow-x-auto rounded-control bg-sunken px-3.5 py-3 font-mono text-[12.5px] leading-5"
    >
      <code>{children}</code>
    </pre>
  );
}
