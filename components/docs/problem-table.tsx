import { useTranslations } from "next-intl";
import { Fragment, type ReactNode } from "react";
import { Shape } from "@/components/docs/shape";
import type { JsonSchema } from "@/lib/contracts/openapi";
import { PROBLEMS } from "@/lib/contracts/problems";

function asCode(words: ReactNode) {
  return <code className="font-mono text-[13px]">{words}</code>;
}

/** The shape of an error reply and all error codes. */
export function ProblemTable({ schema }: { schema: JsonSchema }) {
  const t = useTranslations("docs");
  const { code: _, ...properties } = schema.properties ?? {};
  // The table below lists the codes; inside the shape they would fill a screen.
  const short = { ...schema, properties: { code: { type: "string" }, ...properties } };
  return (
    <>
      <p id="shape-Problem" className="mt-1 mb-4 max-w-[62ch] text-[15px] text-pretty text-muted">
        {t.rich("problemsLead", { code: asCode })}
      </p>
      <Shape schema={short} />
      <table className="mt-5 w-full text-[13px] leading-5">
        <thead>
          <tr className="text-left text-[12px] text-muted">
            {(["code", "status", "meaning"] as const).map((column) => (
              <th key={column} scope="col" className="border-b border-line py-2 pr-4 font-normal">
                {t(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Object.entries(PROBLEMS).map(([code, { status, title }]) => (
            <tr key={code}>
              <th
                scope="row"
                className="border-b border-line py-2 pr-4 text-left align-top font-mono text-[12px] font-normal"
              >
                {breakable(code)}
              </th>
              <td className="figures border-b border-line py-2 pr-4 align-top text-muted">
                {status}
              </td>
              <td className="border-b border-line py-2 align-top">{title}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** Allows line breaks after underscores. */
function breakable(code: string) {
  return code.split("_").map((word, index) => (
    <Fragment key={word}>
      {index > 0 && (
        <>
          _<wbr />
        </>
      )}
      {word}
    </Fragment>
  ));
}
