import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { writeCurl } from "@/components/docs/curl";
import { writeLimits, writeShape } from "@/components/docs/notation";
import { Code, Shape } from "@/components/docs/shape";
import type { ApiOperation, ApiParameter, OpenApiDocument } from "@/lib/contracts/openapi";

type Props = {
  method: string;
  path: string;
  operation: ApiOperation;
  document: OpenApiDocument;
};

/** One operation: path, access, input and reply. */
export function OperationArticle({ method, path, operation, document }: Props) {
  const t = useTranslations("docs");
  const { operationId, summary, description, parameters = [], requestBody } = operation;
  const body = requestBody?.content["application/json"]?.schema;
  const isForTokens = operation.security.some((one) => one["token"] !== undefined);
  const isOpen = operation.security.length === 0;
  const origin = document.servers[0]?.url ?? "";
  return (
    <article
      id={operationId}
      aria-labelledby={`${operationId}-name`}
      className="scroll-mt-12 border-t md:scroll-mt-0 border-line py-7"
    >
      <h3 id={`${operationId}-name`} className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <span className="font-mono text-[12px] font-semibold tracking-wide text-accent-strong uppercase">
          {method}
        </span>
        <a
          href={`#${operationId}`}
          aria-label={t("anchor", { name: operationId })}
          className="min-w-0 font-mono text-[14px] font-medium break-all hover:underline"
        >
          {path}
        </a>
      </h3>
      <p className="mt-2 max-w-[68ch] text-[15px] leading-6 text-pretty">
        {summary} {description && <span className="text-muted">{inCode(description)}</span>}
      </p>
      <p className="mt-1 text-[13px] text-muted">
        <Access operation={operation} />
      </p>
      <div className="mt-4 grid grid-cols-[minmax(0,1fr)] gap-4">
        {parameters.length > 0 && <Parameters parameters={parameters} />}
        {body && (
          <Part name={t("body")}>
            <Shape schema={body} />
          </Part>
        )}
        {requestBody && !body && (
          <Part name={t("body")}>
            <p className="text-[14px]">{t("bytes")}</p>
          </Part>
        )}
        <Reply operation={operation} />
        {(isForTokens || isOpen) && (
          <Part name={t("example")}>
            <Code>{writeCurl(origin, method, path, operation, document.components.schemas)}</Code>
          </Part>
        )}
      </div>
    </article>
  );
}

function Access({ operation }: { operation: ApiOperation }) {
  const t = useTranslations("docs");
  const scope = operation.security.flatMap((one) => one["token"] ?? [])[0];
  if (operation.security.length === 0) return t("open");
  if (scope === undefined) return t("noToken");
  return (
    <>
      {t("scope")} <code className="font-mono text-[12px] text-ink">{scope}</code>
    </>
  );
}

function Parameters({ parameters }: { parameters: readonly ApiParameter[] }) {
  const t = useTranslations("docs");
  return (
    <Part name={t("parameters")}>
      <dl className="grid gap-x-4 gap-y-1.5 text-[13px] leading-5 sm:grid-cols-[minmax(120px,max-content)_1fr]">
        {parameters.map((parameter) => {
          const { name, required, schema, description } = parameter;
          const shape = writeShape(schema)
            .map((piece) => ("text" in piece ? piece.text : piece.shape))
            .join("");
          const notes = [description ?? schema.description, writeLimits(schema)].filter(Boolean);
          return (
            <div key={`${parameter.in} ${name}`} className="contents">
              <dt className="font-mono">
                {name}
                {required && <span className="sr-only"> ({t("required")})</span>}
                {required && (
                  <span aria-hidden title={t("required")} className="text-accent-strong">
                    *
                  </span>
                )}
              </dt>
              <dd className="mb-1.5 min-w-0 sm:mb-0">
                <code className="font-mono text-[12px] break-words">{shape}</code>
                {notes.length > 0 && <span className="text-muted"> · {notes.join("; ")}</span>}
              </dd>
            </div>
          );
        })}
      </dl>
    </Part>
  );
}

function Reply({ operation }: { operation: ApiOperation }) {
  const t = useTranslations("docs");
  const [status, response] = Object.entries(operation.responses)[0] ?? [];
  if (response === undefined || "$ref" in response) return null;
  const [media, content] = Object.entries(response.content ?? {})[0] ?? [];
  const isJson = media === "application/json" && content?.schema;
  return (
    <Part name={`${t("reply")} ${status}`}>
      {isJson ? (
        <Shape schema={content.schema ?? {}} />
      ) : (
        <p className="text-[14px]">
          <code className="font-mono text-[12px]">{media}</code>{" "}
          <span className="text-muted">{inCode(response.description)}</span>
        </p>
      )}
    </Part>
  );
}

function Part({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <h4 className="mb-1.5 text-[12px] text-muted">{name}</h4>
      {children}
    </div>
  );
}

/** Renders text between backticks as code. */
export function inCode(text: string) {
  return text.split("`").map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      // The list is static, so the index is a stable key.
      <code key={index} className="font-mono text-[0.87em] text-ink">
        {part}
      </code>
    ),
  );
}
