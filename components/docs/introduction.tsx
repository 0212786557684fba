import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Code } from "@/components/docs/shape";

function tokensLink(words: ReactNode) {
  return (
    <a href="/settings/tokens" className="underline underline-offset-2">
      {words}
    </a>
  );
}

function asCode(words: ReactNode) {
  return <code className="font-mono text-[13px] break-all">{words}</code>;
}

/** The three APIs: our own, the OpenAI-compatible one, and MCP. */
export function Introduction({ origin }: { origin: string }) {
  const t = useTranslations("docs.start");
  const text = "max-w-[68ch] text-[15px] leading-6 text-pretty";
  return (
    <section
      id="group-start"
      className="mt-9 grid grid-cols-[minmax(0,1fr)] scroll-mt-16 gap-3 md:scroll-mt-6"
    >
      <h2 className="sr-only">{t("title")}</h2>
      <p className={text}>{t.rich("token", { settings: tokensLink })}</p>
      <Code>{`curl "${origin}/api/studio" \\\n  -H "Authorization: Bearer $PENTIMENTO_TOKEN"`}</Code>
      <p className={text}>{t("rules")}</p>
      <h3 className="mt-3 text-[15px] font-semibold">{t("openai")}</h3>
      <p className={text}>{t.rich("openaiText", { url: `${origin}/v1`, code: asCode })}</p>
      <h3 className="mt-3 text-[15px] font-semibold">{t("mcp")}</h3>
      <p className={text}>{t.rich("mcpText", { url: `${origin}/mcp`, code: asCode })}</p>
    </section>
  );
}
