import { headers } from "next/headers";
import { NextIntlClientProvider } from "next-intl";
import { getMessages, getTranslations } from "next-intl/server";
import { ApiPage } from "@/components/docs/api-page";
import { originOf } from "@/lib/server/request/read-peer";
import { openApiDocument } from "@/lib/server/openapi/document";

export async function generateMetadata() {
  const t = await getTranslations("docs");
  return { title: t("title") };
}

/** Public, like the document. The browser needs messages for the bar only. */
export default async function Page() {
  const { protocol, host } = originOf(await headers());
  const { common, docs } = await getMessages();
  return (
    <NextIntlClientProvider messages={{ common, docs }}>
      <ApiPage document={openApiDocument(`${protocol}://${host}`)} />
    </NextIntlClientProvider>
  );
}
