import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { DocsBar } from "@/components/docs/docs-bar";
import { Introduction } from "@/components/docs/introduction";
import { OperationArticle } from "@/components/docs/operation-article";
import { ProblemTable } from "@/components/docs/problem-table";
import { Shape } from "@/components/docs/shape";
import { API_METHODS, type OpenApiDocument } from "@/lib/contracts/openapi";

function documentLink(words: ReactNode) {
  return (
    <a href="/api/openapi.json" className="text-ink underline underline-offset-2">
      {words}
    </a>
  );
}

/** The API document as one page, so that the browser's search covers all of it. */
export function ApiPage({ document }: { document: OpenApiDocument }) {
  const t = useTranslations("docs");
  const all = Object.entries(document.paths).flatMap(([path, item]) =>
    API_METHODS.flatMap((method) => {
      const operation = item[method];
      return operation === undefined ? [] : [{ path, method, operation }];
    }),
  );
  const { Problem: problem, ...shapes } = document.components.schemas;
  return (
    <div className="min-h-dvh">
      <DocsBar />
      <div className="mx-auto flex max-w-[1180px] flex-col md:flex-row">
        <Groups document={document} />
        <main
          id="text"
          className="min-w-0 flex-1 px-4 pt-8 pb-20 sm:px-8 md:border-l md:border-line md:pt-10"
        >
          <h1 className="font-serif text-[40px] leading-[46px]">{t("title")}</h1>
          <p className="mt-2 max-w-[62ch] text-[15px] leading-[22px] text-pretty text-muted">
            {t.rich("lead", { json: documentLink })}
          </p>
          <Introduction origin={document.servers[0]?.url ?? ""} />
          {document.tags.map(({ name, description }) => (
            <Group key={name} id={name} title={nounOf(name)} lead={description}>
              {all
                .filter(({ operation }) => operation.tags.includes(name))
                .map((one) => (
                  <OperationArticle key={one.operation.operationId} {...one} document={document} />
                ))}
            </Group>
          ))}
          <Group id="shapes" title={t("schemas")} lead={t("schemasLead")}>
            {Object.entries(shapes).map(([name, schema]) => (
              <article
                key={name}
                id={`shape-${name}`}
                className="scroll-mt-12 border-t md:scroll-mt-0 border-line py-6"
              >
                <h3 className="mb-3 font-mono text-[14px] font-medium">{name}</h3>
                <Shape schema={schema} />
              </article>
            ))}
          </Group>
          <Group id="problems" title={t("problems")}>
            <ProblemTable schema={problem ?? {}} />
          </Group>
        </main>
      </div>
    </div>
  );
}

/** Group name as a heading. Names belong to the API and are not translated. */
function nounOf(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

type GroupProps = { id: string; title: string; lead?: string; children: ReactNode };

function Group({ id, title, lead, children }: GroupProps) {
  return (
    <section
      id={`group-${id}`}
      aria-labelledby={`group-${id}-name`}
      className="mt-14 scroll-mt-16 md:scroll-mt-6"
    >
      <h2 id={`group-${id}-name`} className="font-serif text-[28px] leading-9">
        {title}
      </h2>
      {lead && <p className="mt-1 mb-5 text-[15px] text-muted">{lead}</p>}
      {children}
    </section>
  );
}

/** Sidebar on wide windows; on a phone a sticky row that scrolls sideways. */
function Groups({ document }: { document: OpenApiDocument }) {
  const t = useTranslations("docs");
  const entries = [
    { id: "start", label: t("start.title") },
    ...document.tags.map(({ name }) => ({ id: name, label: nounOf(name) })),
    { id: "shapes", label: t("schemas") },
    { id: "problems", label: t("problems") },
  ];
  return (
    <nav
      aria-label={t("groups")}
      className="sticky top-0 z-10 shrink-0 border-b border-line bg-paper md:h-dvh md:w-52 md:overflow-y-auto md:border-b-0"
    >
      <ul className="flex gap-1 overflow-x-auto px-2 [scrollbar-width:none] md:flex-col md:gap-0.5 md:px-3 md:py-10">
        {entries.map(({ id, label }) => (
          <li key={id} className="shrink-0">
            <a
              href={`#group-${id}`}
              className="flex h-11 items-center px-2.5 text-muted transition-colors hover:text-ink md:h-8 md:rounded-control md:hover:bg-hover"
            >
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
