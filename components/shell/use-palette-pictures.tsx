"use client";

import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { thumbhashColour } from "@/components/picture/thumbhash-colour";
import type { PaletteEntry } from "@/components/shell/palette-entries";
import { call } from "@/lib/client/call";
import { keys } from "@/lib/client/query-keys";
import { gallerySearchPath, imageBytesPath } from "@/lib/contracts/paths";

const SHOWN = 6;

/**
 * Pictures that match a text, in the language of the gallery's search. Each opens in the viewer over that search.
 * @param query the text once the reader pauses
 */
export function usePalettePictures(
  query: string,
  text: string,
): { entries: PaletteEntry[]; isFetching: boolean } {
  const t = useTranslations("shell.palette");
  const router = useRouter();
  const { data, isFetching } = useQuery({
    queryKey: keys.images(query),
    queryFn: ({ signal }) => call("images.list", { signal, query: { query, limit: SHOWN } }),
    enabled: query !== "",
    staleTime: 10_000,
  });
  // A corrected search is an answer to another text.
  if (query === "" || query !== text || !data || data.corrected !== null) {
    return { entries: [], isFetching };
  }
  const pictures = data.images.map((image): PaletteEntry => ({
    id: `picture-${image.id}`,
    label: image.prompt ?? image.name,
    icon: (
      <span
        className="block size-7 overflow-hidden rounded-print"
        style={{ backgroundColor: thumbhashColour(image.thumbhash) }}
      >
        <img src={imageBytesPath(image.id, 256)} alt="" className="size-full object-cover" />
      </span>
    ),
    run: () => router.push(gallerySearchPath(query, image)),
  }));
  const all: PaletteEntry = {
    id: "all-pictures",
    label: t("allPictures", { query }),
    icon: <Search className="size-4" />,
    run: () => router.push(gallerySearchPath(query)),
  };
  return { entries: pictures.length > 0 ? [...pictures, all] : [], isFetching };
}
